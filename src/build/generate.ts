/**
 * `npm run generate [-- --check] [name ...]`: turns what people write (contracts, world templates) into what
 * programs load (types, route tables, validators).
 *
 * With `--check` nothing is written; the exit code says whether what is committed is what would be written.
 */
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { caseOutputs } from './generate-cases.ts';
import { CONTROL, contractOutputs, loadContract } from './generate-contract.ts';
import { faultOutputs } from './generate-faults.ts';
import { messageOutputs } from './generate-messages.ts';
import { nameOutputs } from './generate-names.ts';
import { pageOutputs } from './generate-page.ts';
import { scenarioOutputs } from './generate-scenarios.ts';
import { worldOutputs } from './generate-worlds.ts';
import { type Output, staleOutputs, writeOutputs } from './outputs.ts';
import { type Problem, ProblemsFound, refuse } from './problems.ts';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Targets that are no provider: templates with the schema of world files, names of people, the fault catalogue, ... */
const WORLDS = 'world';
const NAMES = 'names';
const FAULTS = 'faults';
const SCENARIOS = 'scenarios';
const CASES = 'cases';
const MESSAGES = 'messages';
const PAGE = 'page';

/** Folders of `contracts/` that hold, or may come to hold, the contract of a provider or of the control API. */
function targets(root: string): string[] {
  const folder = join(root, 'contracts');
  const names = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
  const promised = names.filter(
    (entry) => entry.isDirectory() && (entry.name === CONTROL || existsSync(join(root, 'mocks', entry.name))),
  );
  const people = existsSync(join(root, 'fixtures', 'ledger')) ? [NAMES] : [];
  const scenarios = existsSync(join(root, 'fixtures', 'scenarios')) ? [SCENARIOS] : [];
  const faults = existsSync(join(folder, 'control', 'faults')) ? [FAULTS] : [];
  const cases = existsSync(join(folder, 'cases.schema.json')) ? [CASES] : [];
  const messages = existsSync(join(folder, 'adapter')) ? [MESSAGES] : [];
  const page = existsSync(join(root, 'src', 'verify', 'reports', 'page')) ? [PAGE] : [];
  return [
    ...promised.map((entry) => entry.name).sort(),
    WORLDS,
    ...people,
    ...faults,
    ...scenarios,
    ...cases,
    ...messages,
    ...page,
  ];
}

/** All generated files of the named targets, in memory. Refuses with every problem of every target at once. */
export async function generate(root: string, names: readonly string[]): Promise<Output[]> {
  const outputs: Output[] = [];
  const problems: Problem[] = [];
  for (const name of names) {
    try {
      outputs.push(...(await outputsOf(root, name)));
    } catch (error) {
      if (!(error instanceof ProblemsFound)) throw error;
      problems.push(...error.problems);
    }
  }
  refuse(problems);
  return outputs;
}

async function outputsOf(root: string, name: string): Promise<Output[]> {
  if (name === WORLDS) return worldOutputs(root);
  if (name === NAMES) return nameOutputs();
  if (name === FAULTS) return faultOutputs(root);
  if (name === SCENARIOS) return scenarioOutputs(root);
  if (name === CASES) return caseOutputs(root);
  if (name === PAGE) return pageOutputs(root);
  if (name === MESSAGES) return messageOutputs(root);
  const loaded = await loadContract(root, name);
  if (!loaded) return [];
  if ('problems' in loaded) throw new ProblemsFound(loaded.problems);
  return contractOutputs(loaded.contract);
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { check: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const known = targets(ROOT);
  const unknown = positionals.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    console.error(`Nothing to generate is called "${unknown.join('", "')}". There is: ${known.join(', ')}.`);
    return 2;
  }
  const outputs = await generate(ROOT, positionals.length > 0 ? positionals : known);
  return values.check ? check(outputs) : write(outputs);
}

function check(outputs: readonly Output[]): number {
  const stale = staleOutputs(ROOT, outputs);
  if (stale.length === 0) return 0;
  console.error(`Generated files are missing or differ from their sources:\n${indented(stale)}`);
  console.error('Run `npm run generate` and commit the result.');
  return 1;
}

function write(outputs: readonly Output[]): number {
  const written = writeOutputs(ROOT, outputs);
  const summary = `${outputs.length} generated files, ${written.length} changed`;
  console.log(written.length > 0 ? `${summary}:\n${indented(written)}` : summary);
  return 0;
}

function indented(paths: readonly string[]): string {
  return paths.map((path) => `  ${path}`).join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof ProblemsFound)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
