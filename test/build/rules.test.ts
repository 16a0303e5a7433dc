import { describe, expect, it } from 'vitest';
import { describeProblem, type Problem } from '../../src/build/problems.ts';
import { duplicateIds, missingProofs, unexplainedChoices } from '../../src/build/rule-ledger.ts';
import { ledgersOf, rulesOutputs } from '../../src/build/rules.ts';
import { project } from './project.ts';

const RULE = `- id: DM-1
  says: A page may be short | and <still> not be the last.
  source: the table on paging
  kind: documented
  concerns: [server, client]
  proof: [mocks/demo/a.test.ts, "mocks/demo/a.test.ts > isn't the last", demo/short-page]
`;
const CHOICE = `- id: DM-C1
  says: A limit of 501 is refused.
  source: not stated; some servers clamp
  kind: choice
  switch: demo.overLimit
  concerns: [server]
  proof: [mocks/demo/a.test.ts]
`;
const FILES = {
  'mocks/demo/a.test.ts': `it('isn\\'t the last', () => {});`,
  'contracts/demo/cases/paging.yaml': '- id: demo/short-page\n',
};

function ledgers(rules: string) {
  const root = project({ ...FILES, 'contracts/demo/rules.yaml': rules });
  return { root, ledgers: ledgersOf(root) };
}

function told(problems: readonly Problem[]): string[] {
  return problems.map(describeProblem).map((line) => line.replace('contracts/demo/rules.yaml', ''));
}

describe('a rule ledger', () => {
  it('passes when every rule has its proof', () => {
    const { root, ledgers: found } = ledgers(RULE + CHOICE);
    expect(found.flatMap((ledger) => ledger.problems)).toEqual([]);
    expect(missingProofs(root, found)).toEqual([]);
    expect(duplicateIds(found)).toEqual([]);
    expect(unexplainedChoices(found)).toEqual([]);
  });

  it('is refused when a rule has no proof, naming the rule', () => {
    const { ledgers: found } = ledgers(RULE.replace(/proof: .*/, 'proof: []'));
    expect(told(found.flatMap((ledger) => ledger.problems))).toEqual([
      ':6 /0/proof: DM-1: must NOT have fewer than 1 items',
    ]);
  });

  it('is refused when a proof is no file, no test or no case', () => {
    const proof = 'proof: [mocks/demo/b.test.ts, mocks/demo/a.test.ts > nothing, demo/long-page]';
    const { root, ledgers: found } = ledgers(RULE.replace(/proof: .*/, proof));
    expect(told(missingProofs(root, found))).toEqual([
      ':6 /0/proof/0: DM-1: proof "mocks/demo/b.test.ts" names a file that does not exist',
      ':6 /0/proof/1: DM-1: mocks/demo/a.test.ts has no test whose name contains "nothing"',
      ':6 /0/proof/2: DM-1: proof "demo/long-page" is neither a file nor the id of a case in contracts/*/cases',
    ]);
  });

  it('is refused when an id is used twice', () => {
    const { root, ledgers: found } = ledgers(RULE + RULE);
    expect(told(duplicateIds(found))).toEqual([
      ':7 /1: DM-1 is taken by contracts/demo/rules.yaml:1; give it a new id',
    ]);
    expect(() => rulesOutputs(root)).toThrow('DM-1 is taken');
  });

  it('is refused when a choice has neither switch nor explanation', () => {
    const { ledgers: found } = ledgers(
      CHOICE.replace('  switch: demo.overLimit\n', '').replace(/source: .*/, 'source: none'),
    );
    expect(told(unexplainedChoices(found))).toEqual([
      ':1 /0: DM-C1 is a choice; name its switch, or let `source` say what is open and why we chose so',
    ]);
  });

  it('becomes a page with counts, links and safe cells', () => {
    const page = rulesOutputs(ledgers(RULE + CHOICE).root)[0]?.text ?? '';
    expect(page).toContain('2 rules (1 documented, 1 choice)');
    expect(page).toContain('| A page may be short \\| and &lt;still> not be the last. |');
    expect(page).toContain('choice: `demo.overLimit`');
    expect(page).toContain('[demo/short-page](../contracts/demo/cases/paging.yaml)');
    expect(page).toContain("[mocks/demo/a.test.ts](../mocks/demo/a.test.ts): isn't the last");
  });

  it('needs no page while there is no ledger', () => {
    expect(rulesOutputs(project({}))).toEqual([]);
  });
});
