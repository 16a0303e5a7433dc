/** Cases from outside: held against their schema, and against the worlds, jobs, rules and faults that there are. */
import schema from '../../contracts/cases.schema.json' with { type: 'json' };
import type { Finding, Path } from '../../fixtures/ledger/findings.ts';
import { noneOf } from '../../fixtures/ledger/nearest.ts';
import { rules } from '../control/generated/rules.ts';
import { liveWorld, Simulator } from '../engine/simulator.ts';
import type { Provider } from '../provider/define.ts';
import { checkedScenario } from '../scenarios/check.ts';
import { findingsOf } from '../world/checked.ts';
import type { WorldHandle } from '../world/handle.ts';
import { schemaFindings } from '../world/schema-words.ts';
import type { Case, Reports } from './case.ts';
import { validateCases } from './generated/case-schema.js';
import { findJob, jobNames, type Library, type LoadedSuite, loadLibrary } from './library.ts';
import { CaseMistake, resolvedInput, withVars } from './stage.ts';
import { ruleInUse } from './wire/index.ts';

type Tell = (path: Path, message: string) => void;

/**
 * What is wrong with a list of cases; nothing, if they can be played.
 *
 * @param value what the file says
 */
export async function caseFindings(value: unknown, providers: readonly Provider[]): Promise<Finding[]> {
  if (!validateCases(value)) return schemaFindings(schema, validateCases.errors ?? [], value);
  const library = await loadLibrary(providers);
  const simulator = new Simulator({
    providers,
    listen: false,
    world: { template: 'empty', clock: 'frozen' },
  });
  const findings: Finding[] = [];
  const first = new Map<string, number>();
  for (const [index, one] of (value as readonly Case[]).entries()) {
    const tell: Tell = (path, message) => findings.push({ path: [index, ...path], message });
    const before = first.get(one.id);
    if (before !== undefined)
      tell(['id'], `"${one.id}" is the id of case ${before + 1} of this list already`);
    first.set(one.id, index);
    checkCase(one, { library, simulator, providers, tell });
  }
  await simulator.close();
  return findings;
}

interface Check {
  readonly library: Library;
  readonly simulator: Simulator;
  readonly providers: readonly Provider[];
  readonly tell: Tell;
}

function checkCase(given: Case, check: Check): void {
  const { library, providers, tell } = check;
  const [provider = ''] = given.id.split('/');
  if (!library.has(provider)) tell(['id'], `begins with no provider: ${noneOf(provider, library.keys())}`);
  const known = new Set(rules.map(({ id }) => id));
  for (const [place, rule] of given.rules.entries())
    if (!known.has(rule)) tell(['rules', place], noneOf(rule, known));
  for (const [place, use] of (given.wire ?? []).entries()) {
    const rule = ruleInUse(use);
    if (typeof rule === 'string') tell(['wire', place], rule);
  }
  const one = variablesSet(given, tell);
  if (one === undefined) return;
  const worldFindings = findingsOf(one.world ?? {}, providers);
  for (const { path, message } of worldFindings) tell(['world', ...path], message);
  const timeline = one.timeline === undefined ? [] : storyFindings(one, providers);
  for (const { path, message } of timeline) tell(path, message);
  const found = findJob(library, one.do.operation);
  if (found === undefined) {
    tell(['do', 'operation'], noneOf(one.do.operation, jobNames(library)));
    return;
  }
  inputNames(one, found.job.input, tell);
  if (saysServed(one.reports) && found.job.served === undefined)
    tell(['reports'], `says $served, and ${one.do.operation} cannot tell what was served`);
  if (worldFindings.length === 0) inTheWorld(one, found.loaded, check);
}

function variablesSet(given: Case, tell: Tell): Case | undefined {
  try {
    return withVars(given, given.vars ?? {}, true);
  } catch (error) {
    if (!(error instanceof CaseMistake)) throw error;
    tell(['vars'], error.message);
    return undefined;
  }
}

function storyFindings({ world, says, timeline = [] }: Case, providers: readonly Provider[]): Finding[] {
  const story = { name: 'case', teaches: says, ...(world !== undefined && { world }), timeline };
  const checked = checkedScenario(story, providers);
  return checked.ok ? [] : [...checked.findings].filter(({ path }) => path[0] !== 'world');
}

function inputNames({ do: { input = {} } }: Case, names: Readonly<Record<string, string>>, tell: Tell): void {
  const known = Object.keys(names).map((name) => name.replace(/\?$/, ''));
  for (const name of Object.keys(input))
    if (!known.includes(name)) tell(['do', 'input', name], noneOf(name, known));
  for (const name of Object.keys(names))
    if (!name.endsWith('?') && !(name in input))
      tell(['do'], `"${name}" is missing in its input: ${names[name]}`);
}

/** What only a world can tell: credentials, and where references lead. */
function inTheWorld(one: Case, { provider, suite }: LoadedSuite, { simulator, tell }: Check): void {
  const world: WorldHandle = simulator.createWorld({ ...one.world, clock: 'frozen' });
  const shown = world.provider(provider.id).credentials;
  const { credential } = one.do;
  if (suite.credentials(shown, credential ?? suite.usualCredential) === undefined)
    tell(['do', 'credential'], noneOf(credential ?? suite.usualCredential, Object.keys(shown)));
  for (const [name, value] of Object.entries(one.do.input ?? {})) {
    try {
      resolvedInput({ [name]: value }, liveWorld(simulator, world.id), provider, suite);
    } catch (error) {
      if (!(error instanceof CaseMistake)) throw error;
      tell(['do', 'input', name], error.message);
    }
  }
  world.drop();
}

function saysServed(reports: Reports): boolean {
  return JSON.stringify(reports).includes('"$served"');
}
