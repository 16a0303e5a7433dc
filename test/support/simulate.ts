/** One provider in process, for tests: a frozen world, no socket. */
import type { WorldFile } from '../../fixtures/ledger/world-file.ts';
import { Simulator, type SimulatorOptions } from '../../src/engine/simulator.ts';
import type { Provider } from '../../src/provider/index.ts';
import type { WorldHandle } from '../../src/world/handle.ts';

export interface Simulated {
  readonly simulator: Simulator;
  /** For supertest: `request(handler).get('/redbark/v1/trades')`. */
  readonly handler: Simulator['handler'];
  /** The default world; its clock stands still until a test advances it. */
  readonly world: WorldHandle;
  /** Bugs the engine caught; a test that ends with one has found one. */
  readonly bugs: unknown[];
}

/** @param file what differs from the household template, seed 1, with a frozen clock */
export function simulate(
  providers: Provider | readonly Provider[],
  file: WorldFile = {},
  options: Partial<SimulatorOptions> = {},
): Simulated {
  const bugs: unknown[] = [];
  const all = Array.isArray(providers) ? (providers as readonly Provider[]) : [providers as Provider];
  const simulator = new Simulator({
    providers: all,
    // The toy's contract says nothing of its answers, whatever is looked for in a test run (checked-answers.ts).
    ...(all.some(({ id }) => id === 'toy') && { checkAnswers: 'off' }),
    listen: false,
    world: { clock: 'frozen', ...file },
    onBug: (error) => bugs.push(error),
    ...options,
  });
  return { simulator, handler: simulator.handler, world: simulator.world(), bugs };
}
