/** Messages of webhooks: believed if their signature is right. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { ClientFailure } from '../../../src/verify/define-client.ts';
import { brokenAnswer } from './failures.ts';

export interface Received {
  readonly body: string;
  readonly signature: string;
  readonly secret: string;
}

export interface WebhookPolicies {
  readonly isGenuine: (received: Received) => boolean;
  /** The message of a genuine body. */
  readonly readMessage: (body: string) => unknown;
}

export const webhookPolicies: WebhookPolicies = {
  isGenuine({ body, signature, secret }) {
    // Over the raw bytes: the same JSON written anew has another one. Hexadecimal digits of either case.
    const wanted = createHmac('sha256', secret).update(body, 'utf8').digest();
    const given = Buffer.from(signature, 'hex');
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  },
  readMessage(body) {
    try {
      return JSON.parse(body);
    } catch {
      throw brokenAnswer('A message that is no JSON');
    }
  },
};

export function receive(received: Received, policies: WebhookPolicies): unknown {
  if (!policies.isGenuine(received)) {
    throw new ClientFailure('unauthorized', { message: 'The signature of the message is not right' });
  }
  return policies.readMessage(received.body);
}
