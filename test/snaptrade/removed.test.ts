/** Operations that were taken away: by default they are served, since clients still call them. */
import { describe, expect, it } from 'vitest';
import { operations } from '../../mocks/snaptrade/generated/operations.ts';
import { FOR_EARLIER_CUSTOMERS, REMOVED } from '../../mocks/snaptrade/removed.ts';
import { type Client, client } from './client.ts';
import { officialIsThere, officiallyRemoved } from './official-documents.ts';

/** Those of the paths that are in our contract, with ids that name nothing. */
function calls(paths: readonly string[]): readonly [method: string, path: string][] {
  return operations
    .filter(({ method, path }) => paths.includes(`${method} ${path}`))
    .map(({ method, path }) => [method, path.replaceAll(/\{\w+\}/g, '11111111-1111-4111-8111-111111111111')]);
}

async function statuses(api: Client, paths: readonly string[], more = {}): Promise<Set<number>> {
  const seen = new Set<number>();
  for (const [method, path] of calls(paths)) seen.add((await api.call(method, path, more)).status);
  return seen;
}

const GONE = { detail: 'This endpoint is no longer available for your account.' };

describe('operations that left the API on 2026-08-10', () => {
  it.runIf(officialIsThere)('are the ones that the two official documents differ by', () => {
    expect([...REMOVED].sort()).toEqual([...officiallyRemoved()].sort());
  });

  it('are served by default', async () => {
    expect(await statuses(client(), REMOVED)).not.toContain(410);
  });

  it('are gone all together, for who is known', async () => {
    const api = client({ switches: { snaptrade: { removedOperations: 'gone' } } });
    expect(await statuses(api, REMOVED)).toEqual(new Set([410]));
    for (const [method, path] of calls(REMOVED)) expect((await api.call(method, path)).body).toEqual(GONE);
    const stranger = { signed: { path: '/elsewhere' } };
    expect(await statuses(api, REMOVED, stranger)).toEqual(new Set([401]));
    expect((await api.get('/accounts')).status).toBe(200);
  });
});

describe('operations that were deprecated in May 2026', () => {
  it('are not for customers who signed up later', async () => {
    const api = client({ switches: { snaptrade: { customer: 'after' } } });
    expect(await statuses(api, FOR_EARLIER_CUSTOMERS)).toEqual(new Set([410]));
    expect(await statuses(client(), FOR_EARLIER_CUSTOMERS)).not.toContain(410);
    const others = REMOVED.filter((one) => !FOR_EARLIER_CUSTOMERS.includes(one));
    expect(await statuses(api, others)).not.toContain(410);
  });
});
