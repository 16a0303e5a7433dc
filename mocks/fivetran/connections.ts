/** Reading connections, and setting them going. */
import { type Connection, type PipelinesWing, starts, trigger } from '../../fixtures/pipelines/index.ts';
import { isProblem, ok, type Problem } from '../../src/provider/index.ts';
import { refusals } from './errors.ts';
import type { Serves } from './handlers.ts';
import { pageOf } from './paging.ts';
import { decidedEnd, pageRows, seeming, seemingLifeOf } from './seeming.ts';
import { type FivetranWorld, keep, lifeOf, wingOf } from './state.ts';
import { reading } from './switches.ts';
import { tellOfDeed } from './webhooks.ts';
import { connectionBody } from './wire/connection.ts';
import { listBody, success, successWith } from './wire/envelope.ts';

export const connections: Serves<'listConnections' | 'getConnection' | 'syncConnection'> = {
  listConnections: ({ world, query, now }) => {
    const wing = wingOf(world);
    const { group_id: group, schema, cursor, limit } = query;
    const page = pageOf(matching(wing, group, schema), { cursor, limit, most: pageRows(world) });
    if (isProblem(page)) return page;
    const items = page.rows.map((connection) => connectionBody(wing, seemingLifeOf(world, connection, now)));
    return ok(successWith('Connections list retrieved successfully', listBody(items, page.next)));
  },

  getConnection: ({ world, path, now }) => {
    const found = connectionAt(world, path.connectionId);
    if (isProblem(found)) return found;
    const body = connectionBody(found.wing, seemingLifeOf(world, found.connection, now));
    return ok(successWith('Connection details retrieved successfully', body));
  },

  /** Answers the same whether a sync starts, runs already or cannot run: the order was taken (FT-45 to FT-48). */
  syncConnection: ({ world, path, body, now }) => {
    const { connectionId } = path;
    const found = connectionAt(world, connectionId);
    if (isProblem(found)) return found;
    const life = lifeOf(world, found.connection, now);
    if (life.course.paused && reading(world, 'pausedTrigger') === 'refused')
      return refusals.paused(connectionId);
    tellOfDeed(world, found.connection, 'force_update_connector');
    const force = body?.force === true;
    // What only seems to stand in the way stands in the way.
    if (starts(seeming(world, life).course, force)) {
      const decided = decidedEnd(world, found.connection.key);
      keep(world, { ...life, course: trigger(life.course, life.rhythm, force, decided) });
    }
    return ok(success(`Sync has been successfully triggered for connection with id '${connectionId}'`));
  },
};

/** The connection of a path, or the refusal that says it is not there. */
export function connectionAt(
  world: FivetranWorld,
  id: string,
): { readonly wing: PipelinesWing; readonly connection: Connection } | Problem {
  const wing = wingOf(world);
  const connection = wing.connectionById(id);
  return connection === undefined ? refusals.connectionNotFound(world, id) : { wing, connection };
}

/** Both filters match whole values; a group that does not exist has no connections (FT-29, FT-30, FT-C09). */
export function matching(
  wing: PipelinesWing,
  group: string | undefined,
  schema: string | undefined,
): readonly Connection[] {
  if (schema === undefined) return group === undefined ? wing.connections : wing.connectionsOf(group);
  const named = wing.connectionsNamed(schema);
  return group === undefined ? named : named.filter((each) => wing.groupByKey(each.group)?.id === group);
}
