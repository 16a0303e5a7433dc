/** Puts a secret where clients put secrets, and where they should not; and finds it again however it is spelt. */
import fc from 'fast-check';
import type { Draft } from '../support/traffic/ask.ts';

export interface Spill {
  readonly place: 'path' | 'value' | 'name' | 'header' | 'header-name' | 'body';
  /** Which of the world's secrets, modulo their number. */
  readonly secret: number;
  readonly spelling: 'plain' | 'percent' | 'half' | 'escaped';
  readonly body: (typeof BODIES)[number];
  /** The part of the body that is sent, 0 to 1. */
  readonly cut: number;
  /** What stands in front of it in a body, so that it comes to lie about where the journal cuts. */
  readonly before: number;
}

const BODIES = [
  (text: string, before: string) => `{"before":"${before}","note":"${text}"}`,
  (text: string, before: string) => `{"before":"${before}","${text}":1}`,
  (text: string, before: string) => `{"a":[{"b":"${before}"},{"c":["x","${text}"]}]}`,
  (text: string, before: string) => `{"json":${JSON.stringify(JSON.stringify({ before, text }))}}`,
  (text: string, before: string) => `{'before':'${before}','key':'${text}',}`,
  (text: string, before: string) => `${before}&key=${text}`,
  (text: string, before: string) => `<key before="${before}">${text}</key>`,
  (text: string, before: string) => `${before}${text}${text}`,
] as const;

export const spills: fc.Arbitrary<Spill> = fc.record({
  place: fc.constantFrom('path', 'value', 'name', 'header', 'header-name', 'body', 'body', 'body'),
  secret: fc.nat(100),
  spelling: fc.constantFrom('plain', 'plain', 'percent', 'half', 'escaped'),
  body: fc.constantFrom(...BODIES),
  cut: fc.oneof(
    { weight: 3, arbitrary: fc.constant(1) },
    { weight: 1, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
  ),
  before: fc.oneof(
    fc.constant(0),
    fc.integer({ min: 16_384 - 90, max: 16_384 + 20 }),
    fc.integer({ min: 17_300, max: 17_420 }),
  ),
});

export function spilt(
  draft: Draft,
  { place, secret, spelling, body, cut, before }: Spill,
  secrets: readonly string[],
): Draft {
  const plain = secrets[secret % secrets.length] ?? '';
  const inAddress =
    spelling === 'half' ? half(plain) : spelling === 'percent' ? percent(plain) : encodeURIComponent(plain);
  const { query } = draft;
  switch (place) {
    case 'path':
      return { ...draft, path: `${draft.path}/${inAddress}` };
    case 'value':
      return { ...draft, query: `${query === '' ? '' : `${query}&`}note=${inAddress}` };
    case 'name':
      return { ...draft, query: `${query === '' ? '' : `${query}&`}${inAddress}=1` };
    case 'header':
      return { ...draft, headers: { ...draft.headers, 'x-note': `see ${plain}!` } };
    case 'header-name':
      return { ...draft, headers: { ...draft.headers, [plain.replace(/[^\w-]/g, '')]: '1' } };
    case 'body': {
      const text = body(spelling === 'escaped' ? escaped(plain) : inAddress, 'b'.repeat(before));
      const sent = text.slice(0, Math.ceil(text.length * cut));
      return {
        ...draft,
        method: 'POST',
        headers: { ...draft.headers, 'content-type': 'application/json' },
        body: sent,
      };
    }
  }
}

const percent = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
const half = (text: string): string => percent(text.slice(0, 5)) + encodeURIComponent(text.slice(5));
const escaped = (text: string): string =>
  [...text].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0').toUpperCase()}`).join('');

/** Every text in some data, names of members too. */
export function textsIn(data: unknown): string[] {
  if (typeof data === 'string') return [data];
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([name, value]) => [name, ...textsIn(value)]);
}

/** Where one of the secrets can be read. */
export function leaks(data: unknown, secrets: readonly string[]): string[] {
  return textsIn(data).filter((text) => {
    const read = spelledOut(text);
    return secrets.some((secret) => text.includes(secret) || read.includes(secret));
  });
}

/** The text as one who knows all escapes would read it. */
function spelledOut(text: string): string {
  return text
    .replace(/%([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\u([0-9a-f]{4})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replaceAll('\\', '');
}
