/**
 * Webhooks as a receiver meets them, made by the code that sends them. A case hands body and signature to the client as
 * texts: `$webhook.broken.body`, `$webhook.broken.signature`.
 */

import { type Instant, sub, uuid } from '../../../fixtures/ledger/index.ts';
import { MINUTE } from '../../../fixtures/ledger/time.ts';
import { applicationOf } from '../application.ts';
import { accountsOf, connectionsOf, LENS } from '../lens.ts';
import { readyUser } from '../ready-user.ts';
import { findUser, type SnapTradeWorld } from '../state.ts';
import { signatureOf } from '../webhooks.ts';
import {
  aboutAccount,
  aboutConnection,
  aboutUser,
  type Extra,
  holdingsDetails,
  webhookBody,
  withBrokerage,
} from '../wire/webhook.ts';

type Make = (world: SnapTradeWorld) => Extra;

const samples: Readonly<Record<string, Make>> = {
  registered: about('USER_REGISTERED', (world) => aboutUser(readyUser(world).userId)),
  broken: about('CONNECTION_BROKEN', (world) => ofConnection(world, aboutConnection)),
  deleted: about('CONNECTION_DELETED', (world) => ofConnection(world, withBrokerage)),
  // Tried again for the third time: it keeps the time of what it tells (ST-C50).
  retried: about('CONNECTION_FIXED', (world) => ofConnection(world, aboutConnection), 210 * MINUTE),
  // Comes after failures too, and names each part (ST-127).
  'holdings-failed': about('ACCOUNT_HOLDINGS_UPDATED', (world) => ({
    ...ofConnection(world, withBrokerage),
    ...ofAccount(world),
    ...holdingsDetails('The brokerage could not be read.'),
  })),
  'foreign-letters': about('USER_REGISTERED', () => aboutUser('zoë-✓-🦊')),
  // The list of events grows.
  unheard: about('AN_EVENT_OF_TOMORROW', (world) => ofConnection(world, aboutConnection)),
};

/** Undefined: there is no such text. */
export function sampleText(world: SnapTradeWorld, name: string, part: string): string | undefined {
  const make = Object.hasOwn(samples, name) ? samples[name] : undefined;
  if (make === undefined) return undefined;
  const body = JSON.stringify(make(world));
  const { consumerKey } = applicationOf(world);
  switch (part) {
    case 'body':
      return body;
    // The same message as another writer of JSON puts it: the signature is over the content, not over the bytes.
    case 'spaced-body':
      return JSON.stringify(make(world), null, 1);
    case 'changed-body':
      return body.replace('"eventTimestamp":"2', '"eventTimestamp":"3');
    case 'signature':
      return signatureOf(body, consumerKey);
    case 'forged-signature':
      return signatureOf(body, `not ${consumerKey}`);
    default:
      return undefined;
  }
}

/** @param late how long ago it happened, milliseconds */
function about(type: string, extra: Make, late = 0): Make {
  return (world) => {
    const { clientId } = applicationOf(world);
    // Body and signature are asked for one after the other, and a clock may run.
    const at: Instant = world.bornAt - late;
    const webhookId = uuid(sub(world.seed, LENS, 'webhook-sample', type));
    return webhookBody({ webhookId, clientId, at, type, secret: 'no-longer-used' }, extra(world));
  };
}

function ofConnection(world: SnapTradeWorld, body: typeof aboutConnection): Extra {
  const [connection] = linked(world);
  return connection === undefined ? {} : body(world.ledger, connection);
}

function ofAccount(world: SnapTradeWorld): Extra {
  const [connection] = linked(world);
  const [place] = connection === undefined ? [] : accountsOf(world.ledger, connection);
  return place === undefined ? {} : aboutAccount(world.ledger, place.connection, place.account);
}

function linked(world: SnapTradeWorld): ReturnType<typeof connectionsOf> {
  const user = findUser(world.state, readyUser(world).userId);
  return user === undefined ? [] : connectionsOf(world, user);
}
