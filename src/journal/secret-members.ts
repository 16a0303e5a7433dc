/**
 * Masks the values of secret members in a text that ought to be JSON, but may be cut, malformed, JSON inside a JSON
 * string, or a form. Nothing is parsed: whatever stands between a secret name and the next thing is a secret.
 */

/** The whole name, in any case; or a pattern, held against the name in lower case. */
export type SecretName = string | RegExp;

/** A name, quoted or not, and what leads from it to its value. It starts where a word does: no time in squares. */
const NAMED = /(?<![\w$%-])((?:[\w$-]|%[0-9a-f]{2}|\\u[0-9a-f]{4})+)[\\"'\]]*\s*(?:=>|[:=>])\s*/gi;
const ENCODED = /%([0-9a-f]{2})|\\u([0-9a-f]{4})/gi;
const OPENING_QUOTE = /\\*["']/y;
const BARE_END = /[\s,;&<>"'\\)\]}]/g;

/** @returns the text with `"***"` or `***` in the place of each secret value */
export function membersMasked(text: string, names: readonly SecretName[]): string {
  if (!mayHold(text, names)) return text;
  let masked = '';
  let done = 0;
  NAMED.lastIndex = 0;
  for (let match = NAMED.exec(text); match !== null; match = NAMED.exec(text)) {
    const [, written = ''] = match;
    // `\nname=...` in a JSON string: the first letter is the line break's.
    const escapes = text[match.index - 1] === '\\';
    if (!isSecretName(written, names) && !(escapes && isSecretName(written.slice(1), names))) continue;
    const start = NAMED.lastIndex;
    const { end, mask } = valueAt(text, start);
    masked += text.slice(done, start) + mask;
    done = end;
    NAMED.lastIndex = Math.max(end, start);
  }
  return masked + text.slice(done);
}

export function isSecretName(written: string, names: readonly SecretName[]): boolean {
  const plain = written
    .replace(ENCODED, (_all, byte: string | undefined, unit: string | undefined) =>
      String.fromCharCode(Number.parseInt(byte ?? unit ?? '', 16)),
    )
    .toLowerCase();
  return names.some((name) => (typeof name === 'string' ? name.toLowerCase() === plain : name.test(plain)));
}

/** Most texts hold no such name: one look for each is all they cost. */
function mayHold(text: string, names: readonly SecretName[]): boolean {
  if (names.length === 0) return false;
  if (text.includes('\\u') || text.includes('%')) return true;
  const lower = text.toLowerCase();
  return names.some((name) => typeof name !== 'string' || lower.includes(name.toLowerCase()));
}

function valueAt(text: string, start: number): { end: number; mask: string } {
  OPENING_QUOTE.lastIndex = start;
  const quote = OPENING_QUOTE.exec(text);
  if (quote !== null) {
    const [opening] = quote;
    return { end: quotedEnd(text, start + opening.length, opening), mask: `${opening}***${opening}` };
  }
  const first = text[start];
  if (first === '{' || first === '[') return { end: nestedEnd(text, start), mask: '"***"' };
  BARE_END.lastIndex = start;
  const end = BARE_END.exec(text)?.index ?? text.length;
  if (end === start) return { end, mask: '' };
  // A number or a word of JSON: a string in its place keeps the rest readable.
  return { end, mask: /^(?:-?\d[\d.e+-]*|true|false|null)$/i.test(text.slice(start, end)) ? '"***"' : '***' };
}

/** Behind the closing quote; the end of the text if there is none. */
function quotedEnd(text: string, from: number, closing: string): number {
  if (closing.length > 1) {
    const end = text.indexOf(closing, from);
    return end === -1 ? text.length : end + closing.length;
  }
  for (let i = from; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === closing) return i + 1;
  }
  return text.length;
}

/** Behind the bracket that closes the one at `start`; brackets in strings do not count. */
function nestedEnd(text: string, start: number): number {
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    const character = text[i];
    if (character === '"') i = quotedEnd(text, i + 1, '"') - 1;
    else if (character === '{' || character === '[') depth++;
    else if ((character === '}' || character === ']') && --depth === 0) return i + 1;
  }
  return text.length;
}
