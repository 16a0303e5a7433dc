/**
 * What a request line asks for. All of it follows from the line and the contracts, so the same line is read once: a
 * client that polls asks for nothing but a look-up. Who asks, and whether they may, is decided anew each time.
 */
import type { OperationSpec } from '../provider/operation.ts';
import type { Page } from '../provider/pages.ts';
import { Recent } from '../provider/recent.ts';
import { bare } from './bare.ts';
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
  /** Where it was asked last; undefined before the first time. */
  base: Base | undefined;
}

/** What stands before the path below a provider, and what that follows from besides the request line. */
interface Base {
  readonly host: string;
  /** Where another application has mounted this one. */
  readonly under: string;
  readonly url: string;
}

/** Request lines remembered, and how long one may be: a few megabytes when all are as long as they can be. */
const LINES = 2048;
const LONGEST = 1024;
const HOSTS = 64;
/**
 * After so many lines of which none came again, one of so many is kept: a client that signs a time or a number of its
 * own into each query never sends one twice, and the garbage collector pays for everything that was kept in vain.
 */
const PATIENCE = 256;
const KEPT_OF = 16;
const METHODS = 8;

const NO_QUERY: ReadonlyMap<string, readonly string[]> = new Map();
const NOTHING: Readonly<Record<string, never>> = Object.freeze(bare<never>());

export class Lines {
  readonly #directory: Directory;
  readonly #stages: ReadonlyMap<string, Stage>;
  readonly #known = new Recent<Asked>(LINES);
  readonly #hosts = new Recent<Host>(HOSTS);
  /** Lines that were looked for and not there, since one was. */
  #inVain = 0;

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
    if (asked !== undefined) {
      this.#inVain = 0;
      return asked;
    }
    asked = this.#read(url, host);
    this.#inVain += 1;
    if (this.#inVain <= PATIENCE || this.#inVain % KEPT_OF === 0) this.#known.set(key, asked);
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
      base: undefined,
    };
  }
}

/** `http://127.0.0.1:4010/w/a/<provider>`. The same text for the same request, for as long as nobody asks elsewhere. */
export function baseUrlOf(asked: Asked, host: string, under: string): string {
  let { base } = asked;
  if (base === undefined || base.host !== host || base.under !== under) {
    base = { host, under, url: `http://${host}${under}${asked.target.mount}` };
    if (host.length <= LONGEST) asked.base = base;
  }
  return base.url;
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
  const values = bare<string>();
  let next = 0;
  for (const segment of operation.segments) {
    if (!segment.startsWith('{')) continue;
    const value = decode(encoded[next++] ?? '');
    if (value === undefined || value.includes('\0')) return undefined;
    values[segment.slice(1, -1)] = value;
  }
  return values;
}
