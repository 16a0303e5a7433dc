/** Requests that are not as they have to be, and refusals that are misread. */
import { ClientFailure } from '../../../src/verify/define-client.ts';
import { brokenAnswer, failureOf } from '../../clients/fivetran/failures.ts';
import { fivetranClient } from '../../clients/fivetran/index.ts';
import { member, textIn } from '../../clients/fivetran/reading.ts';
import type { Mutant } from '../mutant.ts';
import { mutantsOf } from './mutant.ts';

const mutant = mutantsOf();
const updating = mutantsOf('updateConnection');
const syncing = mutantsOf('syncConnection');

export const requests: readonly Mutant[] = [
  mutant(
    'sends-a-bearer-token',
    'Sends the key as a bearer token.',
    { authorization: ({ key = '' }) => `Bearer ${key}` },
    ['account/key-of-a-user'],
  ),
  mutant(
    'sends-no-content-type',
    'Sends bodies without saying that they are JSON.',
    { contentType: undefined },
    ['updates/pause', 'updates/daily-at-two', 'syncs/succeeds'],
  ),
  updating('updates-with-put', 'Changes connections with PUT.', { updateMethod: 'PUT' }, [
    'updates/pause',
    'updates/unpause',
    'updates/to-manual',
  ]),
  mutantsOf('getConnection', 'updateConnection')(
    'uses-former-paths',
    'Still asks for connectors, as before 2025.',
    { connectionsPath: '/v1/connectors' },
    ['refusals/former-paths-of-connections'],
  ),
  syncing('forces-syncs', 'Still starts syncs with /force.', { syncVerb: 'force' }, [
    'refusals/former-path-of-syncs',
  ]),
  mutantsOf('getConnection')(
    'encodes-twice',
    'Encodes ids twice.',
    { inPath: (id) => encodeURIComponent(encodeURIComponent(id)) },
    ['connections/id-with-equals-sign'],
  ),
  syncing(
    'insists-on-data',
    'Takes an answer without data for broken, also that to an order.',
    {
      dataOf(json) {
        const data = member(json, 'data');
        if (data === undefined) throw brokenAnswer('An answer without data');
        return data;
      },
    },
    ['syncs/succeeds'],
  ),
  updating(
    'sends-the-whole-object',
    'Reads the connection, changes a field and sends all of it back.',
    {
      async updateBody(changes, read) {
        return { ...((await read()) as object), ...changes };
      },
    },
    ['updates/only-what-changes'],
  ),
  updating(
    'sends-numbers-as-texts',
    'Sends numbers as texts, as its form has them.',
    {
      updateBody: (changes) =>
        Object.fromEntries(
          Object.entries(changes).map(([name, value]) => [
            name,
            typeof value === 'number' ? String(value) : value,
          ]),
        ),
    },
    ['updates/daily-at-two', 'updates/threshold-reads-back-zero'],
  ),
  updating(
    'takes-silence-for-consent',
    'Reports an update as done that was refused, or whose answer never came.',
    { tries: 1, updateFailed: (_, changes) => changes },
    ['wire/update-whose-answer-is-lost', 'updates/nothing-to-keep', 'updates/wrong-case'],
  ),
  updating(
    'believes-its-own-wish',
    'Reports an update as it asked for it.',
    { toldOfUpdate: (answer, changes) => ({ ...(answer as object), ...changes }) },
    ['updates/threshold-reads-back-zero', 'updates/time-without-a-daily-frequency'],
  ),
  mutantsOf('accountInfo', 'syncConnection')(
    'takes-403-for-401',
    'Takes a key that may not do this for one that does not exist.',
    {
      refusal: (answer, now) =>
        answer.status === 403 ? new ClientFailure('unauthorized', { status: 403 }) : failureOf(answer, now),
    },
    ['account/without-permission', 'refusals/may-not-sync'],
  ),
  mutantsOf('getConnection', 'syncConnection')(
    'knows-the-old-noun',
    'Knows what is missing by the code NotFound_Connector alone.',
    {
      refusal: (answer, now) =>
        answer.status === 404 && textIn(answer.json, 'code') !== 'NotFound_Connector'
          ? new ClientFailure('other', { status: 404 })
          : failureOf(answer, now),
    },
    ['refusals/connection-not-found'],
  ),
  mutantsOf('listGroups')(
    'keeps-the-status-only',
    'Hands on what kind of refusal it was, and nothing of what it said.',
    {
      refusal(answer, now) {
        const { kind, status = 0 } = failureOf(answer, now).failure;
        return new ClientFailure(kind, { status });
      },
    },
    ['refusals/in-the-words-of-the-provider', 'rate-limits/says-how-long'],
  ),
  mutantsOf('accountInfo')(
    'wants-an-envelope',
    'Reads code and message of every refusal, a page in HTML too.',
    {
      refusal(answer, now) {
        const { code } = answer.json as { readonly code: string };
        return code === '' ? brokenAnswer('A refusal without a code') : failureOf(answer, now);
      },
    },
    ['outages/page-of-a-proxy'],
  ),
  leaking(),
];

/** Says in its failures with which pair it was refused, to be helpful. */
function leaking(): Mutant {
  const { operations, ...client } = fivetranClient();
  const tellsAll = Object.entries(operations).map(([name, operation]): [string, typeof operation] => [
    name,
    async (input, context) => {
      try {
        return await operation(input, context);
      } catch (error) {
        if (!(error instanceof ClientFailure)) throw error;
        const { key, secret } = context.credentials;
        throw new ClientFailure(error.failure.kind, {
          ...error.failure,
          message: `${error.message} (asked as ${key}:${secret})`,
        });
      }
    },
  ]);
  return {
    name: 'fivetran/tells-its-secret',
    says: 'Tells key and secret in the message of its failures.',
    client: { ...client, operations: Object.fromEntries(tellsAll) },
    killedBy: ['fivetran/refusals/wrong-secret', 'fivetran/refusals/connector-not-found'],
  };
}
