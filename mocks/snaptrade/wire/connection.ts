/** A connection (brokerage authorization) and the brokerage inside it. */
import { draws, type Instant, type Ledger, sub } from '../../../fixtures/ledger/index.ts';
import { writeJson } from '../../../src/provider/index.ts';
import { accessOf } from '../access.ts';
import { type BrokerageStanding, standingOf as standingOfBrokerage } from '../brokerages.ts';
import { disabledAt, updatedAt } from '../freshness.ts';
import { isDisabled, LENS, type Place } from '../lens.ts';
import type { SnapTradeWorld } from '../state.ts';
import { reading } from '../switches.ts';
import { brokerageBody } from './brokerage.ts';
import type { ConnectionBody } from './schemas.ts';
import { timestamp } from './time.ts';

/** What of a connection changes with time. */
interface Standing {
  readonly brokerage: BrokerageStanding;
  readonly disabledAt: Instant | undefined;
  readonly updatedAt: Instant;
  readonly access: 'read' | 'trade';
}

function standingOf(world: SnapTradeWorld, place: Place): Standing {
  return {
    brokerage: standingOfBrokerage(world, place.institution),
    disabledAt: isDisabled(world, place.connection) ? disabledAt(world, place) : undefined,
    updatedAt: updatedAt(world, place),
    access: accessOf(world, place),
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
    last.access !== standing.access ||
    last.brokerage !== standing.brokerage
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
    brokerage: brokerageBody(world.ledger, institution, standing.brokerage),
    name: connection.name,
    type: standing.access,
    disabled,
    disabled_date: standing.disabledAt === undefined ? null : timestamp(world, standing.disabledAt),
    meta: {
      identifier: draws(sub(world.seed, LENS, 'identifier', connection.key)).between(100_000, 999_999),
    },
    updated_date: timestamp(world, standing.updatedAt),
    data_freshness_mode: reading(world, 'freshness') === 'realtime' ? 'realtime' : 'delayed',
  };
}
