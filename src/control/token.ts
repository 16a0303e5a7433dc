/**
 * Tokens: of the control API, and of a suite that waits for a client. The one thing in this project that must not come
 * out the same twice: it keeps others on the network from credentials and from the state of worlds.
 */
import { randomBytes } from 'node:crypto';

const LEAST = 16;
const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i;

/**
 * @param given by the operator
 * @param host the address to listen on; undefined: nothing listens
 * @returns undefined: only this machine can come, and needs none
 * @throws RangeError for one that is too easily guessed, or that no header can carry
 */
export function tokenFor(given: string | undefined, host: string | undefined): string | undefined {
  if (given !== undefined) {
    if (/^[\x21-\x7e]+$/.test(given) && given.length >= LEAST) return given;
    throw new RangeError(
      `A control token needs ${LEAST} characters or more, visible ASCII without spaces; this one has ${given.length}.`,
    );
  }
  return host === undefined || LOOPBACK_HOST.test(host) ? undefined : madeToken();
}

/** Nobody guesses it. */
export function madeToken(): string {
  return randomBytes(24).toString('base64url');
}
