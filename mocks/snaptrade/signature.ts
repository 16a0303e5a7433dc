/**
 * The `Signature` header: base64 of HMAC-SHA256 over canonical JSON of `{content, path, query}` (ST-10).
 *
 * Published clients do not agree on the key, the path or the canonical form, and the real server takes them all,
 * so every combination that one of them uses is tried, the likeliest first (ST-C01).
 */
import { createHmac } from 'node:crypto';
import { sameSecret } from '../../src/provider/index.ts';
import { type CanonicalForm, canonicalContent, canonicalText } from './canonical.ts';

/** The path prefix the API had until June 2026. Clients older than that sign it, whatever they send. */
export const LEGACY_PREFIX = '/api/v1';

export interface SignedRequest {
  /** As sent, below the provider's address, still percent-encoded. */
  readonly path: string;
  /** What stands before `path` at this simulator: `/snaptrade`, `/w/a/snaptrade`, or nothing. */
  readonly mount: string;
  /** The query exactly as sent, without `?`. */
  readonly rawQuery: string;
  readonly bodyText: string;
}

/** Which reading of the documentation a client follows. */
export interface SignatureMatch {
  readonly key: 'raw' | 'encoded';
  readonly path: string;
  readonly form: CanonicalForm;
}

const FORMS: readonly CanonicalForm[] = ['javascript', 'python', 'typescript-sdk'];

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
  const tried = new Set<string>();
  for (const [key, secret] of keysOf(consumerKey)) {
    for (const path of signedPaths(request)) {
      for (const form of FORMS) {
        const text = signedText(form, path, request);
        // Most requests read the same in every form; each text is worth one computation.
        if (tried.has(`${key}\n${text}`)) continue;
        tried.add(`${key}\n${text}`);
        if (sameSecret(given, sign(secret, text))) return { key, path, form };
      }
    }
  }
  return undefined;
}

/** The text that goes through the HMAC: keys in order, no white space. */
export function signedText(form: CanonicalForm, path: string, request: SignedRequest): string {
  const content = canonicalContent(request.bodyText, form);
  const query = canonicalText(request.rawQuery, form);
  return `{"content":${content},"path":${canonicalText(path, form)},"query":${query}}`;
}

export function sign(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('base64');
}

function keysOf(consumerKey: string): readonly (readonly ['raw' | 'encoded', string])[] {
  const encoded = encodeURI(consumerKey);
  return encoded === consumerKey
    ? [['raw', consumerKey]]
    : [
        ['raw', consumerKey],
        ['encoded', encoded],
      ];
}

/** As sent; with the old prefix taken off or put on; and with what our own address puts in front (ST-C02). */
function signedPaths({ path, mount }: SignedRequest): readonly string[] {
  const other = path.startsWith(`${LEGACY_PREFIX}/`)
    ? path.slice(LEGACY_PREFIX.length)
    : LEGACY_PREFIX + path;
  return mount === '' ? [path, other] : [path, other, mount + path];
}
