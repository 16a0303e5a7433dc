/** A world that is made with a scenario: its world, and what else is said of it. */
import type { Finding } from '../../fixtures/ledger/findings.ts';
import type { WorldFile } from '../../fixtures/ledger/world-file.ts';
import type { Provider } from '../provider/define.ts';
import { findingsOf } from '../world/checked.ts';
import { checkedScenario } from './check.ts';
import type { Progress, Scenario } from './scenario.ts';
import { isOver } from './story.ts';

/** What a world may be made from. */
export interface Staged {
  /** Name of a scenario that comes along, or a scenario. Its world goes under what else is said. */
  readonly scenario?: string | Scenario | undefined;
}

export type Cast =
  | { readonly ok: true; readonly file: WorldFile; readonly scenario: Scenario | undefined }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/** @param description a world file, and perhaps a scenario; from outside */
export function cast(description: Readonly<Record<string, unknown>>, providers: readonly Provider[]): Cast {
  const { scenario: named, ...given } = description;
  if (named === undefined) {
    const findings = findingsOf(given, providers);
    return findings.length > 0 ? { ok: false, findings } : { ok: true, file: given, scenario: undefined };
  }
  const checked = checkedScenario(named, providers);
  if (!checked.ok) {
    const findings = checked.findings.map((finding) => ({ ...finding, path: ['scenario', ...finding.path] }));
    return { ok: false, findings };
  }
  const { scenario } = checked;
  const file = { ...scenario.world, ...given };
  const findings = findingsOf(file, providers);
  return findings.length > 0 ? { ok: false, findings } : { ok: true, file, scenario };
}

/** How far a world is in its scenario, for people and programs. */
export interface ScenarioStanding {
  readonly name: string;
  readonly teaches: string;
  /** Steps that have happened. */
  readonly done: number;
  readonly steps: number;
  readonly over: boolean;
  /** The step that waits. */
  readonly next?: Scenario['timeline'][number];
  /** Steps that could not be done, and why. */
  readonly problems: readonly string[];
}

export function standingOf(progress: Progress): ScenarioStanding {
  const { scenario, step, problems } = progress;
  const next = scenario.timeline[step];
  return {
    name: scenario.name,
    teaches: scenario.teaches,
    done: Math.min(step, scenario.timeline.length),
    steps: scenario.timeline.length,
    over: isOver(progress),
    ...(next !== undefined && { next }),
    problems: [...problems],
  };
}
