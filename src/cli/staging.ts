/** The world that `serve` begins with: its file or template, a scenario, and what the command line says over both. */

import { template } from '../../fixtures/ledger/plan.ts';
import type { WorldFile } from '../../fixtures/ledger/world-file.ts';
import type { Staged } from '../scenarios/cast.ts';
import { scenarioNames } from '../scenarios/check.ts';
import { loadScenario } from '../scenarios/load.ts';
import { providers } from '../understudy.ts';
import { loadWorld } from '../world/load.ts';
import type { Read } from './watch.ts';

export interface StagingOptions {
  readonly world?: string;
  readonly scenario?: string;
  readonly seed?: string;
  readonly now?: string;
  readonly clock?: 'running' | 'frozen';
  readonly limits?: 'documented' | 'off';
}

export type Staging = WorldFile & Staged;

/** Reads what is named. The command line goes over the world file, which goes over the scenario's own world. */
export async function readStaging(options: StagingOptions): Promise<Read<Staging>> {
  const { world: file, scenario: named, seed, now, clock, limits } = options;
  const loaded = file === undefined ? undefined : await loadWorld(file, providers);
  const story = named === undefined ? undefined : await loadScenario(named, providers);
  const errors = [loaded, story].flatMap((one) => (one?.ok === false ? one.errors : []));
  if (errors.length > 0) return { ok: false, errors };
  const value: Staging = {
    ...(loaded?.ok === true && loaded.world),
    ...(story?.ok === true && { scenario: story.scenario }),
    ...(seed !== undefined && { seed }),
    ...(now !== undefined && { now }),
    ...(clock !== undefined && { clock }),
    ...(limits !== undefined && { limits }),
  };
  return { ok: true, value };
}

/** Those of the names that are files: what `--watch` looks at. */
export function stagedFiles({ world, scenario }: StagingOptions): string[] {
  return [
    ...(world === undefined || template(world) ? [] : [world]),
    ...(scenario === undefined || scenarioNames().includes(scenario) ? [] : [scenario]),
  ];
}
