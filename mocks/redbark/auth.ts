/** Bearer keys (RB-01). */
import { digest, type Problem } from '../../src/provider/index.ts';
import { customerOfKey } from './customers.ts';
import { refusals } from './errors.ts';
import { bearerOf } from './keys.ts';
import { noteFailedAuth } from './limits.ts';
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
  return { key, keyId, customer: customerOfKey(key) };
}
