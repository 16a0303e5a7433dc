/** Everything this client decides, one decision a member: a wrong client is one of them in a worse form. */
import { doubling, mayWorkLater, type RetryPolicies, retryPolicies } from '../common/index.ts';
import { type ApiPolicies, apiPolicies } from './api.ts';
import { type ListPolicies, listPolicies } from './lists.ts';
import { type SyncPolicies, syncPolicies } from './sync.ts';
import { type WebhookPolicies, webhookPolicies } from './webhook.ts';

export interface Policies extends RetryPolicies, ApiPolicies, ListPolicies, SyncPolicies, WebhookPolicies {
  /** What is handed on of a connection that was read. */
  readonly told: (connection: unknown) => unknown;
  /** What is handed on of an update: the answer to it, and what was asked for. */
  readonly toldOfUpdate: (answer: unknown, changes: Readonly<Record<string, unknown>>) => unknown;
  /** What an update sends; `read` gives the connection as it stands. */
  readonly updateBody: (changes: Readonly<Record<string, unknown>>, read: () => Promise<unknown>) => unknown;
  /** What is made of an update that failed. */
  readonly updateFailed: (error: unknown, changes: Readonly<Record<string, unknown>>) => unknown;
  readonly toldOfAccount: (account: unknown) => unknown;
}

export const policies: Policies = {
  ...retryPolicies,
  // Nothing here is done twice by asking twice: an update says how things are to be, and an order to sync does nothing
  // while a sync runs.
  mayRepeat: mayWorkLater,
  tries: 5,
  backoff: doubling(400, 30_000),
  ...apiPolicies,
  ...listPolicies,
  ...syncPolicies,
  ...webhookPolicies,
  told: (connection) => connection,
  // The answer tells how things are; they need not be as was asked.
  toldOfUpdate: (answer) => answer,
  updateBody: (changes) => changes,
  updateFailed(error) {
    throw error;
  },
  toldOfAccount: (account) => account,
};
