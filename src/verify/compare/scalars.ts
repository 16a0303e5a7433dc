/** Whether two values that are no lists and no objects say the same. */
import { Decimal } from 'decimal.js';
import { JsonNumber } from '../../provider/json.ts';

export type MemberKind = 'decimal' | 'time' | 'plain';

/** Digits of a decimal, in any of the ways JSON and people write one. */
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const WITH_TIME = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:[Zz]|[+-]\d{2}:?\d{2})$/;
/** Longer "numbers" than this are somebody's text. */
const MOST_DIGITS = 1000;

/**
 * @param kind what the job says of the member: `"150.0000"` is `"150"` for a decimal, and for nothing else. A number
 *   of the provider's is always compared as a decimal: clients that keep it exactly have to report it as text.
 */
export function sameScalar(expected: unknown, reported: unknown, kind: MemberKind): boolean {
  if (expected instanceof JsonNumber || (kind === 'decimal' && typeof expected === 'string')) {
    return sameDecimal(expected, reported);
  }
  if (reported instanceof JsonNumber) return false;
  if (expected === reported) return true;
  return kind === 'time' && sameInstant(expected, reported);
}

function sameDecimal(expected: unknown, reported: unknown): boolean {
  const [a, b] = [decimalOf(expected), decimalOf(reported)];
  return a !== undefined && b !== undefined ? a.equals(b) : a === b && expected === reported;
}

function decimalOf(value: unknown): Decimal | undefined {
  const text = value instanceof JsonNumber ? value.digits : value;
  if (typeof text !== 'string' || text.length > MOST_DIGITS || !DECIMAL.test(text)) return undefined;
  return new Decimal(text);
}

/** A day alone is no instant: it is the same only if it is the same day. */
function sameInstant(expected: unknown, reported: unknown): boolean {
  const [a, b] = [instantOf(expected), instantOf(reported)];
  return a !== undefined && a === b;
}

/** In microseconds, which some providers show; a `Date` would drop them. */
function instantOf(value: unknown): bigint | undefined {
  if (typeof value !== 'string' || !WITH_TIME.test(value)) return undefined;
  const [, whole = '', fraction = '', zone = ''] =
    /^([^.]*?)(?:\.(\d+))?(Z|[+-]\d{2}:?\d{2})$/i.exec(value) ?? [];
  const seconds = Date.parse(whole.replace(' ', 'T') + zone);
  if (Number.isNaN(seconds)) return undefined;
  return BigInt(seconds) * 1000n + BigInt(fraction.slice(0, 6).padEnd(6, '0'));
}

/** A value as a report shows it, cut short. */
export function inShort(value: unknown, most = 120): string {
  if (value === undefined) return 'absent';
  const text = textOf(value);
  return text.length > most ? `${text.slice(0, most - 3)}...` : text;
}

function textOf(value: unknown): string {
  if (value instanceof JsonNumber) return value.digits;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([name, member]) => `${name}: ${textOf(member)}`);
    return `{ ${members.join(', ')} }`;
  }
  return JSON.stringify(value) ?? 'absent';
}
