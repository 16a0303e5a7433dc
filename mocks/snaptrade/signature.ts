/**
 * The `Signature` header: base64 of HMAC-SHA256 over canonical JSON of `{content, path, query}` (ST-10).
 *
 * Published clients do not agree on the key, the path or the canonical form, and the real server takes them all,
 * so every combination that one of them uses is tried, the likeliest first (ST-C01).
 */
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { Recent, sameSecret } from '../../src/provider/index.ts';
import { type CanonicalForm, canonicalContent, canonicalText } from './canonical.ts';

/** The path prefix the API had until June 2026. Clients older than that sign it, whatever they send. */
export const LEGACY_PREFIX = '/api/v1';

export interface SignedRequest {
  /** As sent, below the provider's address, still percent-encoded. */
  readonly path: string;
  /** The address of this simulator before `path`: `http://127.0.0.1:4010/snaptrade`. */
  readonly mountedAt: string;
  /** The query exactly as sent, without `?`. */
  readonly rawQuery: string;
  readonly bodyText: string;
}

/** Which reading of the documentation a client follows. */
export interface SignatureMatch {
  readonly key: 'raw' | 'encoded';
  readonly path: string;
  readonly form: CanonicalForm;
  /** `decoded`: signed before it was percent-encoded. */
  readonly query: 'as-sent' | 'decoded';
}

/** Which path was signed. */
type Place = 'as-sent' | 'other-prefix' | 'whole-address';

interface SignatureReading {
  readonly key: SignatureMatch['key'];
  readonly place: Place;
  readonly form: CanonicalForm;
}

const PLACES: readonly Place[] = ['as-sent', 'other-prefix', 'whole-address'];

const FORMS: readonly CanonicalForm[] = ['javascript', 'python', 'typescript-sdk'];

/** The reading that held last, by key: a client keeps to one, so it is tried first. */
const lastMatches = new Recent<SignatureReading>(1024);

/**
 * How a request was signed, or undefined if no reading gives the signature it carries.
 *
 * @param consumerKey the secret of the application; also tried percent-encoded, as the TypeScript SDK has it (ST-11)
 */
export function matchSignature(
  given: string,
  consumerKey: string,
  request: SignedRequest,
): SignatureMatch | undefined {
  const match = matchOver(given, consumerKey, request);
  if (match !== undefined) return { key: match.key, path: match.path, form: match.form, query: 'as-sent' };
  const decoded = decodedQuery(request.rawQuery);
  if (decoded === undefined) return undefined;
  const other = matchOver(given, consumerKey, { ...request, rawQuery: decoded });
  return other && { ...other, query: 'decoded' };
}

/** What the Python SDK signs: its HTTP library percent-encodes the query after that (ST-C250). */
function decodedQuery(rawQuery: string): string | undefined {
  if (!rawQuery.includes('%')) return undefined;
  try {
    return decodeURIComponent(rawQuery);
  } catch {
    return undefined;
  }
}

function matchOver(
  given: string,
  consumerKey: string,
  request: SignedRequest,
): Omit<SignatureMatch, 'query'> | undefined {
  const last = lastMatches.get(consumerKey);
  const again = last && tried(given, last, consumerKey, request);
  if (again !== undefined) return again;
  const seen = new Set<string>();
  for (const key of keysOf(consumerKey)) {
    for (const place of PLACES) {
      const path = signedPath(place, request);
      if (path === undefined) continue;
      for (const form of FORMS) {
        const text = signedText(form, path, request);
        // Most requests read the same in every form; each text is worth one computation.
        if (seen.has(`${key}\n${text}`)) continue;
        seen.add(`${key}\n${text}`);
        if (!sameSecret(given, sign(secretOf(consumerKey, key), text))) continue;
        lastMatches.set(consumerKey, { key, place, form });
        return { key, path, form };
      }
    }
  }
  return undefined;
}

function tried(
  given: string,
  { key, place, form }: SignatureReading,
  consumerKey: string,
  request: SignedRequest,
): Omit<SignatureMatch, 'query'> | undefined {
  const path = signedPath(place, request);
  if (path === undefined) return undefined;
  const text = signedText(form, path, request);
  return sameSecret(given, sign(secretOf(consumerKey, key), text)) ? { key, path, form } : undefined;
}

/** The text that goes through the HMAC: keys in order, no white space. */
export function signedText(form: CanonicalForm, path: string, request: SignedRequest): string {
  const content = canonicalContent(request.bodyText, form);
  const query = canonicalText(request.rawQuery, form);
  return `{"content":${content},"path":${canonicalText(path, form)},"query":${query}}`;
}

export function sign(secret: string, text: string): string {
  let key = keyObjects.get(secret);
  if (key === undefined) {
    key = createSecretKey(Buffer.from(secret));
    keyObjects.set(secret, key);
  }
  return createHmac('sha256', key).update(text).digest('base64');
}

/** Secrets as Node wants them: it would make one of the text for each signature. */
const keyObjects = new Recent<KeyObject>(1024);

function keysOf(consumerKey: string): readonly SignatureMatch['key'][] {
  return encodeURI(consumerKey) === consumerKey ? ['raw'] : ['raw', 'encoded'];
}

function secretOf(consumerKey: string, key: SignatureMatch['key']): string {
  return key === 'raw' ? consumerKey : encodeURI(consumerKey);
}

/** As sent; with the old prefix taken off or put on; and with what our own address puts in front (ST-C02). */
function signedPath(place: Place, { path, mountedAt }: SignedRequest): string | undefined {
  switch (place) {
    case 'as-sent':
      return path;
    case 'other-prefix':
      return path.startsWith(`${LEGACY_PREFIX}/`) ? path.slice(LEGACY_PREFIX.length) : LEGACY_PREFIX + path;
    case 'whole-address': {
      const mount = mountOf(mountedAt);
      return mount === '' ? undefined : mount + path;
    }
  }
}

/** The path of our own address; read by hand, since a Host header may hold what no URL can. */
function mountOf(address: string): string {
  return /^\w+:\/\/[^/]*(\/.*)?$/.exec(address)?.[1] ?? '';
}
