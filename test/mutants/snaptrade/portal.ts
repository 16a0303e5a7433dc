/** Links that do not work, and ends of the portal that are taken for something else. */
import { accessPolicies, toldInMessage } from '../../clients/snaptrade/access-policies.ts';
import type { Mutant } from '../mutant.ts';
import { mutant } from './mutant.ts';

const { toldInAddress } = accessPolicies;

export const portal: readonly Mutant[] = [
  mutant('keeps-links', 'Hands out the link that it has.', { linkMs: Number.POSITIVE_INFINITY }, [
    'portal/a-link-for-later',
  ]),
  mutant('tries-links', 'Looks whether a link works before it hands it out.', { triesLinks: true }, [
    'portal/a-link-is-not-tried',
  ]),
  mutant(
    'escapes-twice',
    'Escapes the address to come back to, as if it went into a query.',
    { returnAddress: encodeURIComponent },
    ['portal/an-address-of-ones-own'],
  ),
  mutant('always-asks-to-trade', 'Asks for leave to trade, to have it.', { accessAsked: () => 'trade' }, [
    'portal/trading-if-there-is-any',
    'portal/a-link-is-not-tried',
  ]),
  mutant(
    'has-one-name-for-the-connection',
    'Looks for the name that messages have in the address too.',
    {
      toldInAddress: (query) => ({
        ...toldInAddress(query),
        connectionId: query.get('authorizationId') ?? undefined,
      }),
    },
    ['portal/came-back-connected'],
  ),
  mutant(
    'believes-the-address',
    'Takes every connection for the user’s that an address names.',
    { believesAddress: true },
    ['portal/came-back-with-somebody-elses', 'portal/came-back-connected', 'portal/connected-in-a-frame'],
  ),
  mutant(
    'makes-numbers-of-codes',
    'Makes a number of the code in the address.',
    {
      toldInAddress: (query) => ({ ...toldInAddress(query), errorCode: Number(query.get('error_code')) }),
    },
    ['portal/came-back-with-a-code-of-zeros'],
  ),
  mutant(
    'looks-for-an-error-code',
    'Takes a return for an error where the code is another number than 0.',
    {
      toldInAddress: (query) => {
        const told = toldInAddress(query);
        const status = Number(query.get('error_code')) === 0 ? 'SUCCESS' : 'ERROR';
        return { ...told, status: told.status === 'ABANDONED' ? told.status : status };
      },
    },
    ['portal/came-back-with-a-code-of-zeros', 'portal/came-back-without-a-word'],
  ),
  mutant(
    'no-error-is-success',
    'Takes every return that speaks of no error for a success.',
    { silenceMeans: 'SUCCESS' },
    ['portal/came-back-without-a-word', 'portal/closed-without-connecting', 'portal/left-in-a-window'],
  ),
  mutant(
    'no-success-is-an-error',
    'Takes every return but a success for an error.',
    {
      toldInAddress: (query) => {
        const told = toldInAddress(query);
        return told.status === 'SUCCESS' ? told : { ...told, status: 'ERROR' };
      },
    },
    ['portal/came-back-without-connecting', 'portal/came-back-without-a-word'],
  ),
  mutant(
    'swaps-status-and-code',
    'Takes the HTTP status for the code.',
    { toldInAddress: (query) => ({ ...toldInAddress(query), errorCode: query.get('status_code') }) },
    ['portal/came-back-with-a-wrong-password', 'portal/came-back-with-a-code-of-zeros'],
  ),
  mutant(
    'expects-texts',
    'Looks for SUCCESS:<id> and ERROR:<code>, as older guides have them.',
    {
      toldInMessage: (message) => {
        const [status = '', rest] = typeof message === 'string' ? message.split(':') : [];
        return rest === undefined ? undefined : { status, connectionId: rest, errorCode: rest };
      },
    },
    ['portal/connected-in-a-frame', 'portal/failed-in-a-frame'],
  ),
  mutant(
    'reads-messages-like-addresses',
    'Looks for the names of the address in messages.',
    {
      toldInMessage: (message) => {
        const told = toldInMessage(message);
        const { connection_id: connection, error_code: code } = (message ?? {}) as Record<string, unknown>;
        return told && { ...told, connectionId: String(connection), errorCode: code ?? null };
      },
    },
    ['portal/connected-in-a-frame', 'portal/failed-in-a-frame'],
  ),
  mutant(
    'closing-is-success',
    'Takes CLOSE_MODAL for the end of a session that went well.',
    {
      toldInMessage: (message) =>
        message === 'CLOSE_MODAL' ? { status: 'SUCCESS', connectionId: '' } : toldInMessage(message),
    },
    ['portal/closed-without-connecting', 'portal/failed-in-a-frame'],
  ),
  mutant(
    'waits-for-an-object',
    'Takes a session without an object for one that went wrong.',
    { toldAtTheEnd: (told) => told.at(-1) ?? { status: 'ERROR', errorCode: null } },
    ['portal/left-in-a-window', 'portal/closed-without-connecting'],
  ),
];
