/** Keys and secrets, looked up and compared so that the time it takes says nothing about how much was right. */
import { createHash } from 'node:crypto';
import { Recent } from './recent.ts';

/** Clients send the same key with every request. Longer texts are none. */
const LONGEST_KEPT = 256;
const digests = new Recent<string>(4096);

/** SHA-256 in hexadecimal: what to keep and look up in the place of a key. */
export function digest(text: string): string {
  let known = digests.get(text);
  if (known === undefined) {
    known = createHash('sha256').update(text).digest('hex');
    if (text.length <= LONGEST_KEPT) digests.set(text, known);
  }
  return known;
}

/** Whether two secrets are the same; a wrong one takes as long as a right one of its length. */
export function sameSecret(given: string, wanted: string): boolean {
  if (given.length !== wanted.length) return false;
  // Every letter is looked at, as `timingSafeEqual` would; it wants buffers, which take longer to make than all this.
  let different = 0;
  for (let i = 0; i < wanted.length; i++) different |= given.charCodeAt(i) ^ wanted.charCodeAt(i);
  return different === 0;
}
