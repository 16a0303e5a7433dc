/** What armed faults do to an event: it is delivered twice, late, with a wrong signature, or not at all. */
import type { Armory } from '../faults/armory.ts';
import type { FaultAtWork } from '../journal/entry.ts';
import type { About } from '../provider/webhooks.ts';
import type { Json } from '../provider/world.ts';
import { parseDuration } from '../world/duration.ts';
import type { StoredEvent } from './book.ts';

export interface Fate {
  /** Those that happen to it, in the order of arming. */
  readonly faults: readonly FaultAtWork[];
  readonly copies: number;
  /** Milliseconds on the world's clock. */
  readonly lateBy: number;
  readonly lost: boolean;
  readonly forged: boolean;
}

const UNTOUCHED: Fate = { faults: [], copies: 1, lateBy: 0, lost: false, forged: false };

/** Drawn once for each event that has a subscriber, whoever and how many they are. */
export function fateOf(
  armory: Armory,
  { provider, type, at, number, data }: Omit<StoredEvent, 'references' | 'redeliveries'>,
  about: About,
): Fate {
  if (armory.isQuiet(provider, type, at)) return UNTOUCHED;
  const fate = { ...UNTOUCHED, faults: [] as FaultAtWork[] };
  const drawn = armory.draw({
    provider,
    operation: type,
    now: at,
    identity: `event ${number}`,
    socket: undefined,
    isFirstOnSocket: false,
    concerns: {
      connections: listOf(about.connection),
      accounts: listOf(about.account),
      credentials: listOf(about.credential),
    },
    valuesOf: (name) => valuesOf(data, name),
    names: () => (typeof data === 'object' && data !== null ? Object.keys(data) : []),
    applies: (_, entry) => entry.family === 'webhooks',
  });
  for (const { fault, entry } of drawn) {
    fate.faults.push({ id: fault.id, fault: entry.id });
    switch (entry.id) {
      case 'webhook-duplicated':
        fate.copies = 2;
        break;
      case 'webhook-late':
        fate.lateBy += parseDuration(String(fault.given.by ?? entry.defaults.by));
        break;
      case 'webhook-lost':
        fate.lost = true;
        break;
      case 'webhook-forged':
        fate.forged = true;
        break;
    }
  }
  return fate;
}

function listOf(key: string | undefined): readonly string[] {
  return key === undefined ? [] : [key];
}

function valuesOf(data: Json, name: string): readonly string[] {
  if (typeof data !== 'object' || data === null || Array.isArray(data) || !Object.hasOwn(data, name))
    return [];
  const value = (data as Readonly<Record<string, Json>>)[name];
  return typeof value === 'object' ? [] : [String(value)];
}
