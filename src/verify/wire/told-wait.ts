/** How long an answer tells its client to wait. */
import type { WireAnswer, WireExchange } from '../../provider/suite.ts';
import type { Seen } from './rule.ts';

/**
 * By `Retry-After` in both its forms (RFC 9110, section 10.2.3), else by the provider's own means.
 *
 * @returns milliseconds from the answer on; undefined: it tells nothing
 */
export function toldWait({ answer, endedAt }: WireExchange, { dialect }: Seen): number | undefined {
  if (answer === undefined) return undefined;
  return retryAfter(answer, endedAt) ?? dialect.waitOf?.(answer, endedAt);
}

function retryAfter({ headers }: WireAnswer, now: number): number | undefined {
  const text = headers['retry-after'];
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  // A date has no fraction of a second; waiting to its last moment is meant.
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
