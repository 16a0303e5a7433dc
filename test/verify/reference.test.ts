/** Clients that are written well pass every case, whatever else goes on at the time. */
import { describe, expect, it } from 'vitest';
import { providers } from '../../src/understudy.ts';
import type { CaseEnded } from '../../src/verify/events.ts';
import { objectSession } from '../../src/verify/session/object-session.ts';
import { runSuite } from '../../src/verify/suite-run.ts';
import { verdictsOf } from '../../src/verify/verdicts-of.ts';
import { everyJob, references } from '../clients/index.ts';

/** What went wrong, so that a failing test says it. */
function wrong(ended: readonly CaseEnded[]): object[] {
  return ended
    .filter(({ verdict }) => verdict !== 'pass')
    .map(({ id, verdict, reason, findings, reported }) => ({ id, verdict, reason, findings, reported }));
}

describe('the reference client', () => {
  it.each(Object.keys(references))(
    'of %s passes all of its cases, twice',
    async (provider) => {
      const client = references[provider]?.();
      if (client === undefined) throw new Error(provider);
      const ended = await verdictsOf(client, providers, { run: [`${provider}/**`], repeat: 2 });
      expect(wrong(ended)).toEqual([]);
      expect(ended.length).toBeGreaterThanOrEqual(40);
    },
    240_000,
  );
});

// Shards are processes of their own as a rule; here they share one, and are given what one can do at a time.
it('all four pass in three shards that run at the same time', async () => {
  const shards = await Promise.all(
    [1, 2, 3].map((index) => verdictsOf(everyJob(), providers, { shard: { index, of: 3 }, jobs: 3 })),
  );
  expect(shards.flatMap(wrong)).toEqual([]);
  const ids = shards.flat().map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBeGreaterThanOrEqual(160);
  // It contains waits of hours, and takes seconds.
  const hours = shards.flat().reduce((sum, { worldMs }) => sum + worldMs, 0) / 3_600_000;
  expect(hours).toBeGreaterThan(3);
}, 300_000);

it('a client on the machine’s clock passes too, within five minutes', async () => {
  const began = performance.now();
  const ends = await Promise.all(
    Object.entries(references).map(([provider, client]) =>
      verdictsOf({ ...client(), clock: false }, providers, { run: [`${provider}/**`] }),
    ),
  );
  const ended = ends.flat();
  // What needs hours is not played in real time; everything else has to pass.
  expect(wrong(ended.filter(({ verdict }) => verdict !== 'not-run'))).toEqual([]);
  expect(ended.filter(({ verdict }) => verdict === 'not-run').length).toBeLessThan(ended.length / 10);
  expect(performance.now() - began).toBeLessThan(300_000);
}, 400_000);

it('a run that passes ends with 0 and has nothing to tell', async () => {
  const client = references.redbark?.();
  if (client === undefined) throw new Error('There is no client.');
  const end = await runSuite({
    providers,
    session: objectSession(client),
    by: 'object',
    run: ['redbark/paging/*'],
    onEvent: () => {},
  });
  expect(end).toMatchObject({ exitCode: 0, failed: 0, problems: [] });
});
