import { startUnderstudy, type Understudy } from 'understudy-apis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fetchAllTrades } from './my-client.ts';

let understudy: Understudy;
beforeAll(async () => {
  understudy = await startUnderstudy({ port: 0 });
});
afterAll(() => understudy.close());

test('every trade arrives', async () => {
  const world = understudy.createWorld({
    template: 'empty',
    clock: 'frozen',
    entities: {
      connections: [
        { key: 'broker', person: 'owner', institution: 'commsec', seenBy: ['redbark'], id: 'my-broker' },
      ],
      accounts: [
        { key: 'shares', connection: 'broker', kind: 'brokerage', openedAt: '2020-03-02', rowsPerYear: 300 },
      ],
    },
  });
  const { baseUrl, credentials } = world.provider('redbark');

  const trades = await fetchAllTrades({
    baseUrl,
    apiKey: credentials.professional ?? '',
    connectionId: 'my-broker',
  });

  expect(trades.length).toBeGreaterThan(1500);
  const pages = world.journal.entries({ operation: 'listTrades' });
  expect(pages.map((page) => page.status)).toEqual([200, 200, 200, 200]);

  world.clock.advance('7d'); // a week later there is more
  const later = await fetchAllTrades({
    baseUrl,
    apiKey: credentials.professional ?? '',
    connectionId: 'my-broker',
  });
  expect(later.length).toBeGreaterThan(trades.length);
});
