/** The small bodies: confirmations, pages and credentials. Texts the sources quote are given as they quote them. */
import type { Instant } from '../../../fixtures/ledger/index.ts';
import type { SnapTradeWorld } from '../state.ts';
import type {
  ActivityBody,
  ActivityPageBody,
  AllPositionsBody,
  ConfirmationBody,
  ConnectionDeletionBody,
  PortalLinkBody,
  PositionBody,
  RefusalBody,
  StatusBody,
  UserCredentialsBody,
  UserDeletionBody,
} from './schemas.ts';
import { timestamp } from './time.ts';

/** A number the provider raises with each release; clients may show it and no more. */
const API_VERSION = 151;

export function statusBody(world: SnapTradeWorld, at: Instant): StatusBody {
  return { version: API_VERSION, timestamp: timestamp(world, at), online: true };
}

export function credentialsBody(userId: string, userSecret: string): UserCredentialsBody {
  return { userId, userSecret };
}

export function userDeletionBody(userId: string): UserDeletionBody {
  return {
    status: 'deleted',
    detail: 'User queued for deletion; please wait for webhook for confirmation.',
    userId,
  };
}

export function portalLinkBody(link: string, sessionId: string): PortalLinkBody {
  return { redirectURI: link, sessionId };
}

export function refreshBody(connectionId: string): ConfirmationBody {
  return { detail: `Connection ${connectionId} scheduled for refresh` };
}

export function transactionsSyncBody(connectionId: string): ConfirmationBody {
  return { detail: `Connection ${connectionId} scheduled for transactions sync` };
}

export function disabledBody(connectionId: string): ConfirmationBody {
  return { detail: `Connection ${connectionId} has been disabled` };
}

export function connectionDeletionBody(connectionId: string): ConnectionDeletionBody {
  return {
    detail: 'Connection queued for deletion; please wait for webhook for confirmation.',
    connection_id: connectionId,
  };
}

export function allPositionsBody(
  world: SnapTradeWorld,
  results: readonly PositionBody[],
  asOf: Instant,
): AllPositionsBody {
  return { results, data_freshness: { as_of: timestamp(world, asOf) } };
}

export function activityPageBody(
  data: readonly ActivityBody[],
  offset: number,
  limit: number,
  total: number,
): ActivityPageBody {
  return { data, pagination: { offset, limit, total } };
}

/** The envelope of refusals; without a code, the forms of 410 and 501 (ST-20, ST-22, ST-417). */
export function refusalBody(detail: string, status: number, code: string | undefined): RefusalBody {
  if (status === 501) return { error: detail };
  return code === undefined ? { detail } : { detail, status_code: status, code };
}

/** The body of the last page, if `rows` were all there is from its offset on. */
export function ended(body: Record<string, unknown>, rows: readonly unknown[]): Record<string, unknown> {
  const pagination = body.pagination as ActivityPageBody['pagination'];
  return { ...body, pagination: { ...pagination, total: Number(pagination.offset) + rows.length } };
}

/** A client that counts rows would skip one behind a page with more than it should have: only the last has room. */
export function room(body: Readonly<Record<string, unknown>>): number {
  const data = body.data as readonly unknown[];
  const { offset, limit, total } = body.pagination as { offset: number; limit: number; total: number };
  return offset + data.length < total ? 0 : limit - data.length;
}
