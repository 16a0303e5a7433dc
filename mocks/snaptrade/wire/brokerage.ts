/** Brokerages: as connections nest them and as lists have them, how users sign in, and what they deal in. */
import type { Institution, Ledger, Security } from '../../../fixtures/ledger/index.ts';
import type { BrokerageStanding, HowUsersSignIn } from '../brokerages.ts';
import { LENS } from '../lens.ts';
import { venueOf, venuesOf } from './exchanges.ts';
import type { AuthorizationTypeBody, BrokerageBody, BrokerageInstrumentBody } from './schemas.ts';

const LOGOS = 'https://logos.example.com/brokerages';

/** `charles-schwab` is `CHARLES-SCHWAB`: capitals, and never changes (ST-54). */
export function slugOf(institution: Institution): string {
  return institution.key.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '-');
}

export function brokerageBody(
  ledger: Ledger,
  institution: Institution,
  standing: BrokerageStanding,
): BrokerageBody {
  const slug = slugOf(institution);
  const crypto = institution.kind === 'exchange';
  return {
    id: ledger.id(LENS, 'institution', institution.key),
    slug,
    name: institution.name,
    display_name: institution.name,
    description: institution.description,
    aws_s3_logo_url: `${LOGOS}/${slug.toLowerCase()}.png`,
    // Square logos exist for brokers only: a null that a client has to bear.
    aws_s3_square_logo_url: crypto ? null : `${LOGOS}/${slug.toLowerCase()}-square.png`,
    url: institution.url,
    enabled: standing !== 'disabled',
    maintenance_mode: standing === 'maintenance',
    is_degraded: standing === 'degraded',
    allows_trading: institution.allowsTrading,
    allows_fractional_units: institution.fractional,
    has_reporting: true,
    is_real_time_connection: institution.allowsTrading,
    brokerage_type: crypto
      ? { id: ledger.id(LENS, 'brokerage-type', 'crypto'), name: 'Cryptocurrency Exchange' }
      : { id: ledger.id(LENS, 'brokerage-type', 'traditional'), name: 'Traditional Brokerage' },
    exchanges: crypto
      ? [ledger.id(LENS, 'exchange', 'CRYPTO')]
      : venuesOf(institution.country).map((code) => ledger.id(LENS, 'exchange', code)),
    open_url: null,
  };
}

export function authorizationTypeBody(
  ledger: Ledger,
  institution: Institution,
  type: 'read' | 'trade',
  how: HowUsersSignIn,
): AuthorizationTypeBody {
  return {
    id: ledger.id(LENS, 'authorization-type', `${institution.key} ${type}`),
    type,
    auth_type: how,
    brokerage: {
      id: ledger.id(LENS, 'institution', institution.key),
      name: institution.name,
      slug: slugOf(institution),
    },
  };
}

export function brokerageInstrumentBody(
  ledger: Ledger,
  institution: Institution,
  security: Security,
): BrokerageInstrumentBody {
  return {
    symbol: security.ticker,
    exchange_mic: venueOf(security.exchange).mic,
    tradeable: institution.allowsTrading,
    fractionable: institution.fractional,
    universal_symbol_id: ledger.id(LENS, 'security', security.key),
  };
}
