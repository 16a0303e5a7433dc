/** Personal keys and OAuth, got wrong. */
import type { Mutant } from '../mutant.ts';
import { mutant } from './mutant.ts';

export const access: readonly Mutant[] = [
  mutant(
    'names-nobody',
    'Sends userId and userSecret empty where a personal key has neither.',
    { namesNobody: true },
    ['access/a-personal-key-names-nobody'],
  ),
  mutant(
    'knows-one-limit',
    'Reads the headers of the application’s limit, and of no other.',
    {
      waitOf: ({ headers }) =>
        headers.get('x-ratelimit-remaining') === '0'
          ? Number(headers.get('x-ratelimit-reset')) * 1000
          : undefined,
    },
    ['access/ten-reads-of-an-account'],
  ),
  mutant(
    'has-its-secret-in-the-form',
    'Proves itself with the fields of the form.',
    {
      tokenRequest: ({ headers: { Authorization: _, ...headers }, ...request }, fields, { id, secret }) => ({
        ...request,
        headers,
        body: new URLSearchParams([...fields, ['client_id', id], ['client_secret', secret]]).toString(),
      }),
    },
    ['access/a-code-for-tokens', 'access/a-token-that-has-run-out'],
  ),
  mutant(
    'asks-for-tokens-in-json',
    'Sends JSON to the token endpoint, as to all others.',
    {
      tokenRequest: (request, fields) => ({
        ...request,
        headers: { ...request.headers, 'Content-Type': 'application/json' },
        body: JSON.stringify(Object.fromEntries(fields)),
      }),
    },
    ['access/a-code-for-tokens', 'access/a-token-that-has-run-out'],
  ),
  mutant(
    'forgets-the-verifier',
    'Exchanges a code without the verifier of PKCE.',
    {
      tokenRequest: (request, fields) => {
        fields.delete('code_verifier');
        return { ...request, body: fields.toString() };
      },
    },
    ['access/a-code-for-tokens'],
  ),
  mutant('signs-besides', 'Names the client and the time besides the token.', { namesClientBesides: true }, [
    'access/a-token-and-nothing-else',
  ]),
  mutant('refreshes-never', 'Sends its user to sign in again every ten hours.', { isExpired: () => false }, [
    'access/a-token-that-has-run-out',
    'access/a-token-runs-out-in-the-middle',
  ]),
  mutant(
    'refreshes-at-the-start',
    'Refreshes a token only before it begins.',
    { refreshesAt: 'the first request' },
    ['access/a-token-runs-out-in-the-middle'],
  ),
  mutant(
    'keeps-the-old-refresh-token',
    'Takes the access token of a refresh, and goes on with the refresh token it had.',
    { keepsNewRefreshToken: false },
    ['access/a-token-that-has-run-out', 'access/a-token-runs-out-in-the-middle'],
  ),
  mutant(
    'takes-a-refused-grant-for-an-outage',
    'Takes invalid_grant for a bad moment of the token endpoint.',
    { grantRefused: 'unavailable' },
    ['access/a-refresh-token-that-was-used', 'access/a-code-that-is-too-old'],
  ),
  mutant('tries-a-refused-grant-again', 'Tries a grant that was refused five times.', { grantTries: 5 }, [
    'access/a-refresh-token-that-was-used',
    'access/a-code-that-is-too-old',
  ]),
  mutant(
    'refreshes-what-is-forbidden',
    'Takes 403 for a token that has run out.',
    { isExpired: ({ kind }) => kind === 'unauthorized' || kind === 'forbidden' },
    ['access/a-scope-is-missing'],
  ),
];
