/** A connection (brokerage authorization) and the brokerage inside it. */
import { draws, type Institution, type Ledger, sub } from '../../../fixtures/ledger/index.ts';
import { disabledAt, updatedAt } from '../freshness.ts';
import { isDisabled, LENS, type Place } from '../lens.ts';
import { believes } from '../pretences.ts';
import type { SnapTradeWorld } from '../state.ts';
import { reading } from '../switches.ts';
import { venuesOf } from './exchanges.ts';
import type { BrokerageBody, ConnectionBody } from './schemas.ts';
import { timestamp } from './time.ts';

const LOGOS = 'https://logos.example.com/brokerages';

export function connectionBody(world: SnapTradeWorld, place: Place): ConnectionBody {
  const { connection, institution } = place;
  const disabled = isDisabled(world, connection);
  return {
    id: world.ledger.id(LENS, 'connection', connection.key),
    created_date: timestamp(world, connection.createdAt),
    brokerage: brokerageBody(world.ledger, institution, believes(world, 'maintenance', institution.key)),
    name: connection.name,
    type: institution.allowsTrading ? 'trade' : 'read',
    disabled,
    disabled_date: disabled ? timestamp(world, disabledAt(world, place)) : null,
    meta: {
      identifier: draws(sub(world.seed, LENS, 'identifier', connection.key)).between(100_000, 999_999),
    },
    updated_date: timestamp(world, updatedAt(world, place)),
    data_freshness_mode: reading(world, 'freshness') === 'realtime' ? 'realtime' : 'delayed',
  };
}

/** `charles-schwab` is `CHARLES-SCHWAB`: capitals, and never changes (ST-54). */
export function slugOf(institution: Institution): string {
  return institution.key.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '-');
}

function brokerageBody(ledger: Ledger, institution: Institution, maintenance: boolean): BrokerageBody {
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
    enabled: true,
    maintenance_mode: maintenance,
    is_degraded: false,
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
