/** A year of real providers' scheduled syncs: at once, and as 365 days one by one. */
import { afterAll, describe, expect, it } from 'vitest';
import { startUnderstudy } from '../../src/understudy.ts';
import { receive } from './receiver.ts';

const understudy = await startUnderstudy({ port: 0, maxWorlds: 4 });
afterAll(() => understudy.close());

/** Three connections that sync by themselves, and a pipeline: few enough for every delivery of a year to be kept waiting. */
const WORLD = {
  id: 'year',
  clock: 'frozen',
  seed: 5,
  template: 'empty',
  entities: {
    connections: [
      { key: 'broker', person: 'owner', institution: 'commsec', seenBy: ['snaptrade', 'redbark'] },
      { key: 'bank', person: 'owner', institution: 'commonwealth-bank', seenBy: ['redbark', 'breadbox'] },
    ],
    accounts: [
      { key: 'shares', connection: 'broker', kind: 'brokerage', openedAt: '2024-03-02', rowsPerYear: 120 },
      { key: 'everyday', connection: 'bank', kind: 'transaction', openedAt: '2024-03-02', rowsPerYear: 300 },
    ],
    pipelines: {
      groups: [{ key: 'prod', id: 'decent_dropsy', name: 'Production' }],
      connections: [{ key: 'ads', group: 'prod', service: 'google_ads', schema: 'ads', syncFrequency: 1440 }],
    },
  },
} as const;

describe('a year of scheduled syncs', () => {
  it('leaves the same state and the same journal, at once or day by day', { timeout: 240_000 }, async () => {
    const receiver = await receive();
    const told = async (steps: readonly string[]) => {
      const world = understudy.createWorld(WORLD);
      for (const provider of ['snaptrade', 'redbark', 'fivetran'])
        world.webhooks.add({ provider, url: receiver.url, secret: 'the-same-in-both-runs' });
      for (const step of steps) {
        world.clock.advance(step);
        await world.webhooks.idle();
      }
      const deliveries = receiver.received.splice(0).map(({ headers, body }) => ({ ...headers, body }));
      const journal = world.journal.entries().map(({ hostAt: _, tookMs: __, ...entry }) => ({
        ...entry,
        response: undefined,
      }));
      const left = { deliveries, journal, state: world.snapshot(), losses: world.webhooks.losses() };
      world.drop();
      return left;
    };
    const atOnce = await told(['365d']);
    const daily = await told(Array.from({ length: 365 }, () => '1d'));
    expect(atOnce.losses).toEqual({ dropped: 0, passedOverMs: 0 });
    expect(atOnce.deliveries.length).toBeGreaterThan(365);
    expect(daily.deliveries).toEqual(atOnce.deliveries);
    expect(daily.journal).toEqual(atOnce.journal);
    expect(daily.state).toEqual(atOnce.state);
    const providers = new Set(atOnce.journal.map(({ provider }) => provider));
    expect(providers).toEqual(new Set(['snaptrade', 'redbark', 'fivetran']));
  });
});
