/** Bearer keys (RB-01). */
import { digest, type Problem } from '../../src/provider/index.ts';
import { customerOfKey } from './customers.ts';
import { refusals } from './errors.ts';
import { bearerOf, type KeyRecord } from './keys.ts';
import { booksOf, noteFailedAuth } from './limits.ts';
import type { Caller, RedbarkExchange } from './state.ts';

/** Finds out who asks. Failures are counted: guessing is limited (RB-53). */
export function authenticate(x: RedbarkExchange): Problem | undefined {
  if (x.operation.id === 'getHealth') return undefined;
  const token = bearerOf(x.request);
  const caller = token === undefined ? undefined : callerOf(x, token);
  if (caller === undefined) {
    noteFailedAuth(x);
    return token === undefined ? refusals.missingKey() : refusals.invalidKey();
  }
  x.principal = caller;
  return undefined;
}

/** By digest: the time a look-up takes says nothing about how much of a key is right. */
function callerOf(x: RedbarkExchange, token: string): Caller | undefined {
  const { keys } = x.world.state;
  const keyId = digest(token);
  const key = Object.hasOwn(keys, keyId) ? keys[keyId] : undefined;
  if (key === undefined || key.status === 'cancelled') return undefined;
  let caller = callers.get(key);
  if (caller === undefined) {
    caller = { key, keyId, customer: customerOfKey(key), books: booksOf(keyId) };
    callers.set(key, caller);
  }
  return caller;
}

/** By what is known of a key; a change of plan makes another record of it. */
const callers = new WeakMap<KeyRecord, Caller>();
