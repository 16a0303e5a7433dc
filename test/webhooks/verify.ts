/**
 * What receivers do with a signature, written from the providers' documentation alone: it shares no line with the
 * simulator's own signing. `verify.py` is the same in Python.
 */
import { createHmac } from 'node:crypto';
import type { Received } from './receiver.ts';

/** The part of a message that a signature is about. */
export type Signed = Pick<Received, 'headers' | 'body'>;

export const verified: Readonly<Record<string, (signed: Signed, key: string) => boolean>> = {
  /** `Signature`: base64 of HMAC-SHA256 over the body, keys in order, no white space, ASCII only, as Python dumps it. */
  snaptrade({ headers, body }, consumerKey) {
    const text = ordered(JSON.parse(body)).replaceAll(
      /[\u007f-\uffff]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    return headers.signature === createHmac('sha256', consumerKey).update(text).digest('base64');
  },

  /** `X-Redbark-Signature`: `sha256=` and the hexadecimal HMAC-SHA256 over `<timestamp>.<raw body>`. */
  redbark({ headers, body }, secret) {
    const signed = `${headers['x-redbark-timestamp']}.${body}`;
    return (
      headers['x-redbark-signature'] === `sha256=${createHmac('sha256', secret).update(signed).digest('hex')}`
    );
  },

  /** `X-Fivetran-Signature-256`: hexadecimal HMAC-SHA256 of the raw body; the sample compares in lower case. */
  fivetran({ headers, body }, secret) {
    const given = String(headers['x-fivetran-signature-256']).toLowerCase();
    return given === createHmac('sha256', secret).update(body).digest('hex');
  },
};

function ordered(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(ordered).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${ordered(member)}`).join(',')}}`;
}
