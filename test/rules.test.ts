import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { staleOutputs } from '../src/build/outputs.ts';
import { describeProblem, type Problem } from '../src/build/problems.ts';
import { duplicateIds, missingProofs, unexplainedChoices } from '../src/build/rule-ledger.ts';
import { ledgersOf, rulesOutputs } from '../src/build/rules.ts';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** A claim without proof is an opinion; these tests keep the ledgers free of them. */
describe('the rule ledgers', () => {
  const ledgers = ledgersOf(ROOT);

  it('follow contracts/rules.schema.json, so every rule names a proof', () => {
    expectNone(ledgers.flatMap((ledger) => ledger.problems));
  });

  it('use every id once', () => {
    expectNone(duplicateIds(ledgers));
  });

  it('explain every choice, or give it a switch', () => {
    expectNone(unexplainedChoices(ledgers));
  });

  it('name proofs that exist', () => {
    expectNone(missingProofs(ROOT, ledgers));
  });

  it('are what docs/rules.md shows', () => {
    const stale = staleOutputs(ROOT, rulesOutputs(ROOT));
    expect(stale, 'out of date; run `npx tsx src/build/rules.ts`').toEqual([]);
  });
});

function expectNone(problems: readonly Problem[]): void {
  expect(problems.map(describeProblem)).toEqual([]);
}
