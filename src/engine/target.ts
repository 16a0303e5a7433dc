/**
 * From a request line to "which world, which provider, which path there".
 *
 * Three ways lead to a provider (design, section 4): `/redbark/v1/trades` and `/w/<world>/redbark/v1/trades`; a
 * `Host` header that names the real API; an absolute-form request line, as HTTP proxies get it.
 */

export interface Target {
  /** From the path; undefined if the address names none (then credentials decide). */
  readonly world: string | undefined;
  /** Undefined if the address leads to no provider. */
  readonly provider: string | undefined;
  /** Path below the provider's address, still encoded, `/` at least. */
  readonly path: string;
  readonly rawQuery: string;
  /** What stands before `path`: `/w/a/redbark`, `/redbark` or `` (by host). */
  readonly mount: string;
}

/** Who answers where: provider ids and the host names that lead to them. */
export interface Directory {
  readonly ids: ReadonlySet<string>;
  readonly hosts: ReadonlyMap<string, string>;
}

const ABSOLUTE = /^https?:\/\/([^/?#]*)/i;

/** @param url the request target as sent; @param host the `Host` header */
export function readTarget(url: string, host: string | undefined, directory: Directory): Target {
  let rest = url;
  let authority = host;
  const absolute = url.charCodeAt(0) === 47 ? null : ABSOLUTE.exec(url);
  if (absolute !== null) {
    authority = absolute[1];
    rest = url.slice(absolute[0].length);
  }
  const hash = rest.indexOf('#');
  if (hash !== -1) rest = rest.slice(0, hash);
  const mark = rest.indexOf('?');
  const path = (mark === -1 ? rest : rest.slice(0, mark)) || '/';
  const rawQuery = mark === -1 ? '' : rest.slice(mark + 1);

  const wellKnown = WELL_KNOWN.exec(path);
  if (wellKnown !== null) {
    const [, document = '', below = ''] = wellKnown;
    const inside = readTarget(`${below}${document}`, undefined, directory);
    // Only if what follows the name is the whole address of a provider.
    if (inside.provider !== undefined && inside.path === document) return { ...inside, rawQuery };
  }

  const byHost = authority === undefined ? undefined : hostOf(authority, directory).provider;
  if (byHost !== undefined) return { world: undefined, provider: byHost, path, rawQuery, mount: '' };

  const [first, afterFirst] = head(path);
  if (first === 'w') {
    const [world, afterWorld] = head(afterFirst);
    const [provider, afterProvider] = head(afterWorld);
    return {
      world,
      provider: directory.ids.has(provider) ? provider : undefined,
      path: afterProvider,
      rawQuery,
      mount: `/w/${world}/${provider}`,
    };
  }
  if (directory.ids.has(first))
    return { world: undefined, provider: first, path: afterFirst, rawQuery, mount: `/${first}` };
  return { world: undefined, provider: undefined, path, rawQuery, mount: '' };
}

/**
 * Metadata of what lives below a path stand at the root, with that path behind their name (RFC 8414, 3.1):
 * `/.well-known/oauth-authorization-server/w/a/snaptrade`.
 */
const WELL_KNOWN = /^(\/\.well-known\/[^/]+)(\/.+?)\/?$/;

/** `/a/b/c` -> `['a', '/b/c']`. */
function head(path: string): [string, string] {
  const end = path.indexOf('/', 1);
  return end === -1 ? [path.slice(1), '/'] : [path.slice(1, end), path.slice(end)];
}

/** What a `Host` header says. */
export interface Host {
  /** The provider whose real API answers there. */
  readonly provider: string | undefined;
}

export function hostOf(authority: string, directory: Directory): Host {
  return { provider: directory.hosts.get(hostName(authority)) };
}

/** Host name without port, lower case; IPv6 literals keep their brackets. */
function hostName(authority: string): string {
  const port = authority.lastIndexOf(':');
  const name = port === -1 || authority.endsWith(']') ? authority : authority.slice(0, port);
  return name.toLowerCase();
}

/** More parameters than this in one query are an attack or a mistake. */
const MAX_PARAMETERS = 1000;

/**
 * Reads a query as `application/x-www-form-urlencoded`.
 *
 * @returns every value of every name in the order sent, or why it cannot be read
 */
export function readQuery(rawQuery: string): ReadonlyMap<string, string[]> | string {
  const values = new Map<string, string[]>();
  if (rawQuery === '') return values;
  const pairs = rawQuery.split('&');
  if (pairs.length > MAX_PARAMETERS)
    return `the query has ${pairs.length} parameters; at most ${MAX_PARAMETERS} are read`;
  const read = ENCODED.test(rawQuery) ? decodeForm : asItIs;
  for (const pair of pairs) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = read(equals === -1 ? pair : pair.slice(0, equals));
    const value = equals === -1 ? '' : read(pair.slice(equals + 1));
    if (name === undefined || value === undefined) return 'the query is not valid percent-encoded UTF-8';
    const known = values.get(name);
    if (known === undefined) values.set(name, [value]);
    else known.push(value);
  }
  return values;
}

const ENCODED = /[%+]/;

function asItIs(text: string): string {
  return text;
}

function decodeForm(text: string): string | undefined {
  if (!ENCODED.test(text)) return text;
  return decode(text.replaceAll('+', ' '));
}

/** Percent-decodes; undefined if that gives no UTF-8. */
export function decode(text: string): string | undefined {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
