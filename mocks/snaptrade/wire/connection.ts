/** A connection (brokerage authorization) and the brokerage inside it. */
import { draws, type Instant, type Institution, type Ledger, sub } from '../../../fixtures/ledger/index.ts';
import { writeJson } from '../../../src/provider/index.ts';
import { disabledAt, updatedAt } from '../freshness.ts';
import { isDisabled, LENS, type Place } from '../lens.ts';
import { believes } from '../pretences.ts';
import type { SnapTradeWorld } from '../state.ts';
import { reading } from '../switches.ts';
import { venuesOf } from './exchanges.ts';
import type { BrokerageBody, ConnectionBody } from './schemas.ts';
import { timestamp } from './time.ts';

const LOGOS = 'https://logos.example.com/brokerages';

/** What of a connection changes with time. */
interface Standing {
  readonly maintenance: boolean;
  readonly disabledAt: Instant | undefined;
  readonly updatedAt: Instant;
}

function standingOf(world: SnapTradeWorld, place: Place): Standing {
  return {
    maintenance: believes(world, 'maintenance', place.institution.key),
    disabledAt: isDisabled(world, place.connection) ? disabledAt(world, place) : undefined,
    updatedAt: updatedAt(world, place),
  };
}

/** The last text of each connection of a ledger, and how it stood then. */
const texts = new WeakMap<Ledger, Map<string, Standing & { readonly text: string }>>();

/** {@link connectionBody} as text; written anew when the connection stands otherwise than before. */
export function connectionText(world: SnapTradeWorld, place: Place): string {
  let known = texts.get(world.ledger);
  if (known === undefined) {
    known = new Map();
    texts.set(world.ledger, known);
  }
  const { key } = place.connection;
  const standing = standingOf(world, place);
  let last = known.get(key);
  if (
    last?.updatedAt !== standing.updatedAt ||
    last.disabledAt !== standing.disabledAt ||
    last.maintenance !== standing.maintenance
  ) {
    last = { ...standing, text: writeJson(bodyOf(world, place, standing)) };
    known.set(key, last);
  }
  return last.text;
}

export function connectionBody(world: SnapTradeWorld, place: Place): ConnectionBody {
  return bodyOf(world, place, standingOf(world, place));
}

function bodyOf(world: SnapTradeWorld, place: Place, standing: Standing): ConnectionBody {
  const { connection, institution } = place;
  const disabled = standing.disabledAt !== undefined;
  return {
    id: world.ledger.id(LENS, 'connection', connection.key),
    created_date: timestamp(world, connection.createdAt),
    brokerage: brokerageBody(world.ledger, institution, standing.maintenance),
    name: connection.name,
    type: institution.allowsTrading ? 'trade' : 'read',
    disabled,
    disabled_date: standing.disabledAt === undefined ? null : timestamp(world, standing.disabledAt),
    meta: {
      identifier: draws(sub(world.seed, LENS, 'identifier', connection.key)).between(100_000, 999_999),
    },
    updated_date: timestamp(world, standing.updatedAt),
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
