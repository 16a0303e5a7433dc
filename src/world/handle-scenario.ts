/** The scenario at play in a world, as library users hold it. */
import type { Provider } from '../provider/define.ts';
import { type ScenarioStanding, standingOf } from '../scenarios/cast.ts';
import { checkedScenario } from '../scenarios/check.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { sentence } from './checked.ts';
import type { LiveWorld } from './live-world.ts';

export type HandleScenario = ReturnType<typeof scenarioOfHandle>;

/** @param live the world; throws once it has ended */
export function scenarioOfHandle(world: LiveWorld, live: () => LiveWorld, providers: readonly Provider[]) {
  return {
    /**
     * Begins a scenario here, in the place of one that is at play. Its own `world` is left aside.
     *
     * @param scenario the name of one that comes along, or one described
     * @throws RangeError that names every mistake
     * @example world.scenario.play('second-page-is-rate-limited')
     */
    play: (scenario: string | Scenario): void => {
      const staged = live();
      const checked = checkedScenario(scenario, providers);
      if (!checked.ok)
        throw new RangeError(`This is no scenario.\n${checked.findings.map(sentence).join('\n')}`);
      staged.playing.begin(checked.scenario, false);
    },
    /** Stops it where it is; what it armed and changed stays. False: none was at play. */
    stop: (): boolean => live().playing.stop(),
    /** How far it is; undefined: none is at play. */
    standing: (): ScenarioStanding | undefined => {
      const { progress } = world.playing;
      return progress === null ? undefined : structuredClone(standingOf(progress));
    },
  };
}
