/** The sweep with PyPI `snaptrade-python-sdk`, whose signature differs for floats and for text that is not ASCII. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { WorldHandle } from '../../../src/world/handle.ts';
import { credentialsOf } from '../client.ts';
import { NOT_YET } from '../not-yet.ts';
import { type Outcome, plain } from './outcome.ts';

export interface PythonSweep {
  readonly outcomes: readonly Outcome[];
  /** Every method the SDK has. */
  readonly methods: readonly string[];
}

/** The version that has every operation of both documents, and no other. */
export const PYTHON_SDK = '12.1.0';

/** Undefined: no Python, or the SDK is not installed, or in another version. */
export function hasPythonSdk(): boolean {
  const asked = 'from importlib.metadata import version; print(version("snaptrade-python-sdk"))';
  const { stdout } = spawnSync('python3', ['-c', asked], { encoding: 'utf8' });
  return stdout?.trim() === PYTHON_SDK;
}

export async function pythonSweep(world: WorldHandle): Promise<PythonSweep> {
  const told = {
    host: world.baseUrl('snaptrade'),
    ...credentialsOf({ world }),
    notYet: NOT_YET.map((name) => plain(name.replace('_', '.'))),
  };
  const child = spawn('python3', [join(import.meta.dirname, 'sweep.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(`${JSON.stringify(told)}\n`);
  const outcomes: Outcome[] = [];
  let methods: readonly string[] = [];
  for await (const line of createInterface(child.stdout)) {
    const said = JSON.parse(line) as Outcome & { readonly methods?: readonly string[] };
    if (said.methods !== undefined) methods = said.methods;
    else outcomes.push(withoutNulls(said));
  }
  if (child.exitCode === null) await once(child, 'exit');
  if (child.exitCode !== 0) throw new Error(`The sweep in Python ended with ${child.exitCode}.`);
  return { outcomes: withOperations(outcomes, world), methods };
}

/** The SDK asks once for each call, in order. */
function withOperations(outcomes: readonly Outcome[], world: WorldHandle): readonly Outcome[] {
  const asked = world.journal.entries({ kind: 'request' }).map(({ operation }) => operation);
  return outcomes.map((outcome) =>
    outcome.status === undefined ? outcome : { ...outcome, operation: asked.shift() },
  );
}

function withoutNulls(outcome: Outcome): Outcome {
  return Object.fromEntries(
    Object.entries(outcome).filter(([, value]) => value !== null),
  ) as unknown as Outcome;
}
