/** A Redbark world in process, and the few words the tests of this folder speak to it in. */
import request from 'supertest';
import { createLedger, type Ledger, planOf, type WorldFile } from '../../fixtures/ledger/index.ts';
import type { ConnectionStatus } from '../../fixtures/ledger/types.ts';
import type { operations } from '../../mocks/redbark/generated/types.ts';
import { redbark } from '../../mocks/redbark/provider.ts';
import type { Answer } from '../support/answer.ts';
import { type Simulated, simulate } from '../support/simulate.ts';

type BodyOf<Id extends keyof operations> = operations[Id]['responses'][200]['content']['application/json'];

/** Bodies of a 200, by path. */
interface Bodies {
  '/health': BodyOf<'getHealth'>;
  '/v1/connections': BodyOf<'listConnections'>;
  '/v1/accounts': BodyOf<'listAccounts'>;
  '/v1/balances': BodyOf<'listBalances'>;
  '/v1/categories': BodyOf<'listCategories'>;
  '/v1/transactions': BodyOf<'listTransactions'>;
  '/v1/holdings': BodyOf<'listHoldings'>;
  '/v1/trades': BodyOf<'listTrades'>;
}
export type Path = keyof Bodies;
export type TradePage = Bodies['/v1/trades'];
export type Trade = TradePage['data'][number];

export type Query = Readonly<Record<string, string | number | undefined>> | string;

/** Its body is that of a 200. */
export interface RedbarkAnswer<Body> extends Answer<Body> {
  /** What a refusal says. */
  readonly error: { readonly message: string; readonly code?: string; readonly details?: string[] };
}

export interface Asking {
  /** Name of a ready-made key, or `undefined` for none. Default `professional`. */
  readonly key?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Redbark extends Simulated {
  readonly ledger: Ledger;
  readonly now: () => number;
  /** Text of a ready-made key. */
  readonly key: (name: string) => string;
  readonly connection: (key: string) => string;
  readonly account: (key: string) => string;
  readonly get: <P extends Path>(
    path: P,
    query?: Query,
    asking?: Asking,
  ) => Promise<RedbarkAnswer<Bodies[P]>>;
  /** Something happens at the institution. */
  readonly happens: (connection: string, status: ConnectionStatus, reason?: string) => void;
}

/** @param file what differs from the household template, seed 7, with a frozen clock */
export function redbarkIn(file: WorldFile = {}): Redbark {
  const whole: WorldFile = { seed: 7, ...file };
  const simulated = simulate(redbark, whole);
  const ledger = createLedger(planOf(whole));
  const keys = simulated.world.providers.redbark?.credentials ?? {};
  const key = (name: string): string => keys[name] ?? `no key is called ${name}`;
  return {
    ...simulated,
    ledger,
    now: () => simulated.world.clock.now(),
    key,
    connection: (name) => ledger.id('redbark', 'connection', name),
    account: (name) => ledger.id('redbark', 'account', name),
    async get(path, query = '', asking = {}) {
      const name = 'key' in asking ? asking.key : 'professional';
      const call = request(simulated.handler).get(`/redbark${path}${queryText(query)}`);
      if (name !== undefined) call.set('Authorization', `Bearer ${key(name)}`);
      for (const [header, value] of Object.entries(asking.headers ?? {})) call.set(header, value);
      const { status, headers, text, body } = await call;
      return { status, headers, text, body, error: body?.error };
    },
    happens: (connection, status, reason) =>
      simulated.world.change({
        change: 'connection',
        connection,
        status,
        ...(reason !== undefined && { reason }),
      }),
  };
}

function queryText(query: Query): string {
  if (typeof query === 'string') return query === '' ? '' : `?${query}`;
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

/** Every trade of a listing, by the one rule the pages give: add `limit` to `offset` until `hasMore` is false. */
export async function everyTrade(
  rb: Redbark,
  query: Readonly<Record<string, string | number>>,
  limit = 200,
): Promise<Trade[]> {
  const all: Trade[] = [];
  for (let offset = 0; ; offset += limit) {
    const { body } = await rb.get('/v1/trades', { ...query, limit, offset });
    all.push(...body.data);
    if (!body.pagination.hasMore) return all;
  }
}
