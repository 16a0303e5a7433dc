/**
 * What a request line asks for. All of it follows from the line and the contracts, so the same line is read once: a
 * client that polls asks for nothing but a look-up. Who asks, and whether they may, is decided anew each time.
 */
import type { OperationSpec } from '../provider/operation.ts';
import type { Page } from '../provider/pages.ts';
import { Recent } from '../provider/recent.ts';
import { coerceQuery } from './coerce.ts';
import type { Match } from './router.ts';
import { type Stage, splitPath } from './stage.ts';
import { type Directory, decode, type Host, hostOf, readQuery, readTarget, type Target } from './target.ts';

/** Where a method and a path lead. */
export interface Way {
  readonly match: Match;
  readonly basePath: string;
  /** Decoded; undefined if they cannot be. */
  readonly path: Readonly<Record<string, string>> | undefined;
  /** Coerced by the contract. */
  readonly query: Readonly<Record<string, unknown>>;
  /** Undefined: it leads to an operation, or nowhere. */
  readonly page: Page | undefined;
}

export interface Asked {
  readonly target: Target;
  readonly queryValues: ReadonlyMap<string, readonly string[]>;
  /** Why the query could not be read, if it could not. */
  readonly queryError: string | undefined;
  /** Undefined: the address leads to no provider. */
  readonly stage: Stage | undefined;
  /** By method, made when first asked for. */
  readonly ways: Map<string, Way>;
}

/** Request lines remembered, and how long one may be: a few megabytes when all are as long as they can be. */
const LINES = 2048;
const LONGEST = 1024;
const HOSTS = 64;
const METHODS = 8;

const NO_QUERY: ReadonlyMap<string, readonly string[]> = new Map();
const NOTHING: Readonly<Record<string, never>> = Object.freeze(Object.create(null));

export class Lines {
  readonly #directory: Directory;
  readonly #stages: ReadonlyMap<string, Stage>;
  readonly #known = new Recent<Asked>(LINES);
  readonly #hosts = new Recent<Host>(HOSTS);

  constructor(directory: Directory, stages: ReadonlyMap<string, Stage>) {
    this.#directory = directory;
    this.#stages = stages;
  }

  /** @param url the request target as sent; @param host the `Host` header */
  read(url: string, host: string | undefined): Asked {
    const { provider } = this.#host(host);
    // The host has a say only where it names a provider.
    const key = provider === undefined ? url : `${provider} ${url}`;
    if (key.length > LONGEST) return this.#read(url, host);
    let asked = this.#known.get(key);
    if (asked === undefined) {
      asked = this.#read(url, host);
      this.#known.set(key, asked);
    }
    return asked;
  }

  #host(host = ''): Host {
    if (host.length > LONGEST) return hostOf(host, this.#directory);
    let known = this.#hosts.get(host);
    if (known === undefined) {
      known = hostOf(host, this.#directory);
      this.#hosts.set(host, known);
    }
    return known;
  }

  #read(url: string, host: string | undefined): Asked {
    const target = readTarget(url, host, this.#directory);
    const parsed = readQuery(target.rawQuery);
    const failed = typeof parsed === 'string';
    return {
      target,
      queryValues: failed ? NO_QUERY : parsed,
      queryError: failed ? parsed : undefined,
      stage: target.provider === undefined ? undefined : this.#stages.get(target.provider),
      ways: new Map(),
    };
  }
}

export function wayOf({ target, queryValues, ways }: Asked, stage: Stage, method: string): Way {
  let way = ways.get(method);
  if (way === undefined) {
    way = findWay(stage, method, target.path, queryValues);
    // Methods can be made up; a line has one or two.
    if (ways.size < METHODS) ways.set(method, way);
  }
  return way;
}

function findWay(stage: Stage, method: string, path: string, queryValues: Asked['queryValues']): Way {
  const { basePath, below } = splitPath(stage, path);
  const match = matchOf(stage, method, below);
  if (match.found !== 'operation') {
    return { match, basePath, path: NOTHING, query: NOTHING, page: undefined };
  }
  const { operation, values } = match;
  return {
    match,
    basePath,
    page: stage.pageById.get(operation.id),
    path: values.length === 0 ? NOTHING : pathValues(operation, values),
    query: Object.freeze(coerceQuery(operation, queryValues, stage.provider.repeatedParameter)),
  };
}

/** An operation of the contract, or else a page. */
function matchOf({ router, pages }: Stage, method: string, below: string): Match {
  const match = router.match(method, below);
  if (match.found === 'operation' || pages === undefined) return match;
  const other = pages.match(method, below);
  return other.found === 'nothing' ? match : other;
}

function pathValues(
  operation: OperationSpec,
  encoded: readonly string[],
): Readonly<Record<string, string>> | undefined {
  const values: Record<string, string> = Object.create(null);
  let next = 0;
  for (const segment of operation.segments) {
    if (!segment.startsWith('{')) continue;
    const value = decode(encoded[next++] ?? '');
    if (value === undefined || value.includes('\0')) return undefined;
    values[segment.slice(1, -1)] = value;
  }
  return values;
}
