/** Masks known secrets wherever they stand in a text: as they are, percent-encoded, or escaped as in JSON. */
import type { Provider } from '../provider/define.ts';
import type { LiveWorld } from '../world/live-world.ts';

/** A shorter one, set by a world file, would mask half the words of a journal: it is masked by name only. */
const SHORTEST = 8;
/** Some other spelling may be about: worth the slow search. */
const SPELT = /%[0-9a-f]{2}|\\/i;
const KEPT_PATTERNS = 200;
const patterns = new Map<string, RegExp>();

/** The credentials of a world, as they are now, but for those that are no secrets. */
export function secretValuesOf(world: LiveWorld, providers: Iterable<Provider>): string[] {
  const values = new Set<string>();
  for (const provider of providers) {
    const { show } = provider.credentials(world.view(provider));
    for (const [name, value] of Object.entries(show)) {
      if (value.length >= SHORTEST && !provider.openCredentials?.includes(name)) values.add(value);
    }
  }
  return [...values].sort((a, b) => b.length - a.length);
}

export function valuesMasked(text: string, values: readonly string[]): string {
  let masked = text;
  for (const value of values) if (masked.includes(value)) masked = masked.replaceAll(value, '***');
  if (!SPELT.test(masked)) return masked;
  for (const value of values) masked = masked.replace(patternOf(value), '***');
  return masked;
}

/** Each character as it is, percent-encoded or escaped, in any mixture. */
function patternOf(value: string): RegExp {
  let pattern = patterns.get(value);
  if (pattern === undefined) {
    pattern = new RegExp([...value].map(spellings).join(''), 'g');
    if (patterns.size >= KEPT_PATTERNS) patterns.clear();
    patterns.set(value, pattern);
  }
  return pattern;
}

function spellings(character: string): string {
  const escaped = [...Buffer.from(character, 'utf16le').swap16().toString('hex').matchAll(/.{4}/g)]
    .map(([hex]) => `\\\\u${anyCase(hex)}`)
    .join('');
  const encoded = [...Buffer.from(character)]
    .map((byte) => `%${anyCase(byte.toString(16).padStart(2, '0'))}`)
    .join('');
  const plain = /^[\w]$/.test(character) ? character : `\\\\?${character.replace(/[^\w\s]/u, '\\$&')}`;
  return `(?:${plain}|${encoded}|${escaped}${character === ' ' ? '|\\+' : ''})`;
}

function anyCase(hex: string): string {
  return hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}
