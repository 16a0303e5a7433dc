/**
 * Who may use the control API. It tells credentials, so it is closed to web pages of other origins and to other
 * machines: a page could reach a loopback port through a person's browser, and through DNS rebinding even pass
 * for the same origin; the Host header gives that away.
 */
import type { IncomingMessage } from 'node:http';

const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Why a request is refused, or undefined if it may pass. */
export function refusal(req: IncomingMessage): string | undefined {
  const peer = req.socket.remoteAddress ?? '';
  if (!isLoopback(peer)) return `it comes from ${peer || 'an unknown address'}, not from this machine`;
  const host = nameOf(req.headers.host ?? '');
  if (!LOOPBACK_NAMES.has(host)) return `its Host is ${JSON.stringify(host)}, not a name of this machine`;
  const { origin } = req.headers;
  if (origin !== undefined && origin !== `http://${req.headers.host}`) {
    return `it comes from a page of another origin, ${JSON.stringify(origin)}`;
  }
  return undefined;
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.');
}

function nameOf(authority: string): string {
  const port = authority.lastIndexOf(':');
  return (port === -1 || authority.endsWith(']') ? authority : authority.slice(0, port)).toLowerCase();
}
