/** Refusals that are given although nothing is wrong. Every answer here is held against the contract by `open()`. */
import { describe, expect, it } from 'vitest';
import { contract } from '../../mocks/breadbox/generated/contract.ts';
import { type Breadbox, type ErrorBody, open } from './support.ts';

const CHASE = 'child-chase';

/** One request of each operation. */
const REQUESTS: Readonly<
  Record<string, (box: Breadbox) => ReturnType<Breadbox['get']> | ReturnType<Breadbox['post']>>
> = {
  listConnections: (box) => box.get('/connections'),
  getConnectionStatus: (box) => box.get(`/connections/${box.idOf(CHASE)}/status`),
  triggerSync: (box) => box.post('/sync', { connection_id: box.idOf(CHASE) }),
  listAccounts: (box) => box.get('/accounts'),
  listTransactions: (box) => box.get('/transactions'),
};
const OPERATIONS = Object.keys(REQUESTS);

const EVERYWHERE = [
  ['rate-limited', 429, 'RATE_LIMITED'],
  ['unavailable', 503, 'DATABASE_UNAVAILABLE'],
  ['server-error', 500, 'INTERNAL_ERROR'],
  ['unauthorized', 401, 'REVOKED_API_KEY'],
] as const;

const SOMEWHERE = [
  ['forbidden-scope', 'triggerSync', 403, 'FORBIDDEN'],
  ['not-found', 'getConnectionStatus', 404, 'NOT_FOUND'],
  ['not-found', 'triggerSync', 404, 'NOT_FOUND'],
  ['conflict', 'triggerSync', 409, 'SYNC_IN_PROGRESS'],
] as const;

const CASES = [
  ...EVERYWHERE.flatMap(([fault, status, code]) =>
    OPERATIONS.map((operation) => [fault, operation, status, code] as const),
  ),
  ...SOMEWHERE,
];

describe('an injected refusal', () => {
  it('can be met on every operation', () => {
    expect(OPERATIONS.sort()).toEqual(contract.operations.map(({ id }) => id).sort());
  });

  it.each(CASES)(
    '%s on %s answers %d %s once, and the next request passes',
    async (fault, operation, status, code) => {
      const box = open();
      const { id } = box.arm({ fault, operation, times: 1 });
      const ask = REQUESTS[operation];
      if (ask === undefined) throw new Error(`No request of ${operation}.`);
      const refused = await ask(box);
      expect(refused.status).toBe(status);
      expect((refused.body as ErrorBody).error.code).toBe(code);
      expect(refused.headers['understudy-fault']).toBe(id);
      const next = await ask(box);
      expect(next.status).toBeLessThan(300);
      expect(next.headers['understudy-fault']).toBeUndefined();
    },
  );

  it('of a sync of all is neither a 404 nor a 409: it names no connection', async () => {
    const box = open();
    box.arm({ fault: 'conflict' });
    box.arm({ fault: 'not-found' });
    expect(await box.sync()).toBe(202);
  });

  it('starts nothing', async () => {
    const box = open();
    const before = await box.status(CHASE);
    box.arm({ fault: 'conflict', operation: 'triggerSync', times: 1 });
    expect(await box.sync(CHASE)).toBe(409);
    box.clock.advance('10s');
    expect(await box.status(CHASE)).toEqual(before);
  });
});

describe('whom it is aimed at', () => {
  it('a connection: by path, by body, or by an account of it', async () => {
    const box = open();
    box.arm({ fault: 'server-error', connection: CHASE });
    expect((await REQUESTS.getConnectionStatus?.(box))?.status).toBe(500);
    expect((await REQUESTS.triggerSync?.(box))?.status).toBe(500);
    const checking = box.ledger.id('breadbox', 'account', 'child-checking');
    expect((await box.get(`/transactions?account_id=${checking}`)).status).toBe(500);
    expect((await box.status('owner-commbank')).status).toBe('active');
    expect((await box.get('/connections')).status).toBe(200);
  });

  it('an account', async () => {
    const box = open();
    box.arm({ fault: 'server-error', account: 'child-checking' });
    const id = (key: string) => box.ledger.id('breadbox', 'account', key);
    expect((await box.get(`/transactions?account_id=${id('child-checking')}`)).status).toBe(500);
    expect((await box.get(`/transactions?account_id=${id('child-sapphire')}`)).status).toBe(200);
  });

  it('a key', async () => {
    const box = open();
    box.arm({ fault: 'unauthorized', credential: 'readOnly' });
    expect((await box.get('/connections', { key: box.credentials.readOnly })).status).toBe(401);
    expect((await box.get('/connections')).status).toBe(200);
  });
});

describe('the headers of an injected refusal', () => {
  const limited = async (order: object) => {
    const box = open();
    box.arm({ fault: 'rate-limited', ...order });
    const { headers } = await box.get('/connections');
    return { box, headers };
  };

  it('429 tells how long to wait in seconds, and when the bucket is full', async () => {
    const { box, headers } = await limited({ retryAfter: 7 });
    expect(headers).toMatchObject({
      'retry-after': '7',
      'x-ratelimit-limit': '60',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(box.now() / 1000 + 7),
    });
  });

  it('or as a date of the world’s clock, as proxies do', async () => {
    const { box, headers } = await limited({ retryAfter: 90, form: 'date' });
    expect(Date.parse(headers['retry-after'] ?? '')).toBe(box.now() + 90_000);
  });

  it('or not at all', async () => {
    const { headers } = await limited({ form: 'absent', resetHeaders: false });
    expect(headers).not.toHaveProperty('retry-after');
    expect(headers).not.toHaveProperty('x-ratelimit-limit');
    expect(headers).not.toHaveProperty('x-ratelimit-remaining');
    expect(headers).not.toHaveProperty('x-ratelimit-reset');
  });

  it('503 has Retry-After where the order says so', async () => {
    const box = open();
    box.arm({ fault: 'unavailable', retryAfter: 30, times: 1 });
    box.arm({ fault: 'unavailable', times: 1 });
    expect((await box.get('/connections')).headers['retry-after']).toBe('30');
    expect((await box.get('/connections')).headers).not.toHaveProperty('retry-after');
  });

  it('401 tells no limits, as for any key that is refused', async () => {
    const box = open();
    box.arm({ fault: 'unauthorized', times: 1 });
    expect((await box.get('/connections')).headers).not.toHaveProperty('x-ratelimit-limit');
    expect((await box.get('/connections')).headers).toHaveProperty('x-ratelimit-limit');
  });
});
