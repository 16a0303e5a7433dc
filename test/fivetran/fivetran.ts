/** A Fivetran world in process, and the few words the tests of this folder speak to it in. */
import request from 'supertest';
import type { WorldFile } from '../../fixtures/ledger/world-file.ts';
import type { PipelineConnection } from '../../fixtures/pipelines/world-file.ts';
import { fivetran } from '../../mocks/fivetran/provider.ts';
import type { ConnectionBody } from '../../mocks/fivetran/wire/connection.ts';
import type { Answer } from '../support/answer.ts';
import { type Simulated, simulate } from '../support/simulate.ts';

export interface Asking {
  /** `key:secret`; undefined for no `Authorization` at all. Default: the world's own pair. */
  readonly pair?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Method = 'get' | 'post' | 'patch' | 'delete' | 'put';

export interface Fivetran extends Simulated {
  readonly pair: string;
  readonly call: (method: Method, path: string, body?: unknown, asking?: Asking) => Promise<Answer>;
  readonly get: (path: string, asking?: Asking) => Promise<Answer>;
  /** Details of a connection by id, of which success is expected. */
  readonly details: (id: string) => Promise<ConnectionBody>;
  readonly patch: (id: string, body: unknown) => Promise<Answer>;
  readonly sync: (id: string, body?: unknown) => Promise<Answer>;
}

/** @param file what differs from the household template, seed 7, with a frozen clock */
export function fivetranIn(file: WorldFile = {}): Fivetran {
  const simulated = simulate(fivetran, { seed: 7, ...file });
  const { key, secret } = simulated.world.providers.fivetran?.credentials ?? {};
  const pair = `${key}:${secret}`;
  const call: Fivetran['call'] = async (method, path, body, asking = {}) => {
    const req = request(simulated.handler)[method](`/fivetran${path}`);
    const who = 'pair' in asking ? asking.pair : pair;
    if (who !== undefined) req.set('Authorization', `Basic ${Buffer.from(who).toString('base64')}`);
    if (method === 'post' || method === 'patch') req.set('Content-Type', 'application/json');
    for (const [name, value] of Object.entries(asking.headers ?? {})) req.set(name, value);
    if (body !== undefined) req.send(typeof body === 'string' ? body : JSON.stringify(body));
    const { status, headers, text, body: parsed } = await req;
    return { status, headers, text, body: parsed };
  };
  return {
    ...simulated,
    pair,
    call,
    get: (path, asking) => call('get', path, undefined, asking),
    details: async (id) => {
      const { status, body } = await call('get', `/v1/connections/${encodeURIComponent(id)}`);
      if (status !== 200) throw new Error(`details of ${id}: ${status} ${JSON.stringify(body)}`);
      return body.data;
    },
    patch: (id, body) => call('patch', `/v1/connections/${id}`, body),
    sync: (id, body) => call('post', `/v1/connections/${id}/sync`, body),
  };
}

/**
 * A world with one group, one user and the given connections, under the ids `c1`, `c2`, ... unless they say otherwise.
 * Syncs take a minute, historical ones an hour.
 */
export function worldWith(
  connections: readonly Partial<PipelineConnection>[],
  file: WorldFile = {},
): Fivetran {
  return fivetranIn({
    template: 'empty',
    now: '2026-03-16T09:30:00Z',
    ...file,
    entities: {
      pipelines: {
        account: { id: 'the_account', name: 'Harbour & Fern' },
        groups: [{ key: 'g', id: 'the_group', name: 'Warehouse', createdAt: '2024-01-01T00:00:00Z' }],
        users: [{ key: 'u', id: 'the_user' }],
        connections: connections.map((entry, n) => ({
          key: `c${n + 1}`,
          id: `c${n + 1}`,
          syncSeconds: 60,
          historicalSyncSeconds: 3600,
          ...entry,
        })),
      },
    },
  });
}

/** What pollers look at: state of the sync and the times it moves. */
export function vitals({ status, succeeded_at, failed_at }: ConnectionBody) {
  return { sync: status.sync_state, setup: status.setup_state, succeeded: succeeded_at, failed: failed_at };
}
