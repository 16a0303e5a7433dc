/** A Breadbox in process, for tests: a frozen household, and every answer held against the contract. */
import request from 'supertest';
import { expect } from 'vitest';
import type { ConnectionStatus, Instant } from '../../fixtures/ledger/types.ts';
import type { WorldFile } from '../../fixtures/ledger/world-file.ts';
import { contract } from '../../mocks/breadbox/generated/contract.ts';
import { breadbox } from '../../mocks/breadbox/provider.ts';
import type { BreadboxState, BreadboxWorld } from '../../mocks/breadbox/state.ts';
import type { FaultOrder } from '../../src/faults/order.ts';
import type { ProviderDefinition } from '../../src/provider/index.ts';
import { type Answer, judgeOf } from '../support/answer.ts';
import { simulate } from '../support/simulate.ts';

const judge = await judgeOf(contract);

export interface ErrorBody {
  readonly error: { readonly code: string; readonly message: string };
}

export interface ConnectionBody {
  readonly id: string;
  readonly institution_id: string | null;
  readonly institution_name: string;
  readonly provider: string;
  readonly status: string;
  readonly error_code: string | null;
  readonly error_message: string | null;
  readonly last_synced_at: string | null;
  readonly last_attempted_sync_at: string | null;
  readonly accounts_count: number;
  readonly user_id: string;
  readonly user_name: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface LogBody {
  readonly id: string;
  readonly trigger: string;
  readonly status: string;
  readonly added_count: number;
  readonly modified_count: number;
  readonly removed_count: number;
  readonly error: string | null;
  readonly started_at: string;
  readonly completed_at: string | null;
}

export interface StatusBody extends ConnectionBody {
  readonly recent_sync: LogBody | null;
}

export interface RowBody {
  readonly id: string;
  readonly short_id: string;
  readonly account_id: string;
  readonly amount: number;
  readonly iso_currency_code: string | null;
  readonly date: string;
  readonly datetime: string | null;
  readonly authorized_date: string | null;
  readonly name: string;
  readonly merchant_name: string | null;
  readonly category_primary: string | null;
  readonly category_detailed: string | null;
  readonly payment_channel: string | null;
  readonly pending: boolean;
  readonly created_at: string;
  readonly updated_at: string;
}
export interface PageBody {
  readonly data: RowBody[];
  readonly next_cursor: string | null;
  readonly has_more: boolean;
}

export type Breadbox = ReturnType<typeof open>;

/** @param file what differs from the household template, seed 1 */
export function open(file: WorldFile = {}) {
  let view: BreadboxWorld | undefined;
  // What happens at an institution has no door of its own yet; the view that the provider gets has one.
  const spied: ProviderDefinition<unknown, BreadboxState, unknown> = {
    ...(breadbox as unknown as ProviderDefinition<unknown, BreadboxState, unknown>),
    credentials: (world) => {
      view = world;
      return breadbox.credentials(world);
    },
  };
  const { handler, world, bugs } = simulate(spied as never, file);

  async function call<Body>(
    method: 'get' | 'post',
    path: string,
    options: { key?: string | null; body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Answer<Body>> {
    const key = options.key === undefined ? credentials.fullAccess : options.key;
    let sent = request(handler)[method](`/breadbox/api/v1${path}`);
    if (key !== null) sent = sent.set('X-API-Key', key ?? '');
    for (const [name, value] of Object.entries(options.headers ?? {})) sent = sent.set(name, value);
    const answer = await (options.body === undefined ? sent : sent.send(options.body as object));
    expect(bugs).toEqual([]);
    judge(method.toUpperCase(), `/api/v1${path.split('?')[0]}`, answer);
    return { status: answer.status, body: answer.body, text: answer.text, headers: answer.headers };
  }

  const credentials = world.providers.breadbox?.credentials ?? {};
  const seen = (): BreadboxWorld => {
    if (view === undefined) throw new Error('The world has no view yet.');
    return view;
  };
  const idOf = (key: string): string => seen().ledger.id('breadbox', 'connection', key);

  return {
    credentials,
    clock: world.clock,
    /** Arms a fault at this provider. */
    arm: (order: FaultOrder) => world.arm({ provider: 'breadbox', ...order }),
    change: (change: unknown) => world.change(change as never),
    snapshot: () => world.snapshot(),
    reset: () => world.reset(),
    get world() {
      return seen();
    },
    get ledger() {
      return seen().ledger;
    },
    idOf,
    get: <Body>(path: string, options = {}) => call<Body>('get', path, options),
    post: <Body>(path: string, body?: unknown, options = {}) =>
      call<Body>('post', path, { ...options, body }),

    /** Status of a connection, by its key in the world file. */
    status: async (key: string): Promise<StatusBody> =>
      (await call<StatusBody>('get', `/connections/${idOf(key)}/status`)).body,
    /** Asks for a sync of one connection, or of all; gives the status code. */
    sync: async (key?: string): Promise<number> =>
      (await call('post', '/sync', { body: key === undefined ? undefined : { connection_id: idOf(key) } }))
        .status,
    /** Something happens at the institution now. */
    happen: (key: string, status: ConnectionStatus, reason?: string): void =>
      world.change({
        change: 'connection',
        connection: key,
        status,
        ...(reason !== undefined && { reason }),
      }),
    now: (): Instant => world.clock.now(),
  };
}

/** `2026-03-15T22:00:00Z` */
export function rfc3339(at: Instant): string {
  return new Date(Math.floor(at / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}

/** No scheduled syncs for these connections: what a test did is all that happened. */
export function paused(...keys: string[]): WorldFile {
  return {
    providers: { breadbox: { connections: Object.fromEntries(keys.map((key) => [key, { paused: true }])) } },
  };
}

/** One page of transactions. */
export async function list(box: Breadbox, query = ''): Promise<PageBody> {
  return (await box.get<PageBody>(`/transactions${query === '' ? '' : `?${query}`}`)).body;
}

/** All rows of a query, page by page; `between` is called after every page but the last. */
export async function walk(
  box: Breadbox,
  query: string,
  limit = 500,
  between: () => Promise<void> | void = () => {},
): Promise<RowBody[]> {
  const rows: RowBody[] = [];
  for (let cursor = ''; ; ) {
    const page = await list(box, `${query}&limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`);
    rows.push(...page.data);
    expect(page.has_more).toBe(page.next_cursor !== null);
    if (page.next_cursor === null) return rows;
    cursor = page.next_cursor;
    await between();
  }
}

/** A world in which nobody but the test syncs. */
export const QUIET = paused(
  'child-chase',
  'owner-commbank',
  'partner-westpac',
  'child-bank-of-america',
  'partner-rbc',
);
