/** What comes in: a webhook is an event only once its signature holds. */
import { ClientFailure } from '../../../src/verify/define-client.ts';
import type { Api } from './api.ts';
import type { Row } from './pages.ts';

export function readWebhook({ context, policies }: Api, body: string, signature: string): Row {
  const { webhookSecret: _, ...event } = eventOf(body);
  if (!policies.isSigned(context.credentials.consumerKey ?? '', body, signature)) {
    throw new ClientFailure('unauthorized', { message: 'The signature is not that of the body' });
  }
  if (!policies.isFresh(context.now() - Date.parse(String(event.eventTimestamp)))) {
    throw new ClientFailure('unauthorized', { message: 'The webhook is too old' });
  }
  return policies.shown(event);
}

function eventOf(body: string): Row {
  try {
    return JSON.parse(body) as Row;
  } catch {
    throw new ClientFailure('broken-answer', { message: 'The webhook is no JSON' });
  }
}
