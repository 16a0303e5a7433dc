/** Faults the engine makes by itself, alike for every provider. */
import type { Seed } from '../../fixtures/ledger/seed.ts';
import type { Provider } from '../provider/define.ts';
import type { AnyExchange } from '../provider/exchange.ts';
import type { Given } from '../provider/faults.ts';
import type { OperationSpec } from '../provider/operation.ts';
import type { Reply } from '../provider/reply.ts';
import type { LiveWorld } from '../world/live-world.ts';
import type { OrderError } from './order.ts';
import type { WirePlan } from './wire/plan.ts';

/** Where a body stands that is to be reshaped. */
export interface ReshapeContext {
  readonly provider: Provider;
  readonly operation: OperationSpec;
  /** As the contract types it, defaults filled in. */
  readonly query: Readonly<Record<string, unknown>>;
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
      /** What of the delivery it has to do with; of two faults of one part the first armed is drawn. */
      readonly part: keyof WirePlan;
      plan(given: Given, seed: Seed): WirePlan;
      /** What is wrong with parameters that fit their schemas one by one. */
      check?(given: Given): OrderError | undefined;
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
      when?(x: AnyExchange, given: Given, provider: Provider): boolean;
      move(x: AnyExchange, given: Given, provider: Provider, world: LiveWorld): void;
    };
