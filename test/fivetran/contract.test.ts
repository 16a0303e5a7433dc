/** Whatever is asked, the answer is one that our contract documents. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contract } from '../../mocks/fivetran/generated/contract.ts';
import { type Fivetran, fivetranIn, type Method } from './fivetran.ts';

const id = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('first', 'last') },
  fc.constantFrom('nobody', '__proto__', 'a=b', '%20'),
  fc.string({ minLength: 1, maxLength: 8 }).map(encodeURIComponent),
);
const parameter = fc.oneof(
  fc.constantFrom('1', '7', '100', '1000', '0', '1001', '-1', '', 'ten', 'eyJza2lwIjoxfQ', 'eyJza2lwIjotMX0'),
  fc.string({ maxLength: 6 }),
);
const query = fc
  .dictionary(fc.constantFrom('limit', 'cursor', 'group_id', 'schema', 'other'), parameter, { maxKeys: 3 })
  .map((fields) => new URLSearchParams(fields).toString());
const value = fc.oneof(
  fc.constantFrom<unknown>(
    true,
    false,
    null,
    1,
    60,
    1440,
    7,
    -1,
    'auto',
    'manual',
    '14:00',
    '14:30',
    'CUSTOM',
    {},
    [],
  ),
  fc.jsonValue({ maxDepth: 2 }),
);
const field = fc.constantFrom(
  'paused',
  'schedule_type',
  'sync_frequency',
  'daily_sync_time',
  'pause_after_trial',
  'data_delay_sensitivity',
  'data_delay_threshold',
  'is_historical_sync',
  'schema_status',
  'networking_method',
  'private_link_id',
  'config',
  'auth',
  'destination_configuration',
  'run_setup_tests',
  'trust_certificates',
  'force',
  'other',
);
const body = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.dictionary(field, value, { maxKeys: 3 }).map((fields) => JSON.stringify(fields)),
  },
  fc.jsonValue({ maxDepth: 2 }).map((json) => JSON.stringify(json)),
  fc.constantFrom('{', '', '{"a":', '[}'),
);
const headers = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Record<string, string>>({}) },
  fc.constantFrom(
    { Accept: 'text/html' },
    { Accept: 'application/json;version=2' },
    { 'Content-Type': 'text/plain' },
    { 'Content-Type': 'application/json;version=2' },
  ) as fc.Arbitrary<Record<string, string>>,
);
const known = fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, fc.constant(false));
const asks = fc.record({
  operation: fc.constantFrom(...contract.operations),
  id,
  query,
  body,
  headers,
  known,
});

describe('every answer', () => {
  it('has a status, body and headers that the contract documents, for requests good and bad', async () => {
    const answers = await contract.answers();
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 50 }),
        fc.array(asks, { minLength: 4, maxLength: 8 }),
        async (seed, list) => {
          const ft = fivetranIn({ seed, switches: { fivetran: { connectorsPath: 'alive' } } });
          const ids = await someIds(ft);
          for (const ask of list) {
            const path = ask.operation.path.replace(
              '{connectionId}',
              ids[ask.id as keyof typeof ids] ?? ask.id,
            );
            const method = ask.operation.method.toLowerCase() as Method;
            const answer = await ft.call(
              method,
              `${path}?${ask.query}`,
              method === 'get' ? undefined : ask.body,
              {
                headers: ask.headers,
                ...(!ask.known && { pair: 'nobody:nothing' }),
              },
            );
            expect(ask.operation.statuses).toContain(answer.status);
            const check = answers[ask.operation.id]?.[String(answer.status)];
            expect(
              check?.(answer.body),
              `${method} ${path} ${answer.text} ${JSON.stringify(check?.errors)}`,
            ).toBe(true);
            if (answer.status < 300) expect(answer.headers['x-rate-limit']).toBe('20000');
            ft.world.clock.advance('17m');
          }
          expect(ft.bugs).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each(['household', 'empty', 'messy'])(
    'of the template %s keeps to the contract, at its start and a year on',
    async (template) => {
      const answers = await contract.answers();
      const ft = fivetranIn({ template, limits: 'off' });
      const hold = async (operation: keyof typeof answers, path: string): Promise<void> => {
        const { text, body } = await ft.get(path);
        const check = answers[operation]?.['200'];
        expect(check?.(body), `${text} ${JSON.stringify(check?.errors)}`).toBe(true);
      };
      for (let look = 0; look < 2; look++) {
        await hold('listConnections', '/v1/connections?limit=1000');
        await hold('listGroups', '/v1/groups');
        await hold('getAccountInfo', '/v1/account/info');
        ft.world.clock.advance('365d');
      }
    },
  );

  it('keeps the envelope where no operation is found', async () => {
    const ft = fivetranIn();
    const method = fc.constantFrom<Method>('get', 'post', 'patch', 'put', 'delete');
    const path = fc
      .array(
        fc.oneof(
          fc.constantFrom('v1', 'connections', 'groups', 'sync', 'account', ''),
          fc.string({ maxLength: 5 }),
        ),
        {
          maxLength: 5,
        },
      )
      .map((parts) => `/${parts.map(encodeURIComponent).join('/')}`);
    await fc.assert(
      fc.asyncProperty(method, path, async (how, where) => {
        const answer = await ft.call(how, where, how === 'get' ? undefined : '{}');
        expect(answer.body).toMatchObject({ code: expect.any(String), message: expect.any(String) });
      }),
      { numRuns: 100 },
    );
    expect(ft.bugs).toEqual([]);
  });
});

/** A connection at either end of the list, by the names that requests are made up with. */
async function someIds(ft: Fivetran): Promise<{ first: string; last: string }> {
  const { body } = await ft.get('/v1/connections?limit=1000');
  return { first: body.data.items.at(0).id, last: body.data.items.at(-1).id };
}
