/** What an answer costs must not depend on how many rows a connection has. */
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import type { BankTransaction, Rows } from '../../fixtures/ledger/index.ts';
import { breadbox } from '../../mocks/breadbox/provider.ts';
import { liveWorld } from '../../src/engine/simulator.ts';
import { simulate } from '../support/simulate.ts';
import type { StatusBody } from './support.ts';

const MOST_ROWS = 50_000;

describe('a connection with a billion rows', () => {
  it('says how it stands without walking through them', async () => {
    const { simulator, handler, world, bugs } = simulate(breadbox, { template: 'whale' });
    const key = world.providers.breadbox?.credentials.fullAccess ?? '';
    const get = (path: string): request.Test =>
      request(handler).get(`/breadbox/api/v1${path}`).set('X-API-Key', key);
    const { transactions } = liveWorld(simulator, world.id).ledger;
    const read = countRows(transactions);

    const { data } = (await get('/connections').expect(200)).body as { data: { id: string }[] };
    const added: number[] = [];
    for (const { id } of data) {
      const { recent_sync: sync } = (await get(`/connections/${id}/status`)).body as StatusBody;
      added.push(sync?.added_count ?? 0);
    }
    expect(bugs).toEqual([]);
    expect(Math.max(...added)).toBeGreaterThan(1000);
    expect(read.rows).toBeLessThan(MOST_ROWS);
  });
});

/** Counts the rows that are read, and ends a walk that goes too far: nothing else could stop it. */
function countRows(rows: Rows<BankTransaction>): { rows: number } {
  const read = { rows: 0 };
  const { page, each } = rows;
  const count = (some: number): void => {
    read.rows += some;
    if (read.rows > MOST_ROWS) throw new Error(`${read.rows} rows were read.`);
  };
  Object.assign(rows, {
    page: (...asked: Parameters<typeof page>) => {
      const found = page(...asked);
      count(found.length);
      return found;
    },
    *each(...asked: Parameters<typeof each>) {
      for (const row of each(...asked)) {
        count(1);
        yield row;
      }
    },
  });
  return read;
}
