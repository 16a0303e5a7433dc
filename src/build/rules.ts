/**
 * `npm run generate`, second part: writes `docs/rules.md`, and the data of the control API's catalogue, from
 * `contracts/<provider>/rules.yaml`.
 *
 * Refuses a ledger that does not follow `contracts/rules.schema.json`. Whether every proof exists is a question
 * for `test/rules.test.ts`: a page may be looked at before its tests are written, a release may not.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Output, staleOutputs, writeOutputs } from './outputs.ts';
import { ProblemsFound, refuse } from './problems.ts';
import { caseEntries, duplicateIds, type Ledger, readLedgers } from './rule-ledger.ts';
import { rulesPage } from './rules-page.ts';
import { rulesData } from './write-rules.ts';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The ledgers below a root; the schema is always this project's. */
export function ledgersOf(root: string): Ledger[] {
  const schema = JSON.parse(readFileSync(join(ROOT, 'contracts/rules.schema.json'), 'utf8')) as object;
  return readLedgers(root, schema);
}

/** The page and the same as data, or nothing while there is no ledger. */
export function rulesOutputs(root: string): Output[] {
  const ledgers = ledgersOf(root);
  refuse([...ledgers.flatMap((ledger) => ledger.problems), ...duplicateIds(ledgers)]);
  if (ledgers.length === 0) return [];
  return [{ path: 'docs/rules.md', text: rulesPage(ledgers, caseEntries(root)) }, rulesData(ledgers)];
}

function main(): number {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  const outputs = rulesOutputs(ROOT);
  if (outputs.length === 0) {
    console.log('There is no contracts/<provider>/rules.yaml, so there is no page to write.');
    return 0;
  }
  if (!values.check) {
    const written = writeOutputs(ROOT, outputs);
    console.log(
      written.length > 0 ? `Wrote ${written.join(', ')}` : 'docs/rules.md and its data are up to date',
    );
    return 0;
  }
  const stale = staleOutputs(ROOT, outputs);
  if (stale.length === 0) return 0;
  console.error(`${stale.join(', ')} is missing or differs from the rules. Run \`npm run generate\`.`);
  return 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    process.exitCode = main();
  } catch (error) {
    if (!(error instanceof ProblemsFound)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
