/** The sweep with npm `snaptrade-typescript-sdk`: every method it has, unmodified, in one world. */
import { createRequire } from 'node:module';
import { SnaptradeError } from 'snaptrade-typescript-sdk';
import type { WorldHandle } from '../../../src/world/handle.ts';
import { credentialsOf } from '../client.ts';
import { NOT_YET } from '../not-yet.ts';
import { ending, reading } from './accounts.ts';
import { type Outcome, plain } from './outcome.ts';
import { reference } from './reference.ts';
import { type Sdk, Stage, type Step, sdkAt } from './step.ts';
import { ordering } from './trading.ts';
import { beginning } from './users.ts';

export const { version } = createRequire(import.meta.url)('snaptrade-typescript-sdk/package.json') as {
  readonly version: string;
};

const notYet = new Set(NOT_YET.map((name) => plain(name.replace('_', '.'))));

const steps: readonly Step[] = [...beginning, ...reference, ...reading, ...ordering, ...ending];

export async function sweep(world: WorldHandle): Promise<readonly Outcome[]> {
  const { clientId, consumerKey, ...user } = credentialsOf({ world });
  const sdk = sdkAt(world.baseUrl('snaptrade'), { clientId, consumerKey });
  const stage = new Stage(clientId, user);
  const outcomes: Outcome[] = [];
  for (const step of steps) {
    const { method, why, refused } = step;
    if (notYet.has(plain(method))) {
      outcomes.push({ method, why, refused, notYet: true });
      continue;
    }
    world.journal.clear();
    const outcome = await take(step, sdk, stage);
    const [entry] = world.journal.entries({ kind: 'request' });
    outcomes.push({ method, why, refused, operation: entry?.operation, ...outcome });
  }
  return outcomes;
}

/** Every method of every part of the SDK, `trading.placeOrder`: what there is, and not what we know of. */
export function methodsOfSdk(): readonly string[] {
  const sdk: Sdk = sdkAt('http://127.0.0.1:1', { clientId: 'a', consumerKey: 'b' });
  return Object.entries(sdk).flatMap(([part, api]) => {
    const names = new Set<string>();
    for (
      let at = Object.getPrototypeOf(api) as object;
      at !== null && at !== Object.prototype;
      at = Object.getPrototypeOf(at)
    ) {
      for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
        if (typeof value === 'function' && name !== 'constructor') names.add(name);
      }
    }
    return [...names].map((name) => `${part}.${name}`);
  });
}

async function take(
  { call, keep }: Step,
  sdk: Sdk,
  stage: Stage,
): Promise<Pick<Outcome, 'status' | 'code' | 'data' | 'error'>> {
  try {
    const { status, data } = await call(sdk, stage);
    keep?.(data, stage);
    return { status, data };
  } catch (error) {
    if (!(error instanceof SnaptradeError) || error.status === undefined) return { error: String(error) };
    const body = error.responseBody as { readonly code?: string } | undefined;
    return { status: error.status, code: body?.code, data: body };
  }
}
