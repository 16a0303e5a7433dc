import type { IncomingRequest } from '../../src/provider/index.ts';

/** RFC 6750, 2.1; the scheme's name is case-insensitive (RFC 9110, 11.1). */
const BEARER = /^bearer +(\S+) *$/i;

/** What a request carries as its key, right or wrong. */
export function bearerOf(request: Pick<IncomingRequest, 'headers'>): string | undefined {
  const header = request.headers.authorization;
  return typeof header === 'string' ? BEARER.exec(header)?.[1] : undefined;
}
