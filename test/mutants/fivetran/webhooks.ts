/** Messages that are believed, or are not. */
import { createHmac } from 'node:crypto';
import { brokenAnswer } from '../../clients/fivetran/failures.ts';
import { textIn } from '../../clients/fivetran/reading.ts';
import { type Received, webhookPolicies } from '../../clients/fivetran/webhook.ts';
import type { Mutant } from '../mutant.ts';
import { mutantsOf } from './mutant.ts';

const mutant = mutantsOf('receiveWebhook');

const { isGenuine, readMessage } = webhookPolicies;

const digest = ({ body, secret }: Received, encoding: 'utf8' | 'latin1' = 'utf8'): string =>
  createHmac('sha256', secret).update(body, encoding).digest('hex');

/** Refuses messages that are not so. */
const insisting = (is: (message: unknown) => boolean) => ({
  readMessage(body: string) {
    const message = readMessage(body);
    if (!is(message)) throw brokenAnswer('Not a message as it has to be');
    return message;
  },
});

const EVENTS = ['sync_start', 'sync_end', 'pause_connector', 'resume_connector', 'edit_connector'];

export const webhooks: readonly Mutant[] = [
  mutant('believes-anybody', 'Does not look at signatures.', { isGenuine: () => true }, [
    'webhooks/forged',
    'webhooks/body-changed',
    'webhooks/not-signed',
  ]),
  mutant(
    'expects-small-letters',
    'Compares signatures as texts, in small letters.',
    { isGenuine: (received) => received.signature === digest(received) },
    ['webhooks/genuine'],
  ),
  mutant(
    'expects-capital-letters',
    'Compares signatures as texts, in capital letters.',
    { isGenuine: (received) => received.signature === digest(received).toUpperCase() },
    ['webhooks/small-letters'],
  ),
  mutant(
    'signs-what-it-wrote',
    'Reads the body and signs it as it would write it.',
    {
      isGenuine: (received) => isGenuine({ ...received, body: JSON.stringify(JSON.parse(received.body)) }),
    },
    ['webhooks/raw-body'],
  ),
  mutant(
    'signs-latin-letters',
    'Signs characters in the place of bytes.',
    { isGenuine: (received) => received.signature.toLowerCase() === digest(received, 'latin1') },
    ['webhooks/foreign-letters'],
  ),
  mutant(
    'insists-on-a-sync',
    'Refuses a message without sync_id.',
    insisting((message) => textIn(message, 'sync_id') !== undefined),
    ['webhooks/without-a-sync', 'webhooks/probe'],
  ),
  mutant(
    'knows-its-events',
    'Refuses an event that it does not know.',
    insisting((message) => EVENTS.includes(textIn(message, 'event') ?? '')),
    ['webhooks/event-of-tomorrow', 'webhooks/put-off'],
  ),
  mutant(
    'takes-the-end-for-success',
    'Takes every sync_end for a success.',
    {
      readMessage(body) {
        const message = readMessage(body) as Readonly<Record<string, unknown>>;
        return message.event === 'sync_end' ? { ...message, data: { status: 'SUCCESSFUL' } } : message;
      },
    },
    ['webhooks/sync-failed'],
  ),
];
