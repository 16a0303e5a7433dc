/** The operations of the API that are used, each as a function: from the envelope's outside to its `data`. */
import type { ClientContext } from '../../../src/verify/define-client.ts';
import { type Answer, type RetryPolicies, type Sender, sender } from '../common/index.ts';
import { brokenAnswer, failureOf } from './failures.ts';
import { member, textIn } from './reading.ts';

export interface ApiPolicies {
  readonly authorization: (credentials: ClientContext['credentials']) => string;
  readonly accept: string;
  /** Of requests that have a body. */
  readonly contentType: string | undefined;
  /** An id as a part of a path. */
  readonly inPath: (id: string) => string;
  readonly connectionsPath: string;
  readonly syncVerb: 'sync' | 'force';
  readonly updateMethod: string;
  /** What a successful answer holds. */
  readonly dataOf: (json: unknown, wanted: 'data' | 'nothing') => unknown;
  /** What a refusal is to whoever asked. */
  readonly refusal: (answer: Answer, now: number) => Error;
}

export const apiPolicies: ApiPolicies = {
  authorization: ({ key = '', secret = '' }) =>
    `Basic ${Buffer.from(`${key}:${secret}`, 'utf8').toString('base64')}`,
  accept: 'application/json;version=2',
  contentType: 'application/json',
  inPath: encodeURIComponent,
  connectionsPath: '/v1/connections',
  syncVerb: 'sync',
  updateMethod: 'PATCH',
  dataOf(json, wanted) {
    if (textIn(json, 'code') !== 'Success') throw brokenAnswer('An answer without the code Success');
    const data = member(json, 'data');
    // An order that was taken has nothing to tell, and no data.
    if (wanted === 'data' && (typeof data !== 'object' || data === null))
      throw brokenAnswer('An answer without data');
    return data;
  },
  refusal: failureOf,
};

export type Parameters = Readonly<Record<string, string | undefined>>;

export interface Api {
  readonly sender: Sender;
  accountInfo(): Promise<unknown>;
  listGroups(parameters: Parameters): Promise<unknown>;
  listConnections(parameters: Parameters): Promise<unknown>;
  getConnection(id: string): Promise<unknown>;
  updateConnection(id: string, body: unknown): Promise<unknown>;
  /** Resolves once the order is taken; whether a sync starts is seen in the connection. */
  orderSync(id: string): Promise<void>;
}

export function apiOf(context: ClientContext, policies: ApiPolicies & RetryPolicies): Api {
  const sending = sender(context, policies);
  const { connectionsPath, inPath } = policies;

  async function ask(method: string, path: string, body?: unknown, wanted: 'data' | 'nothing' = 'data') {
    const { accept, contentType, authorization } = policies;
    const text = body === undefined ? undefined : JSON.stringify(body);
    const answer = await sending.send(() => ({
      method,
      url: `${context.baseUrl}${path}`,
      headers: {
        Accept: accept,
        Authorization: authorization(context.credentials),
        ...(text !== undefined && contentType !== undefined && { 'Content-Type': contentType }),
      },
      ...(text !== undefined && { body: text }),
    }));
    if (answer.status < 200 || answer.status > 299) throw policies.refusal(answer, context.now());
    return policies.dataOf(answer.json, wanted);
  }

  return {
    sender: sending,
    accountInfo: () => ask('GET', '/v1/account/info'),
    listGroups: (parameters) => ask('GET', `/v1/groups${queryOf(parameters)}`),
    listConnections: (parameters) => ask('GET', `/v1/connections${queryOf(parameters)}`),
    getConnection: (id) => ask('GET', `${connectionsPath}/${inPath(id)}`),
    updateConnection: (id, body) => ask(policies.updateMethod, `${connectionsPath}/${inPath(id)}`, body),
    async orderSync(id) {
      const path = `${connectionsPath}/${inPath(id)}/${policies.syncVerb}`;
      await ask('POST', path, { force: false }, 'nothing');
    },
  };
}

function queryOf(parameters: Parameters): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query.set(name, value);
  return query.size === 0 ? '' : `?${query}`;
}
