/** Refusals that are given although nothing is wrong, each held against the contract. */
import { describe, expect, it } from 'vitest';
import { contract } from '../../mocks/fivetran/generated/contract.ts';
import type { FaultOrder } from '../../src/faults/order.ts';
import { type Answer, judgeOf } from '../support/answer.ts';
import { type Fivetran, type Method, worldWith } from './fivetran.ts';

const judge = await judgeOf(contract);

const OLD_PATHS = { switches: { fivetran: { connectorsPath: 'alive' } } };

/** One request of each operation. */
const REQUESTS: Readonly<Record<string, readonly [Method, string, body?: unknown]>> = {
  listConnections: ['get', '/v1/connections'],
  getConnection: ['get', '/v1/connections/c1'],
  updateConnection: ['patch', '/v1/connections/c1', { paused: false }],
  syncConnection: ['post', '/v1/connections/c1/sync', {}],
  forceConnection: ['post', '/v1/connections/c1/force'],
  getConnector: ['get', '/v1/connectors/c1'],
  updateConnector: ['patch', '/v1/connectors/c1', { paused: false }],
  syncConnector: ['post', '/v1/connectors/c1/sync', {}],
  forceConnector: ['post', '/v1/connectors/c1/force'],
  listGroups: ['get', '/v1/groups'],
  getAccountInfo: ['get', '/v1/account/info'],
};
const OPERATIONS = Object.keys(REQUESTS);
const ABOUT_ONE = OPERATIONS.filter((id) => REQUESTS[id]?.[1].includes('/c1'));
const SYNCS = ABOUT_ONE.filter((id) => REQUESTS[id]?.[0] === 'post');

const CASES = [
  ...OPERATIONS.flatMap((operation) => [
    ['rate-limited', operation, 429, 'TooManyRequests'] as const,
    ['unavailable', operation, 503, 'ServiceUnavailable'] as const,
    ['server-error', operation, 500, 'InternalServerError'] as const,
    ['unauthorized', operation, 401, 'AuthFailed'] as const,
    ['forbidden-scope', operation, 403, 'Forbidden'] as const,
  ]),
  ...ABOUT_ONE.map((operation) => ['not-found', operation, 404, 'NotFound_Connector'] as const),
  ...SYNCS.map((operation) => ['conflict', operation, 409, 'Conflict'] as const),
];

async function ask(ft: Fivetran, operation: string): Promise<Answer> {
  const [method, path, body] = REQUESTS[operation] ?? ['get', '/'];
  const answer = await ft.call(method, path, body);
  expect(judge(method.toUpperCase(), path, answer)).toBe(operation);
  return answer;
}

describe('an injected refusal', () => {
  it('can be met on every operation', () => {
    expect([...OPERATIONS].sort()).toEqual(contract.operations.map(({ id }) => id).sort());
  });

  it.each(CASES)(
    '%s on %s answers %d %s once, and the next request passes',
    async (fault, operation, status, code) => {
      const ft = worldWith([{}], OLD_PATHS);
      const { id } = ft.world.arm({ fault, provider: 'fivetran', operation, times: 1 });
      const refused = await ask(ft, operation);
      expect([refused.status, refused.body.code]).toEqual([status, code]);
      expect(refused.headers['understudy-fault']).toBe(id);
      const next = await ask(ft, operation);
      expect(next.status).toBe(200);
      expect(next.headers).not.toHaveProperty('understudy-fault');
    },
  );

  it('speaks of what was asked for', async () => {
    const ft = worldWith([{}], { switches: { fivetran: { notFoundNoun: 'connection' } } });
    ft.world.arm({ fault: 'not-found', times: 1 });
    expect((await ft.get('/v1/connections/c1')).body.message).toBe("Connection with id 'c1' does not exist.");
    ft.world.arm({ fault: 'forbidden-scope' });
    expect((await ft.get('/v1/connections/c1')).body.message).toBe(
      'Access denied. Required permission: CONNECTOR_READ',
    );
    expect((await ft.sync('c1')).body.message).toBe('Access denied. Required permission: CONNECTOR_MANAGE');
  });

  it('is aimed at a connection by its key, which no list names', async () => {
    const ft = worldWith([{}, {}]);
    ft.world.arm({ fault: 'server-error', connection: 'c2' });
    expect((await ft.get('/v1/connections/c1')).status).toBe(200);
    expect((await ft.get('/v1/connections/c2')).status).toBe(500);
    expect((await ft.get('/v1/connections')).status).toBe(200);
  });

  it('is aimed at the one key of the account', async () => {
    const ft = worldWith([{}]);
    ft.world.arm({ fault: 'server-error', provider: 'fivetran', credential: 'key' });
    expect((await ft.get('/v1/groups')).status).toBe(500);
  });
});

describe('the headers of an injected refusal', () => {
  const headersWith = async (order: FaultOrder, file = {}) => {
    const ft = worldWith([{}], file);
    ft.world.arm(order);
    return { now: ft.world.clock.now(), headers: (await ft.get('/v1/groups')).headers };
  };

  it('429 tells how long to wait, and that the hour is used up', async () => {
    const { headers } = await headersWith({ fault: 'rate-limited', retryAfter: 7 });
    expect(headers).toMatchObject({
      'retry-after': '7',
      'x-rate-limit': '20000',
      'x-rate-limit-remaining': '0',
    });
  });

  it('as a date, where the order says so', async () => {
    const { headers, now } = await headersWith({ fault: 'rate-limited', retryAfter: 60, form: 'date' });
    expect(Date.parse(headers['retry-after'] ?? '')).toBe(now + 60_000);
  });

  it('not at all, where the order or the world says so', async () => {
    const { headers } = await headersWith({ fault: 'rate-limited', form: 'absent', resetHeaders: false });
    for (const name of ['retry-after', 'x-rate-limit', 'x-rate-limit-remaining'])
      expect(headers).not.toHaveProperty(name);
    const omitted = { switches: { fivetran: { retryAfter: 'omitted' } } };
    const { headers: others } = await headersWith({ fault: 'rate-limited' }, omitted);
    expect(others).not.toHaveProperty('retry-after');
  });

  it('401 tells no limits: only a known key sees them', async () => {
    const { headers } = await headersWith({ fault: 'unauthorized' });
    expect(headers).not.toHaveProperty('x-rate-limit');
  });

  it('503 has Retry-After where the order says so', async () => {
    expect((await headersWith({ fault: 'unavailable', retryAfter: 30 })).headers['retry-after']).toBe('30');
    expect((await headersWith({ fault: 'unavailable' })).headers).not.toHaveProperty('retry-after');
  });
});
