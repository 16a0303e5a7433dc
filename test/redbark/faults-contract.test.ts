/** Any requests under any faults that Redbark plays: no answer leaves the contract, and labels tell the truth. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { redbark } from '../../mocks/redbark/provider.ts';
import { judgedRedbark, labelOf } from './faulty.ts';
import type { Path } from './redbark.ts';

const PATHS = redbark.contract.operations.map(({ path }) => path as Path);
const FAULTS = Object.keys(redbark.faults?.plays ?? {});

it('every answer satisfies the contract; one with a label was met by a fault, one without is as it would have been', async () => {
  const rb = judgedRedbark({ limits: 'off' });
  const calm = judgedRedbark({ limits: 'off' });
  const connections = ['owner-commsec', 'owner-commbank', 'owner-stake'].map(rb.connection);
  const labelled = new Set<string>();
  const request = fc.record({
    path: fc.constantFrom(...PATHS),
    connectionId: fc.constantFrom(...connections, 'x'),
    limit: fc.integer({ min: 1, max: 40 }),
    offset: fc.constantFrom(0, 0, 20, 40, 5000),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.subarray(FAULTS, { maxLength: 3 }),
      fc.array(request, { minLength: 1, maxLength: 4 }),
      async (faults, requests) => {
        rb.world.reset();
        for (const fault of faults) rb.world.arm({ provider: 'redbark', fault, probability: 0.7 });
        let touched = false;
        for (const { path, ...query } of requests) {
          const asked = { ...query, accountIds: rb.account('owner-everyday') };
          const sent = path === '/v1/balances' ? asked : query;
          const answer = await rb.get(path, sent);
          const label = labelOf(answer);
          touched ||= label !== undefined;
          for (const id of label?.split(', ') ?? []) labelled.add(faults[Number(id.slice(1)) - 1] ?? id);
          // What moved or was held back shows in later answers too; until then nothing differs without a label.
          if (!touched) {
            const usual = await calm.get(path, sent);
            expect([answer.status, answer.text]).toEqual([usual.status, usual.text]);
          }
        }
      },
    ),
    { numRuns: 120 },
  );
  expect(labelled.size).toBeGreaterThan(FAULTS.length / 2);
});
