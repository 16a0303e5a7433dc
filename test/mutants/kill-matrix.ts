/** Which wrong client is failed by which case: found out by playing them. */
import { providers } from '../../src/understudy.ts';
import type { CaseEnded } from '../../src/verify/events.ts';
import { verdictsOf } from '../../src/verify/verdicts-of.ts';
import type { Mutant } from './mutant.ts';

export interface Kills {
  readonly mutant: Mutant;
  /** Cases that failed it, by id. */
  readonly by: ReadonlyMap<string, CaseEnded>;
  /** Cases that could not be judged at all: the harness failed. */
  readonly errors: readonly CaseEnded[];
}

/** A wrong client may hang; it need not do so for long. */
const PATIENCE_MS = 5000;

/** Plays one wrong client against every case of its provider. */
export function killsOf(mutant: Mutant): Promise<Kills> {
  return played(mutant, [`${mutant.name.split('/')[0]}/**`]);
}

/** Plays one against the cases that it lists. */
export function listedKillsOf(mutant: Mutant): Promise<Kills> {
  return played(mutant, mutant.killedBy);
}

async function played(mutant: Mutant, run: readonly string[]): Promise<Kills> {
  const ended = await verdictsOf(mutant.client, providers, { run, patienceMs: PATIENCE_MS });
  return {
    mutant,
    by: new Map(ended.filter(({ verdict }) => verdict === 'fail').map((one) => [one.id, one])),
    errors: ended.filter(({ verdict }) => verdict === 'error'),
  };
}
