/**
 * Keeps Node's `process.nextTick` on V8's fast path for good.
 *
 * Node writes each tick as an object literal with computed keys. V8 remembers such a literal by its hidden class, and
 * holds that class weakly: a full collection at a moment when no tick waits and the code is not optimised yet takes
 * the class away. The next tick gets a new one, which V8 counts as a second shape, and from then on every tick of the
 * process is put together by the slow runtime (`Runtime_DefineKeyedOwnPropertyInLiteral`): five per answer, a tenth of
 * the time a cached answer takes. A bare server is optimised before its first collection; one that loads a world is
 * not. One tick that is never let go holds the class.
 */
import { executionAsyncResource } from 'node:async_hooks';

let kept: object | undefined;

export function keepTicksFast(): void {
  if (kept !== undefined) return;
  process.nextTick(() => {
    kept = executionAsyncResource();
  });
}
