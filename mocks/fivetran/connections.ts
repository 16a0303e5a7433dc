/** Reading connections, and setting them going. */
import { type Connection, type PipelinesWing, trigger } from '../../fixtures/pipelines/index.ts';
import { type Handlers, isProblem, ok, type Problem } from '../../src/provider/index.ts';
import { refusals } from './errors.ts';
import type { operations } from './generated/types.ts';
import { pageOf } from './paging.ts';
import { type FivetranExchange, type FivetranState, keep, lifeOf, type Principal, wingOf } from './state.ts';
import { reading } from './switches.ts';
import { listOut } from './wire/account.ts';
import { connectionOut } from './wire/connection.ts';
import { success, successWith } from './wire/envelope.ts';

type All = Handlers<operations, FivetranState, Principal>;

/** The connection of a path, or the refusal that says it is not there. */
export function connectionAt(
  { world }: Pick<FivetranExchange, 'world'>,
  id: string,
): { readonly wing: PipelinesWing; readonly connection: Connection } | Problem {
  const wing = wingOf(world);
  const connection = wing.connectionById(id);
  return connection === undefined ? refusals.connectionNotFound(world, id) : { wing, connection };
}

const listConnections: All['listConnections'] = (x) => {
  const wing = wingOf(x.world);
  const { group_id: group, schema, cursor, limit } = x.query;
  const page = pageOf(matching(wing, group, schema), { cursor, limit });
  if (isProblem(page)) return page;
  const items = page.rows.map((connection) => connectionOut(wing, lifeOf(x.world, connection, x.now)));
  return ok(successWith('Connections list retrieved successfully', listOut(items, page.next)));
};

/** Both filters match whole values; a group that does not exist has no connections (FT-29, FT-30, FT-C09). */
function matching(
  wing: PipelinesWing,
  group: string | undefined,
  schema: string | undefined,
): readonly Connection[] {
  if (schema === undefined) return group === undefined ? wing.connections : wing.connectionsOf(group);
  const named = wing.connectionsNamed(schema);
  return group === undefined ? named : named.filter((each) => wing.groupByKey(each.group)?.id === group);
}

const getConnection: All['getConnection'] = (x) => {
  const found = connectionAt(x, x.path.connectionId);
  if (isProblem(found)) return found;
  const life = lifeOf(x.world, found.connection, x.now);
  return ok(successWith('Connection details retrieved successfully', connectionOut(found.wing, life)));
};

/** Answers the same whether a sync starts, runs already or cannot run: the order was taken (FT-45 to FT-48). */
const syncConnection: All['syncConnection'] = (x) => {
  const { connectionId } = x.path;
  const found = connectionAt(x, connectionId);
  if (isProblem(found)) return found;
  const life = lifeOf(x.world, found.connection, x.now);
  if (life.course.paused && reading(x.world, 'pausedTrigger') === 'refused')
    return refusals.paused(connectionId);
  keep(x.world, { ...life, course: trigger(life.course, life.rhythm, x.body?.force === true) });
  return ok(success(`Sync has been successfully triggered for connection with id '${connectionId}'`));
};

export const connections = { listConnections, getConnection, syncConnection } satisfies Partial<All>;
