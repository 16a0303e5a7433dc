/** Both sweeps, each in a world of its own, and what the page says of them; shared by the test and `npm run sdks`. */
import { snaptrade } from '../../../mocks/snaptrade/provider.ts';
import { startSimulator } from '../../../src/engine/simulator.ts';
import type { WorldHandle } from '../../../src/world/handle.ts';
import type { Outcome } from './outcome.ts';
import { sectionText } from './page.ts';
import { hasPythonSdk, PYTHON_SDK, pythonSweep } from './python.ts';
import { methodsOfSdk, sweep, version } from './typescript.ts';

export { PYTHON_SDK };

export interface Section {
  readonly outcomes: readonly Outcome[];
  /** Every method that the SDK has. */
  readonly methods: readonly string[];
  readonly text: string;
}

/** Wall Street is open, nothing changes while the methods are called, and what customers have to ask for is there. */
const WORLD = {
  clock: 'frozen',
  now: '2026-03-17T15:00:00Z',
  switches: { snaptrade: { balanceHistory: 'on' } },
} as const;

export async function typescriptSection(): Promise<Section> {
  const outcomes = await inAWorld(sweep);
  const text = sectionText('typescript', `snaptrade-typescript-sdk ${version}`, outcomes);
  return { outcomes, methods: methodsOfSdk(), text };
}

/** Undefined where the SDK is not installed. */
export async function pythonSection(): Promise<Section | undefined> {
  if (!hasPythonSdk()) return undefined;
  const { outcomes, methods } = await inAWorld(pythonSweep);
  return { outcomes, methods, text: sectionText('python', `snaptrade-python-sdk ${PYTHON_SDK}`, outcomes) };
}

async function inAWorld<Result>(job: (world: WorldHandle) => Promise<Result>): Promise<Result> {
  const simulator = await startSimulator({ providers: [snaptrade], port: 0, world: WORLD });
  try {
    return await job(simulator.world());
  } finally {
    await simulator.close();
  }
}
