/** What a lost request almost asked for, and why it did not. */
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { nearOperations } from '../../src/engine/near.ts';
import { Router } from '../../src/engine/router.ts';
import type { Provider } from '../../src/provider/index.ts';
import type { Method, OperationSpec } from '../../src/provider/operation.ts';
import { simulate } from '../support/simulate.ts';
import { toy } from './toy.ts';

function operationsOf(...lines: readonly string[]): OperationSpec[] {
  return lines.map((line) => {
    const [method, path = ''] = line.split(' ');
    const segments = path.split('/').filter((segment) => segment !== '');
    const rest = { parameters: [], body: 'none', statuses: [200], tags: [], deprecated: false } as const;
    return { id: line, method: method as Method, path, segments, ...rest };
  });
}

const bank = operationsOf(
  'GET /v1/connections',
  'POST /v1/connections',
  'GET /v1/connections/{connectionId}',
  'PATCH /v1/connections/{connectionId}',
  'POST /v1/connections/{connectionId}/sync',
  'GET /v1/accounts/{accountId}/trades',
);

/** `GET /v1/connections: why; why`, nearest first. */
const near = (method: string, path: string, base?: string): string[] =>
  nearOperations(bank, method, path, base)
    .slice(0, 3)
    .map(({ operation, why }) => `${operation.id}: ${why.join('; ')}`);

describe('the nearest operation', () => {
  it.each([
    ['DELETE', '/v1/connections', 'GET /v1/connections: method is GET here'],
    ['PUT', '/v1/connections/7', 'GET /v1/connections/{connectionId}: method is GET here'],
    ['GET', '/v1/conections', 'GET /v1/connections: segment 2 is `connections`, given `conections`'],
    ['GET', '/v1/Connections', 'GET /v1/connections: segment 2 is `connections`, given `Connections`'],
    ['GET', '/v2/connections', 'GET /v1/connections: segment 1 is `v1`, given `v2`'],
    ['GET', '/connections', 'GET /v1/connections: missing the prefix /v1'],
    ['GET', '/api/v1/connections', 'GET /v1/connections: the prefix /api is too much'],
    ['GET', '/v1/connections/7/status', 'GET /v1/connections/{connectionId}: one segment too many: `status`'],
    ['GET', '/v1/connections/7/a/b', 'GET /v1/connections/{connectionId}: 2 segments too many: `a/b`'],
    [
      'GET',
      '/v1/accounts/7/trade',
      'GET /v1/accounts/{accountId}/trades: segment 4 is `trades`, given `trade`',
    ],
    [
      'POST',
      '/v1/connections//sync',
      'POST /v1/connections/{connectionId}/sync: segment 3 is `{connectionId}`, given ``',
    ],
  ])('to %s %s', (method, path, nearest) => {
    expect(near(method, path)[0]).toBe(nearest);
  });

  it('may be one whose parameter was left out, where that word could be the parameter of another', () => {
    expect(near('POST', '/v1/connections/sync')).toEqual([
      'GET /v1/connections/{connectionId}: method is GET here',
      'PATCH /v1/connections/{connectionId}: method is PATCH here',
      'POST /v1/connections/{connectionId}/sync: one segment missing: `{connectionId}`',
    ]);
  });

  it('may differ in more than one way, and each is told', () => {
    expect(near('POST', '/accounts/7/trade')[0]).toBe(
      'GET /v1/accounts/{accountId}/trades: missing the prefix /v1; segment 3 is `trades`, given `trade`; method is GET here',
    );
  });

  it('is counted from the start of the address, base path included', () => {
    expect(near('GET', '/v1/conections', '/api')[0]).toContain('segment 3 is');
  });

  it('reads HEAD as GET', () => {
    expect(near('HEAD', '/v1/conections')[0]).not.toContain('method');
  });

  it('has a word in common with the path, or is none', () => {
    expect(near('GET', '/quite/other')).toEqual([]);
    expect(near('GET', '/')).toEqual([]);
  });

  it('knows a word by one slip of the keyboard, wherever it is', () => {
    const notes = operationsOf('GET /notes');
    for (const slip of ['/ntoes', '/otes', '/nnotes', '/motes'])
      expect(nearOperations(notes, 'GET', slip)).toMatchObject([{ operation: { path: '/notes' } }]);
    expect(nearOperations(notes, 'GET', '/boats')).toEqual([]);
  });

  it('is not looked for along endless paths', () => {
    expect(near('GET', '/v1/connections'.repeat(5_000))).toEqual([]);
    expect(near('GET', `/v1/${'x'.repeat(30_000)}`)[0]?.length).toBeLessThan(200);
  });

  it('is always something else than a match', () => {
    const router = new Router(bank);
    for (const { method, path } of bank) {
      expect(router.match(method, path.replace(/\{\w+\}/g, '7')).found).toBe('operation');
      expect(nearOperations(bank, method, path.replace(/\{\w+\}/g, '7'))[0]?.why).toEqual([]);
    }
  });
});

describe('the journal entry of a lost request', () => {
  const other: Provider = {
    ...toy,
    id: 'other',
    basePaths: [''],
    contract: { ...toy.contract, operations: operationsOf('GET /v3/things/{id}') },
  };
  const misses = async (path: string, method: 'get' | 'delete' = 'get'): Promise<unknown> => {
    const { handler, world } = simulate([toy, other]);
    await request(handler)[method](path);
    return world.journal.entries({ kind: 'request' })[0]?.near;
  };

  it('has the nearest operations, at most three, with all that differs', async () => {
    expect(await misses('/toy/v1/note')).toEqual([
      {
        provider: 'toy',
        operation: 'listNotes',
        method: 'GET',
        path: '/v1/notes',
        why: ['segment 2 is `notes`, given `note`'],
      },
      expect.objectContaining({ operation: 'addNote' }),
      expect.objectContaining({ operation: 'getNote' }),
    ]);
  });

  it('has them for a wrong method too', async () => {
    expect(await misses('/toy/v1/notes', 'delete')).toEqual([
      expect.objectContaining({ operation: 'listNotes', why: ['method is GET here'] }),
      expect.objectContaining({ operation: 'addNote', why: ['method is POST here'] }),
      expect.objectContaining({ operation: 'getNote' }),
    ]);
  });

  it('says when the path is another provider’s', async () => {
    expect(await misses('/toy/v3/things/7')).toEqual([
      {
        provider: 'other',
        operation: 'GET /v3/things/{id}',
        method: 'GET',
        path: '/v3/things/{id}',
        why: ['this is a path of other, and toy was asked'],
      },
    ]);
  });

  it('has none where an operation was found', async () => {
    expect(await misses('/toy/v1/notes')).toEqual([]);
    expect(await misses('/toy/v1/notes/%FF')).toEqual([]);
  });
});
