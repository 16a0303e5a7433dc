/** HTTP Basic: the API key as user name, its secret as password (FT-01). */
import { base62, sub } from '../../fixtures/ledger/seed.ts';
import { type IncomingRequest, type Problem, sameSecret } from '../../src/provider/index.ts';
import { refusals } from './errors.ts';
import type { FivetranExchange, FivetranWorld } from './state.ts';

const BASIC = /^basic +([a-z0-9+/_-]+={0,2})$/i;

interface Pair {
  readonly key: string;
  readonly secret: string;
}

/** The one API key of the world's account: given by the world file, else drawn. */
export function apiKey(world: Pick<FivetranWorld, 'settings' | 'secrets'>): Pair {
  const { key, secret } = world.settings;
  return {
    key: typeof key === 'string' ? key : base62(sub(world.secrets, 'fivetran', 'key'), 16),
    secret: typeof secret === 'string' ? secret : base62(sub(world.secrets, 'fivetran', 'secret'), 32),
  };
}

/** The key of a request, whether or not its secret is right: it leads to the world. */
export function keyOf(request: Pick<IncomingRequest, 'headers'>): string | undefined {
  return pairOf(request)?.key;
}

export function authenticate(x: FivetranExchange): Problem | undefined {
  const given = pairOf(x.request);
  const wanted = apiKey(x.world);
  if (given?.key !== wanted.key || !sameSecret(given.secret, wanted.secret))
    return refusals.unauthorized(x.world);
  x.principal = { key: wanted.key };
  return undefined;
}

function pairOf({ headers }: Pick<IncomingRequest, 'headers'>): Pair | undefined {
  const header = headers.authorization;
  const encoded = BASIC.exec((typeof header === 'string' ? header : '').trim())?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  // The key ends at the first colon; a secret may hold more of them (RFC 7617).
  const colon = text.indexOf(':');
  return colon === -1 ? undefined : { key: text.slice(0, colon), secret: text.slice(colon + 1) };
}
