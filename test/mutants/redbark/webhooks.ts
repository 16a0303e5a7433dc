/** Receivers that believe too much, too little, or read something else. */
import { policies } from '../../clients/redbark/index.ts';
import { hasSignature } from '../../clients/redbark/webhooks.ts';
import type { Mutant } from '../mutant.ts';
import { mutant } from './mutant.ts';

export const webhooks: readonly Mutant[] = [
  mutant('believes-every-message', 'Does not look at signatures.', { isGenuine: () => true }, [
    'webhooks/forged',
    'webhooks/not-signed',
    'webhooks/time-is-signed',
  ]),
  mutant(
    'signs-what-it-parsed',
    'Checks the signature over the body as it would write it itself.',
    {
      isGenuine: (delivery) =>
        policies.isGenuine({ ...delivery, body: JSON.stringify(JSON.parse(delivery.body)) }),
    },
    ['webhooks/raw-body'],
  ),
  mutant(
    'signs-the-body-alone',
    'Leaves the time out of what it checks.',
    { isGenuine: ({ body, signature, secret }) => hasSignature(signature, secret, body) },
    ['webhooks/trades-in-cents', 'webhooks/transactions-in-cents'],
  ),
  mutant('never-looks-at-the-time', 'Takes messages of any age.', { isFresh: () => true }, [
    'webhooks/replayed',
  ]),
  mutant(
    'allows-no-time-at-all',
    'Refuses what was not signed this very moment.',
    { isFresh: ({ timestamp }, now) => Math.abs(now - Number(timestamp) * 1000) < 5000 },
    ['webhooks/last-attempt'],
  ),
  mutant('takes-cents-for-dollars', 'Reports amounts as the message has them.', { amountOf: String }, [
    'webhooks/trades-in-cents',
    'webhooks/transactions-in-cents',
  ]),
  mutant('reads-one-message-a-run', 'Does not look at chunks.', { chunkOf: () => [1, 1] }, [
    'webhooks/one-chunk-of-two',
  ]),
];
