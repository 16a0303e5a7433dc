/**
 * A client of SnapTrade as the documentation describes one, for tests. It signs with a few lines of its own, so
 * that the simulator's signature code is never its own judge, and holds every answer against our contract.
 */
import { createHmac } from 'node:crypto';
import supertest from 'supertest';
import { expect } from 'vitest';
import type { WorldFile } from '../../fixtures/ledger/index.ts';
import { contract } from '../../mocks/snaptrade/generated/contract.ts';
import { snaptrade } from '../../mocks/snaptrade/provider.ts';
import { type Answer, judgeOf } from '../support/answer.ts';
import { type Simulated, simulate } from '../support/simulate.ts';

const judge = await judgeOf(contract);

export interface Call {
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: unknown;
  /** False: without userId and userSecret. */
  readonly user?: boolean;
  /** Stands before the path in the request line: `/api/v1`. */
  readonly prefix?: string;
  /** Milliseconds since 1970; default the world's time. */
  readonly at?: number;
  readonly credentials?: Partial<Credentials>;
  /** Changes what is signed, not what is sent. */
  readonly signed?: { readonly path?: string; readonly query?: string; readonly content?: unknown };
}

export interface Credentials {
  readonly clientId: string;
  readonly consumerKey: string;
  readonly userId: string;
  readonly userSecret: string;
}

/** Keys in order at every level, no white space: the canonical JSON of the documentation. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`;
}

export function signatureOf(consumerKey: string, content: unknown, path: string, query: string): string {
  return createHmac('sha256', consumerKey).update(canonical({ content, path, query })).digest('base64');
}

export class Client {
  constructor(
    readonly simulated: Simulated,
    readonly credentials: Credentials = credentialsOf(simulated),
  ) {}

  /** Another user of the same application. */
  as(user: { readonly userId: string; readonly userSecret: string }): Client {
    return new Client(this.simulated, { ...this.credentials, ...user });
  }

  get(path: string, query: Call['query'] = {}, more: Call = {}): Promise<Answer> {
    return this.call('GET', path, { query, ...more });
  }

  post(path: string, body?: unknown, more: Call = {}): Promise<Answer> {
    return this.call('POST', path, { ...(body !== undefined && { body }), ...more });
  }

  delete(path: string, more: Call = {}): Promise<Answer> {
    return this.call('DELETE', path, more);
  }

  async call(method: string, path: string, call: Call = {}): Promise<Answer> {
    const { clientId, consumerKey, userId, userSecret } = { ...this.credentials, ...call.credentials };
    const seconds = Math.round((call.at ?? this.simulated.world.clock.now()) / 1000);
    const query = new URLSearchParams({
      clientId,
      ...(call.user !== false && { userId, userSecret }),
      ...call.query,
      timestamp: String(seconds),
    } as Record<string, string>).toString();
    const isEmpty = call.body === undefined || JSON.stringify(call.body) === '{}';
    const content =
      call.signed && 'content' in call.signed ? call.signed.content : isEmpty ? null : call.body;
    const signature = signatureOf(
      consumerKey,
      content,
      call.signed?.path ?? path,
      call.signed?.query ?? query,
    );
    const text = call.body === undefined ? undefined : JSON.stringify(call.body);
    return this.send(method, `${call.prefix ?? ''}${path}?${query}`, { Signature: signature }, text);
  }

  /** Sends exactly this; the answer is still held against the contract. */
  async send(
    method: string,
    target: string,
    headers: Record<string, string> = {},
    body?: string,
  ): Promise<Answer> {
    const agent = supertest(this.simulated.handler as never) as unknown as Record<
      string,
      (url: string) => supertest.Test
    >;
    const request = agent[method.toLowerCase()]?.(`/snaptrade${target}`);
    if (request === undefined) throw new Error(`supertest has no method ${method}`);
    request.set(headers);
    if (body !== undefined) request.set('Content-Type', 'application/json').send(body);
    const response = await request;
    const answer = {
      status: response.status,
      body: response.body as unknown,
      text: response.text,
      headers: response.headers as Record<string, string>,
    };
    judge(method, (target.split('?')[0] ?? '').replace(/^\/api\/v1(?=\/|$)/, '') || '/', answer);
    expect(this.simulated.bugs).toEqual([]);
    return answer;
  }
}

/** A client of a fresh world with a frozen clock. */
export function client(file: WorldFile = {}): Client {
  return new Client(simulate(snaptrade, file));
}

export function credentialsOf({ world }: Pick<Simulated, 'world'>): Credentials {
  return world.providers.snaptrade?.credentials as unknown as Credentials;
}
