/** Which wrong client is failed by which case: computed by playing all of them. */
import { providers } from '../../src/understudy.ts';
import type { CaseEnded } from '../../src/verify/events.ts';
import { verdictsOf } from '../../src/verify/verdicts-of.ts';
import type { Mutant } from './mutant.ts';

export interface Kills {
  readonly mutant: Mutant;
  /** Ids of cases that failed it, with why. */
  readonly by: ReadonlyMap<string, CaseEnded>;
  /** Cases that could not be judged at all: the harness failed. */
  readonly errors: readonly CaseEnded[];
}

/** Plays one wrong client against every case of its provider. */
export async function killsOf(mutant: Mutant): Promise<Kills> {
  const [provider] = mutant.name.split('/');
  // A wrong client may hang; it need not do so for long.
  const ended = await verdictsOf(mutant.client, providers, { run: [`${provider}/**`], patienceMs: 4000 });
  return {
    mutant,
    by: new Map(ended.filter(({ verdict }) => verdict === 'fail').map((one) => [one.id, one])),
    errors: ended.filter(({ verdict }) => verdict === 'error'),
  };
}
