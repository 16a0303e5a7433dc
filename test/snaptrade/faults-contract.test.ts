/** Any requests under any faults that SnapTrade plays: the client of these tests judges every answer. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { snaptrade } from '../../mocks/snaptrade/provider.ts';
import { client } from './client.ts';

const FAULTS = Object.keys(snaptrade.faults?.plays ?? {});
const { operations } = snaptrade.contract;

it.each(FAULTS)(
  '%s and another: every answer satisfies the contract; one without a label is as it would have been',
  async (fault) => {
    const api = client({ limits: 'off' });
    const calm = client({ limits: 'off' });
    const connections = (await api.get('/authorizations')).body as { readonly id: string }[];
    const accounts = (await api.get('/accounts')).body as { readonly id: string }[];
    const request = fc.record({
      operation: fc.constantFrom(...operations.filter(({ method }) => method === 'GET')),
      connection: fc.constantFrom(...connections.map(({ id }) => id)),
      account: fc.constantFrom(...accounts.map(({ id }) => id)),
      limit: fc.integer({ min: 0, max: 40 }),
      offset: fc.constantFrom(0, 0, 20, 40, 5000),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...FAULTS),
        fc.array(request, { minLength: 1, maxLength: 4 }),
        async (other, requests) => {
          api.simulated.world.reset();
          for (const one of [fault, other])
            api.simulated.world.arm({ provider: 'snaptrade', fault: one, probability: 0.7 });
          let touched = false;
          for (const { operation, connection, account, ...query } of requests) {
            const path = operation.path
              .replace(/\{(authorizationId|connectionId)\}/, connection)
              .replace('{accountId}', account);
            const sent = operation.id === 'listActivities' ? query : {};
            const answer = await api.get(path, sent);
            touched ||= answer.headers['understudy-fault'] !== undefined;
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
