/** Groups, and whose key this is. */
import { drawnId } from '../../fixtures/pipelines/index.ts';
import { type Handlers, isProblem, ok } from '../../src/provider/index.ts';
import { refusals } from './errors.ts';
import type { operations } from './generated/types.ts';
import { pageOf } from './paging.ts';
import { type FivetranState, type FivetranWorld, type Principal, wingOf } from './state.ts';
import { reading } from './switches.ts';
import { accountOut, groupOut, listOut } from './wire/account.ts';
import { successWith } from './wire/envelope.ts';

type All = Handlers<operations, FivetranState, Principal>;

const listGroups: All['listGroups'] = (x) => {
  const wing = wingOf(x.world);
  const page = pageOf(wing.groups, x.query);
  if (isProblem(page)) return page;
  const items = page.rows.map((group) => groupOut(wing, group));
  return ok(successWith('Groups retrieved successfully', listOut(items, page.next)));
};

const getAccountInfo: All['getAccountInfo'] = (x) => {
  if (reading(x.world, 'accountRead') === 'denied') return refusals.forbidden('ACCOUNT_READ');
  return ok(
    successWith('Account information retrieved successfully', accountOut(wingOf(x.world), owner(x.world))),
  );
};

/** A user's key belongs to the account's first user. */
function owner(world: FivetranWorld): { readonly kind: 'user' | 'system'; readonly id: string } {
  const { seed, users } = wingOf(world);
  const kind = reading(world, 'keyKind');
  return kind === 'system'
    ? { kind, id: drawnId(seed, 'system-key') }
    : { kind, id: users[0]?.id ?? drawnId(seed, 'key-owner') };
}

export const groups = { listGroups, getAccountInfo } satisfies Partial<All>;
