/**
 * The composition root and public face: the only file in `src/` that knows the four providers.
 *
 * @example
 * import { startUnderstudy } from 'understudy-apis';
 *
 * const understudy = await startUnderstudy({ port: 0 });
 * const world = understudy.createWorld({ template: 'household', seed: 7 });
 * const { baseUrl, credentials } = world.provider('redbark');
 * // ... point your client there ...
 * world.clock.advance('10m');
 * await understudy.close();
 */
import { breadbox } from '../mocks/breadbox/provider.ts';
import { fivetran } from '../mocks/fivetran/provider.ts';
import { redbark } from '../mocks/redbark/provider.ts';
import { snaptrade } from '../mocks/snaptrade/provider.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from './engine/simulator.ts';
import type { Provider } from './provider/index.ts';

export {
  connectUnderstudy,
  type MadeWorld,
  type Problem,
  type RemoteEntry,
  type RemoteFilter,
  type RemoteOptions,
  type RemoteSnapshot,
  type RemoteUnderstudy,
  type RemoteWorld,
  UnderstudyError,
} from './remote/index.ts';

export {
  type ClientContext,
  type ClientDefinition,
  ClientFailure,
  type ClientOperation,
  defineClient,
  Unsupported,
} from './verify/define-client.ts';
export type { CaseLimits, Failure, FailureKind } from './verify/protocol.ts';
export { runAdapter } from './verify/run-adapter.ts';

export const providers: readonly Provider[] = [snaptrade, redbark, breadbox, fivetran];

export type UnderstudyOptions = Omit<SimulatorOptions, 'providers' | 'tap'>;
export type Understudy = Simulator;

/**
 * Starts the simulator with all four providers.
 *
 * @returns when it can answer; `close()` it when you are done
 * @throws if the port is taken or the world's description is wrong
 */
export function startUnderstudy(options: UnderstudyOptions = {}): Promise<Understudy> {
  return startSimulator({ ...options, providers });
}
