/**
 * Who may use the control API. It tells credentials and changes worlds, so it is closed to web pages of other origins
 * and, without the token, to other machines: a page could reach a loopback port through a person's browser, and
 * through DNS rebinding even pass for the same origin; the Host header gives that away.
 */
import type { IncomingMessage } from 'node:http';
import { sameSecret } from '../provider/secrets.ts';
import { shortened } from '../provider/shortened.ts';
import { type Refusal, refuse } from './refusal.ts';

const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Undefined if it may pass.
 *
 * @param token what the operator set; with one, any address and name may come, but they have to know it
 */
export function refusalOf(req: IncomingMessage, token: string | undefined): Refusal | undefined {
  const { origin, host, authorization } = req.headers;
  if (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`) {
    return closed(`it comes from a page of another origin, ${JSON.stringify(shortened(origin))}`);
  }
  if (token !== undefined) return sameSecret(bearer(authorization), token) ? undefined : unauthorized();
  const peer = req.socket.remoteAddress ?? '';
  if (!isLoopback(peer)) {
    return closed(
      `it comes from ${peer || 'an unknown address'}, not from this machine, and no token is set`,
    );
  }
  const name = nameOf(host ?? '');
  if (!LOOPBACK_NAMES.has(name)) {
    return closed(`its Host is ${JSON.stringify(shortened(name))}, not a name of this machine`);
  }
  return undefined;
}

function closed(reason: string): Refusal {
  return refuse(
    403,
    'Control is closed',
    `The request is refused because ${reason}. Ask from this machine by 127.0.0.1 or localhost; for other machines, start with --control-token.`,
  );
}

function unauthorized(): Refusal {
  return refuse(
    401,
    'The control token is needed',
    'Send it as "Authorization: Bearer <token>". It is what --control-token or UNDERSTUDY_TOKEN gave, or what was printed at the start.',
    { headers: { 'WWW-Authenticate': 'Bearer realm="understudy"' } },
  );
}

function bearer(authorization: string | undefined): string {
  return /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1] ?? '';
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.');
}

function nameOf(authority: string): string {
  const port = authority.lastIndexOf(':');
  return (port === -1 || authority.endsWith(']') ? authority : authority.slice(0, port)).toLowerCase();
}
