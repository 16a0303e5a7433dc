/** The `Signature` header: base64 of HMAC-SHA256 over canonical JSON of the body, the path and the query. */
import { createHmac } from 'node:crypto';

export interface Signed {
  /** The JSON body; null: none. */
  readonly content: unknown;
  /** Below the provider's address: what stands before it at a stand-in is not signed. */
  readonly path: string;
  /** Exactly as sent, without the question mark. */
  readonly query: string;
}

export function signatureOf(consumerKey: string, { content, path, query }: Signed): string {
  return hmac(consumerKey, canonical({ content, path, query }));
}

/** Whether a webhook's body is the provider's own: its `Signature` is over the body alone, as Python writes JSON. */
export function isSigned(consumerKey: string, text: string, signature: string): boolean {
  const body: unknown = JSON.parse(text);
  return hmac(consumerKey, canonical(body)) === signature || hmac(consumerKey, escaped(body)) === signature;
}

/** Keys in order at every level, no white space. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`;
}

/** What is not ASCII as `\uXXXX`, as `json.dumps` has it. */
function escaped(body: unknown): string {
  return canonical(body).replaceAll(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function hmac(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64');
}
