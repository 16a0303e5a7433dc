/** Faults the engine makes by itself, alike for every provider. */
import type { Seed } from '../../fixtures/ledger/seed.ts';
import type { Provider } from '../provider/define.ts';
import type { AnyExchange } from '../provider/exchange.ts';
import type { Given } from '../provider/faults.ts';
import type { OperationSpec } from '../provider/operation.ts';
import type { Reply } from '../provider/reply.ts';
import type { LiveWorld } from '../world/live-world.ts';
import type { WirePlan } from './wire/plan.ts';

/** Where a body stands that is to be reshaped. */
export interface ReshapeContext {
  readonly provider: Provider;
  readonly operation: OperationSpec;
  readonly status: number;
  /** Of this fault and this request: whatever is drawn comes from it. */
  readonly seed: Seed;
}

export type EngineFault =
  /** An answer that is no provider's own, in the place of the operation's. */
  | {
      readonly kind: 'answer';
      on?(provider: Provider, operation: OperationSpec): boolean;
      answer(given: Given): Reply;
    }
  /** What happens to the answer's bytes on their way. */
  | {
      readonly kind: 'wire';
      on?(provider: Provider, operation: OperationSpec): boolean;
      plan(given: Given, seed: Seed): WirePlan;
    }
  /** Another body for a successful answer. Undefined: nothing here could be changed. */
  | {
      readonly kind: 'reshape';
      on(provider: Provider, operation: OperationSpec): boolean;
      reshape(body: unknown, given: Given, context: ReshapeContext): unknown;
    }
  /** The world itself moves, for good, before the request is answered. */
  | {
      readonly kind: 'move';
      on(provider: Provider, operation: OperationSpec): boolean;
      when?(x: AnyExchange, given: Given): boolean;
      move(x: AnyExchange, given: Given, world: LiveWorld): void;
    };
