/**
 * Canonical JSON, in the two forms that published clients sign (ST-12 to ST-15).
 *
 * Both sort keys and leave out white space; they differ where JavaScript and Python write the same value in
 * different letters: text outside ASCII, fractions, and integers beyond 2^53. The body is read from its text, not
 * from the parsed value, because `1.0` and `1` are one number to JavaScript and two signatures to Python.
 */
import { compareText } from '../../fixtures/ledger/compare.ts';

/**
 * JSON whose scalars still know what they were: strings and object keys carry a leading `s`, numbers are their
 * literal text with a leading `n`. The tags also keep a key like `__proto__` an ordinary key.
 */
type Tagged = string | boolean | null | Tagged[] | { [key: string]: Tagged };

export type CanonicalForm = 'javascript' | 'typescript-sdk' | 'python';

interface Dialect {
  readonly text: (value: string) => string;
  readonly number: (literal: string) => string;
  readonly order: (a: string, b: string) => number;
  readonly keeps: (key: string) => boolean;
}

const javascript: Dialect = {
  text: (value) => JSON.stringify(value),
  number: (literal) => JSON.stringify(Number(literal)),
  order: compareText,
  keeps: () => true,
};

const DIALECTS: Readonly<Record<CanonicalForm, Dialect>> = {
  javascript,
  // The SDK collects the keys to sign with `key in {}`, so what every object inherits is never signed (ST-15).
  'typescript-sdk': { ...javascript, keeps: (key) => !(key in {}) },
  python: {
    text: (value) => JSON.stringify(value).replaceAll(/[\u007f-\uffff]/g, escapeUnit),
    number: pythonNumber,
    order: byCodePoint,
    keeps: () => true,
  },
};

/**
 * The text a client signs as `content`.
 *
 * @param bodyText the body as sent; it must be JSON, or empty
 * @returns `null` for no body and for an empty object (ST-12)
 */
export function canonicalContent(bodyText: string, form: CanonicalForm): string {
  if (bodyText.trim() === '') return 'null';
  const body = tagged(bodyText);
  if (isObject(body) && Object.keys(body).length === 0) return 'null';
  return write(body, DIALECTS[form]);
}

/** A string as the form writes it inside canonical JSON. */
export function canonicalText(value: string, form: CanonicalForm): string {
  return DIALECTS[form].text(value);
}

const TOKEN = /"((?:[^"\\]|\\.)*)"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

function tagged(json: string): Tagged {
  const marked = json.replaceAll(TOKEN, (token, text: string | undefined) =>
    text === undefined ? `"n${token}"` : `"s${text}"`,
  );
  return JSON.parse(marked) as Tagged;
}

function write(value: Tagged, dialect: Dialect): string {
  if (typeof value === 'string') {
    return value.startsWith('n') ? dialect.number(value.slice(1)) : dialect.text(value.slice(1));
  }
  if (Array.isArray(value)) return `[${value.map((item) => write(item, dialect)).join(',')}]`;
  if (!isObject(value)) return String(value);
  const members = Object.entries(value)
    .map(([key, member]) => [key.slice(1), member] as const)
    .filter(([key]) => dialect.keeps(key))
    .sort(([a], [b]) => dialect.order(a, b));
  return `{${members.map(([key, member]) => `${dialect.text(key)}:${write(member, dialect)}`).join(',')}}`;
}

function isObject(value: Tagged): value is { [key: string]: Tagged } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Integers keep every digit; anything written as a fraction is a float and reads back as Python's `repr`. */
function pythonNumber(literal: string): string {
  if (/^-?\d+$/.test(literal)) return literal === '-0' ? '0' : literal;
  const value = Number(literal);
  if (value === 0) return literal.startsWith('-') ? '-0.0' : '0.0';
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  // CPython leaves positional notation below 1e-4 and from 1e16 on; JavaScript below 1e-6 and from 1e21 on.
  if (power < -4 || power >= 16) {
    return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  }
  const plain = power < 0 ? value.toFixed(mantissa.replaceAll(/\D/g, '').length - 1 - power) : String(value);
  return plain.includes('.') ? plain : `${plain}.0`;
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** UTF-8 sorts like code points, which is how Python compares text. */
function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
