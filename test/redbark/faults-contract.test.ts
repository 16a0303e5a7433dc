/** Any requests under any faults that Redbark plays: no answer leaves the contract, and labels tell the truth. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { redbark } from '../../mocks/redbark/provider.ts';
import { judgedRedbark, labelOf } from './faulty.ts';
import type { Path } from './redbark.ts';

const PATHS = redbark.contract.operations.map(({ path }) => path as Path);
const FAULTS = Object.keys(redbark.faults?.plays ?? {});

it.each(FAULTS)(
  '%s and another: every answer satisfies the contract; one without a label is as it would have been',
  async (fault) => {
    const rb = judgedRedbark({ limits: 'off' });
    const calm = judgedRedbark({ limits: 'off' });
    const connections = ['owner-commsec', 'owner-commbank', 'owner-stake'].map(rb.connection);
    const request = fc.record({
      path: fc.constantFrom(...PATHS),
      connectionId: fc.constantFrom(...connections, 'x'),
      limit: fc.integer({ min: 1, max: 40 }),
      offset: fc.constantFrom(0, 0, 20, 40, 5000),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...FAULTS),
        fc.array(request, { minLength: 1, maxLength: 4 }),
        async (other, requests) => {
          rb.world.reset();
          for (const one of [fault, other])
            rb.world.arm({ provider: 'redbark', fault: one, probability: 0.7 });
          let touched = false;
          for (const { path, ...query } of requests) {
            const asked = { ...query, accountIds: rb.account('owner-everyday') };
            const sent = path === '/v1/balances' ? asked : query;
            const answer = await rb.get(path, sent);
            touched ||= labelOf(answer) !== undefined;
            // What moved or was held back shows in later answers too; until then nothing differs without a label.
            if (!touched) {
              const usual = await calm.get(path, sent);
              expect([answer.status, answer.text]).toEqual([usual.status, usual.text]);
            }
          }
        },
      ),
      { numRuns: 12 },
    );
  },
);
