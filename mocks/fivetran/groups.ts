/** Groups: what connections are sorted into. */
import { isProblem, ok } from '../../src/provider/index.ts';
import type { Serves } from './handlers.ts';
import { pageOf } from './paging.ts';
import { pageRows } from './seeming.ts';
import { wingOf } from './state.ts';
import { listBody, successWith } from './wire/envelope.ts';
import { groupBody } from './wire/group.ts';

export const groups: Serves<'listGroups'> = {
  listGroups: (x) => {
    const wing = wingOf(x.world);
    const page = pageOf(wing.groups, { ...x.query, most: pageRows(x.world) });
    if (isProblem(page)) return page;
    const items = page.rows.map((group) => groupBody(wing, group));
    return ok(successWith('Groups retrieved successfully', listBody(items, page.next)));
  },
};
