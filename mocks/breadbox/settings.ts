/**
 * What a world file may say under `providers.breadbox`, with everything it leaves out filled in.
 *
 * @example
 * providers:
 *   breadbox:
 *     keys: { auditor: { scope: read_only } }
 *     sync: { delaySeconds: 0, takesSeconds: 30, everySeconds: 3600 }
 *     connections: { owner-commbank: { provider: csv }, child-chase: { paused: true } }
 */
import type { World } from '../../src/provider/index.ts';

export type Scope = 'full_access' | 'read_only';
export type DataProvider = 'plaid' | 'teller' | 'csv';

export interface KeySettings {
  readonly scope?: Scope;
  readonly revoked?: boolean;
}

export interface SyncSettings {
  /** From 202 to the log row (BB-C02). */
  readonly delayMs: number;
  /** From the log row to its end (BB-C02). */
  readonly takesMs: number;
  /** From one scheduled sync of a connection to the next (BB-C05). */
  readonly everyMs: number;
}

export interface ConnectionSettings {
  readonly provider?: DataProvider;
  /** No scheduled syncs; one asked for works (BB-C12). */
  readonly paused?: boolean;
}

interface Given {
  readonly keys?: Readonly<Record<string, KeySettings>>;
  readonly sync?: {
    readonly delaySeconds?: number;
    readonly takesSeconds?: number;
    readonly everySeconds?: number;
  };
  readonly connections?: Readonly<Record<string, ConnectionSettings>>;
}

/** Keys every world has, unless its file changes them. */
const READY_MADE: Readonly<Record<string, KeySettings>> = {
  fullAccess: { scope: 'full_access' },
  readOnly: { scope: 'read_only' },
  revoked: { scope: 'full_access', revoked: true },
};

const NO_CONNECTION: ConnectionSettings = {};

export function keySettings({ settings }: Pick<World, 'settings'>): Readonly<Record<string, KeySettings>> {
  return { ...READY_MADE, ...(settings as Given).keys };
}

export function syncSettings({ settings }: Pick<World, 'settings'>): SyncSettings {
  const { delaySeconds, takesSeconds, everySeconds } = (settings as Given).sync ?? {};
  const everyMs = Math.max(1000, milliseconds(everySeconds, 12 * 3600));
  return {
    delayMs: milliseconds(delaySeconds, 2),
    takesMs: Math.min(everyMs, milliseconds(takesSeconds, 8)),
    everyMs,
  };
}

export function connectionSettings({ settings }: Pick<World, 'settings'>, key: string): ConnectionSettings {
  const given = (settings as Given).connections ?? {};
  return (Object.hasOwn(given, key) ? given[key] : undefined) ?? NO_CONNECTION;
}

function milliseconds(seconds: number | undefined, otherwise: number): number {
  return Math.max(0, Math.round((seconds ?? otherwise) * 1000));
}
