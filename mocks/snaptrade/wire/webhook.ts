/** Bodies of webhooks (ST-120 to ST-129). */
import { isoInstant } from '../../../fixtures/ledger/time.ts';
import type { Account, Connection, Instant, Ledger } from '../../../fixtures/ledger/types.ts';
import type { Json } from '../../../src/provider/index.ts';
import { LENS } from '../lens.ts';

/** What an event adds to the fields that all have. */
export type Extra = { readonly [field: string]: Json };

export interface Common {
  readonly webhookId: string;
  readonly clientId: string;
  readonly at: Instant;
  readonly type: string;
  readonly secret: string;
}

export function webhookBody({ webhookId, clientId, at, type, secret }: Common, extra: Extra): Extra {
  return {
    webhookId,
    clientId,
    eventTimestamp: timestamp(at),
    eventType: type,
    webhookSecret: secret,
    ...extra,
  };
}

/** As OAuth applications are told: other names for some fields, no secret, and users as the token names them (ST-467). */
export function oauthWebhookBody(
  clientId: string,
  { webhookId, at, type }: Pick<Common, 'webhookId' | 'at' | 'type'>,
  { userId, brokerageAuthorizationId, ...rest }: Extra,
  userIdOf: (userId: string) => string,
): Extra {
  return {
    schemaVersion: 'oauth_v1',
    webhookId,
    oauthClientId: clientId,
    eventTimestamp: timestamp(at),
    userId: userIdOf(String(userId)),
    eventType: type,
    ...(brokerageAuthorizationId !== undefined && { connectionId: brokerageAuthorizationId }),
    ...rest,
  };
}

export function aboutUser(userId: string): Extra {
  return { userId };
}

/** @param institution key */
export function aboutAttempt(ledger: Ledger, userId: string, institution: string, result: string): Extra {
  return {
    userId,
    brokerageId: ledger.id(LENS, 'institution', institution),
    connectionAttemptedResult: result,
  };
}

export function aboutConnection(ledger: Ledger, connection: Connection): Extra {
  return {
    userId: ledger.id(LENS, 'person', connection.person),
    brokerageAuthorizationId: ledger.id(LENS, 'connection', connection.key),
  };
}

/** Some events about a connection name the brokerage too. */
export function withBrokerage(ledger: Ledger, connection: Connection): Extra {
  return {
    ...aboutConnection(ledger, connection),
    brokerageId: ledger.id(LENS, 'institution', connection.institution),
  };
}

export function aboutAccount(ledger: Ledger, connection: Connection, account: Account): Extra {
  return {
    ...aboutConnection(ledger, connection),
    accountId: ledger.id(LENS, 'account', account.key),
  };
}

/** @param error why the brokerage could not be read; undefined: it could */
export function holdingsDetails(error: string | undefined): Extra {
  const detail = { success: error === undefined, error: error ?? null };
  return { details: { total_value: detail, positions: detail, balances: detail, orders: detail } };
}

/** Microseconds and an offset, unlike the times of the API (ST-120). */
function timestamp(at: Instant): string {
  return isoInstant(at).replace('Z', '000+00:00');
}
