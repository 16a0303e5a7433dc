/** Requests that are signed, addressed or filled in wrongly. */
import { createHmac } from 'node:crypto';
import { canonical } from '../../clients/snaptrade/signing.ts';
import type { Mutant } from '../mutant.ts';
import { mutant } from './mutant.ts';

export const requests: readonly Mutant[] = [
  mutant(
    'sends-credentials-in-headers',
    'Keeps the secret out of the query, where the provider wants it.',
    { userIn: 'headers' },
    ['connections/credentials-go-in-the-query', 'connections/disabled-on-purpose'],
  ),
  mutant('sends-milliseconds', 'Has the timestamp in milliseconds.', { timestamp: String }, [
    'connections/credentials-go-in-the-query',
    'limits/a-wait-outlives-the-signature',
  ]),
  mutant('signs-an-empty-object', 'Signs {} where it sends {}.', { contentOf: (body) => body ?? null }, [
    'users/a-way-into-the-portal',
  ]),
  mutant('signs-no-body', 'Forgets the body when it signs.', { contentOf: () => null }, [
    'users/the-secret-is-shown-once',
    'users/a-new-secret',
  ]),
  mutant('leaves-letters-as-they-are', 'Escapes blanks in a query and little else.', { encoded: encodeURI }, [
    'users/any-letters',
  ]),
  mutant(
    'always-names-the-user',
    "Sends the user's secret with every call, asked for or not.",
    { alwaysNamesUser: true },
    ['users/a-list-of-names', 'users/deletion-is-queued', 'connections/status-needs-no-key'],
  ),
  mutant(
    'forgets-what-to-mend',
    'Opens the portal without the id of the connection to mend.',
    { portalOptions: ({ reconnect: _, ...options }) => options },
    ['users/a-way-to-mend-a-connection'],
  ),
  mutant('keeps-the-old-secret', 'Goes on with the secret it had.', { takesNewSecret: false }, [
    'users/a-new-secret',
  ]),
  mutant('believes-every-webhook', 'Looks at no signature.', { isSigned: () => true }, [
    'webhooks/forged',
    'webhooks/changed-on-the-way',
    'webhooks/one-forged-among-them',
  ]),
  mutant(
    'signs-the-bytes',
    'Takes the signature for one of the bytes that came.',
    { isSigned: (key, body, signature) => hmac(key, body) === signature },
    ['webhooks/signed', 'webhooks/written-another-way'],
  ),
  mutant(
    'signs-webhooks-as-javascript',
    'Writes the canonical form as JavaScript does, without escapes.',
    { isSigned: (key, body, signature) => hmac(key, canonical(JSON.parse(body))) === signature },
    ['webhooks/letters-outside-ascii'],
  ),
  mutant(
    'refuses-old-webhooks',
    "Copies the sample's limit of 300 seconds.",
    { isFresh: (age) => age < 300_000 },
    ['webhooks/third-try'],
  ),
];

function hmac(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64');
}
