/**
 * Who and what this server knows: connections linked here, their accounts and owners, and the ways to find them.
 *
 * Derived from the ledger alone, so it is made once for a ledger and kept with it.
 */
import { compareText } from '../../fixtures/ledger/compare.ts';
import { base62, sub } from '../../fixtures/ledger/seed.ts';
import type { Account, Connection, Instant, Ledger } from '../../fixtures/ledger/types.ts';
import type { BreadboxWorld } from './state.ts';

export const LENS = 'breadbox';

export type Findable = 'person' | 'connection' | 'account';

export interface Directory {
  /** In the order they were made. */
  readonly connections: readonly Connection[];
  /** Of those connections, by name of institution, then name. */
  readonly accounts: readonly Account[];
  /** The same, by connection. */
  readonly accountsOf: ReadonlyMap<string, readonly Account[]>;
  /** `<kind> <short id>` to key. */
  readonly shortIds: ReadonlyMap<string, string>;
}

/** In either spelling of hexadecimal. */
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A ledger is made anew with every row that arrives; its connections stay the same object. */
const directories = new WeakMap<Ledger['connections'], Directory>();

export function directoryOf(world: Pick<BreadboxWorld, 'ledger' | 'seed'>): Directory {
  let directory = directories.get(world.ledger.connections);
  if (directory === undefined) {
    directory = makeDirectory(world);
    directories.set(world.ledger.connections, directory);
  }
  return directory;
}

function makeDirectory(world: Pick<BreadboxWorld, 'ledger' | 'seed'>): Directory {
  const { ledger } = world;
  const connections = [...ledger.linked(LENS).connections].sort(
    (a, b) => a.createdAt - b.createdAt || compareText(a.key, b.key),
  );
  const institutionName = new Map(
    connections.map(({ key, institution }) => [
      key,
      ledger.institutions.get(institution)?.name ?? institution,
    ]),
  );
  const accounts = connections
    .flatMap((connection) => connection.accounts)
    .flatMap((key) => ledger.accounts.get(key) ?? [])
    .sort(
      (a, b) =>
        compareText(institutionName.get(a.connection) ?? '', institutionName.get(b.connection) ?? '') ||
        compareText(a.name, b.name) ||
        compareText(a.key, b.key),
    );
  const shortIds = new Map<string, string>();
  for (const kind of ['person', 'connection', 'account'] as const) {
    const entities = { person: ledger.people, connection: ledger.connections, account: ledger.accounts }[
      kind
    ];
    for (const key of entities.keys()) shortIds.set(`${kind} ${shortId(world, kind, key)}`, key);
  }
  return { connections, accounts, accountsOf: byConnection(accounts), shortIds };
}

function byConnection(accounts: readonly Account[]): ReadonlyMap<string, readonly Account[]> {
  const groups = new Map<string, Account[]>();
  for (const account of accounts) {
    const group = groups.get(account.connection);
    if (group === undefined) groups.set(account.connection, [account]);
    else group.push(account);
  }
  return groups;
}

/** Eight letters and digits; every entity has them beside its UUID. */
export function shortId({ seed }: Pick<BreadboxWorld, 'seed'>, kind: string, ...path: string[]): string {
  return base62(sub(seed, LENS, 'short-id', kind, ...path), 8);
}

/**
 * The key behind a UUID or a short id, whether or not the entity is linked here.
 *
 * @param form `uuid`: a short id leads nowhere
 */
export function findKey(
  world: Pick<BreadboxWorld, 'ledger' | 'seed'>,
  kind: Findable,
  id: string,
  form: 'uuid' | 'either' = 'either',
): string | undefined {
  const { ledger } = world;
  const byId = ledger.find(LENS, kind, id) ?? ledger.find(LENS, kind, id.toLowerCase());
  if (byId !== undefined || form === 'uuid') return byId;
  return directoryOf(world).shortIds.get(`${kind} ${id}`);
}

/** Connections that exist at `now`, in the order they were made. */
export function connectionsAt(world: BreadboxWorld, now: Instant): Connection[] {
  return directoryOf(world).connections.filter((connection) => connection.createdAt <= now);
}
