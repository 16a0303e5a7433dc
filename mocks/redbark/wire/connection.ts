import { compareText } from '../../../fixtures/ledger/compare.ts';
import { draws, sub } from '../../../fixtures/ledger/seed.ts';
import { HOUR, isoInstant } from '../../../fixtures/ledger/time.ts';
import type { Connection, Instant, Institution } from '../../../fixtures/ledger/types.ts';
import type { ConnectionState } from '../../../src/provider/index.ts';
import type { RedbarkWorld } from '../state.ts';
import type { ConnectionBody } from './schemas.ts';

/** How often a healthy connection is refreshed (RB-C28). */
export const REFRESH_MS = 6 * HOUR;

export function connectionBody(world: RedbarkWorld, connection: Connection): ConnectionBody {
  const { ledger } = world;
  const institution = ledger.institutions.get(connection.institution);
  return {
    id: ledger.id('redbark', 'connection', connection.key),
    provider: aggregatorOf(connection, institution),
    category: connection.category,
    institutionId: institutionId(world, connection),
    institutionName: institution?.name ?? connection.name,
    institutionLogo:
      institution === undefined ? null : `https://logos.example/${encodeURIComponent(institution.key)}.png`,
    status: statusOf(world.connection(connection.key)),
    lastRefreshedAt: isoInstant(refreshedAt(connection, world.asOf(connection.key))),
    createdAt: isoInstant(connection.createdAt),
  };
}

/** Through whom Redbark reads a connection: brokers through SnapTrade, New Zealand banks through Akahu (RB-C30). */
export function aggregatorOf(
  connection: Connection,
  institution: Institution | undefined,
): ConnectionBody['provider'] {
  if (connection.category === 'brokerage') return 'snaptrade';
  return institution?.country === 'NZ' ? 'akahu' : 'fiskil';
}

/** Whatever the aggregator calls the institution: a number at Fiskil, SnapTrade's own id of the brokerage (RB-C29). */
function institutionId({ seed, ledger }: RedbarkWorld, { category, institution }: Connection): string {
  if (category === 'brokerage') return ledger.id('snaptrade', 'institution', institution);
  return String(draws(sub(seed, 'redbark', 'institution', institution)).between(1, 99_999));
}

/** RB-C19. A failing institution is an outage: the connection itself stays as it is. */
function statusOf({ status, reason }: ConnectionState): ConnectionBody['status'] {
  switch (status) {
    case 'healthy':
    case 'failing':
      return 'active';
    case 'login-required':
      return reason !== undefined && /mfa/i.test(reason) ? 'pending_mfa' : 'invalidated';
    case 'revoked':
    case 'removed':
      return 'revoked';
  }
}

function refreshedAt(connection: Connection, knownUntil: Instant): Instant {
  return Math.max(connection.createdAt, Math.floor(knownUntil / REFRESH_MS) * REFRESH_MS);
}

/** Youngest first (RB-57); of one instant by id. */
export function youngestFirst(a: ConnectionBody, b: ConnectionBody): number {
  return compareText(b.createdAt, a.createdAt) || compareText(a.id, b.id);
}
