/**
 * Webhooks as a receiver meets them, made by the code that sends them. A case hands body, signature and secret to the
 * client as texts: `$webhook.sync-end.body`, `$webhook.sync-end.signature`, `$webhook.secret`.
 */
import { createHmac } from 'node:crypto';
import { base62, sub } from '../../../fixtures/ledger/seed.ts';
import { isoInstant } from '../../../fixtures/ledger/time.ts';
import type { Run } from '../../../fixtures/pipelines/index.ts';
import type { Json } from '../../../src/provider/index.ts';
import { type FivetranWorld, wingOf } from '../state.ts';
import { webhooks } from '../webhooks.ts';
import { endData, eventBody, rescheduledData, webhookBody } from '../wire/webhook.ts';

const SIGNATURE = 'X-Fivetran-Signature-256';
const MINUTE = 60_000;

type Make = (world: FivetranWorld) => Json;

/** About the world's first connection, at the world's first instant: body and signature are asked for one by one. */
const event =
  (type: string, end?: Run['end']): Make =>
  (world) => {
    const wing = wingOf(world);
    const [connection] = wing.connections;
    if (connection === undefined) return {};
    const at = world.bornAt;
    const run = end && { startedAt: at - MINUTE, endsAt: at, end, resumesAt: at + 60 * MINUTE };
    const data = (run && endData(run)) ?? {};
    return webhookBody(type, at, eventBody(wing, connection, run, data));
  };

const samples: Readonly<Record<string, Make>> = {
  'sync-end': event('sync_end', 'succeed'),
  'sync-failed': event('sync_end', 'fail'),
  'sync-rescheduled': event('sync_end', 'quota'),
  // Deprecated, and still sent (FT-85).
  status(world) {
    const told = event('status', 'quota')(world) as { readonly [name: string]: Json };
    return { ...told, data: rescheduledData(world.bornAt + 60 * MINUTE) };
  },
  // Of no sync, so it has no sync_id (FT-86).
  paused: event('pause_connector'),
  // Sent when a webhook is set up, with older names and about nothing that exists.
  probe: (world) => ({
    event: 'test_event',
    created: isoInstant(world.bornAt),
    connector_type: '_connector_type',
    connector_id: '_connector_1',
    group_id: '_destination_1',
  }),
  // Events are added without notice; the list of them was never complete.
  unheard: event('an_event_of_tomorrow'),
  // Names of people may hold any letter.
  'foreign-letters': (world) => ({
    ...(event('sync_end', 'succeed')(world) as { readonly [name: string]: Json }),
    connector_name: 'größe_データ_🦊',
  }),
};

/** Undefined: there is no such text. */
export function sampleText(world: FivetranWorld, [name = '', part]: readonly string[]): string | undefined {
  if (name === 'secret') return secretOf(world);
  const make = Object.hasOwn(samples, name) ? samples[name] : undefined;
  if (make === undefined) return undefined;
  const body = JSON.stringify(make(world));
  switch (part) {
    case 'body':
      return body;
    // The same message with blanks, as other writers of JSON put them: only the raw body has the signature.
    case 'spaced-body':
      return spaced(world, make);
    case 'signature':
      return signatureOf(world, body);
    case 'spaced-signature':
      return signatureOf(world, spaced(world, make));
    case 'lower-signature':
      return signatureOf(world, body).toLowerCase();
    case 'forged-signature':
      return createHmac('sha256', `not ${secretOf(world)}`)
        .update(body)
        .digest('hex')
        .toUpperCase();
    default:
      return undefined;
  }
}

function spaced(world: FivetranWorld, make: Make): string {
  return JSON.stringify(make(world), null, 1).replaceAll('\n', ' ');
}

function signatureOf(world: FivetranWorld, body: string): string {
  return webhooks.headers({ id: '', body, sentAt: world.bornAt }, secretOf(world))[SIGNATURE] ?? '';
}

function secretOf(world: FivetranWorld): string {
  return base62(sub(world.secrets, 'fivetran', 'webhook'), 32);
}
