/** What a snapshot's scenario has to be. Whether its steps can be done shows when they are. */
import { anything, entriesOf, flag, isMadeOf, membersOf, type Tell, text, whole } from '../world/shapes.ts';
import { validateScenario } from './generated/scenario-schema.js';

const MOST_CALLS = 1000;
const MOST_PROBLEMS = 50;
const count = whole(0);

export function checkProgress(value: unknown, tell: Tell): void {
  if (value === null) return;
  const shape = {
    scenario: anything,
    atBirth: flag,
    step: count,
    since: count,
    calls: anything,
    answers: count,
    owed: count,
    afterAnswer: flag,
    wokenFor: whole(-1),
    problems: anything,
  };
  if (!isMadeOf(value, shape, tell)) return;
  if (!validateScenario(value.scenario)) tell('.scenario', 'is no scenario');
  for (const [call, number] of entriesOf(value.calls, MOST_CALLS, tell, '.calls')) {
    if (count(number) !== undefined) tell(`.calls.${call}`, 'has to be a whole number');
  }
  membersOf(value.problems, MOST_PROBLEMS, tell, '.problems').forEach((problem, index) => {
    if (text(10_000)(problem) !== undefined) tell(`.problems[${index}]`, 'has to be text');
  });
}
