import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ErrorObject } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { compareText } from '../../fixtures/ledger/compare.ts';
import { isObject, listAt } from './json.ts';
import type { Problem } from './problems.ts';
import { readYaml, type YamlSource } from './yaml-source.ts';

export interface Rule {
  readonly id: string;
  readonly says: string;
  readonly source: string;
  readonly kind: 'documented' | 'observed' | 'choice';
  readonly switch?: string;
  readonly concerns: readonly ('server' | 'client')[];
  readonly proof: readonly string[];
}

/** One `contracts/<provider>/rules.yaml`. */
export interface Ledger {
  readonly provider: string;
  readonly source: YamlSource;
  /** Empty when the file does not follow the schema; `problems` then says why. */
  readonly rules: readonly Rule[];
  readonly problems: readonly Problem[];
}

/** A choice that has no switch needs at least a short sentence on what is open. */
const EXPLANATION = 20;

/** Every ledger there is, each checked against `contracts/rules.schema.json`. */
export function readLedgers(root: string, schema: object): Ledger[] {
  const contracts = join(root, 'contracts');
  const folders = existsSync(contracts) ? readdirSync(contracts).sort(compareText) : [];
  const validate = new Ajv2020({ allErrors: true }).compile<readonly Rule[]>(schema);
  return folders
    .filter((provider) => existsSync(join(contracts, provider, 'rules.yaml')))
    .map((provider) => {
      const source = readYaml(root, `contracts/${provider}/rules.yaml`);
      if (source.problems.length > 0) return { provider, source, rules: [], problems: source.problems };
      // A file of nothing but comments is an empty ledger.
      const value: unknown = source.value ?? [];
      if (validate(value)) return { provider, source, rules: value, problems: [] };
      const problems = (validate.errors ?? []).map((error) => schemaProblem(source, value, error));
      return { provider, source, rules: [], problems };
    });
}

/** Names the rule: in a list of a hundred, `/57/proof` helps nobody. */
function schemaProblem(source: YamlSource, value: unknown, error: ErrorObject): Problem {
  const index = Number(error.instancePath.split('/')[1]);
  const rule: unknown = Array.isArray(value) ? value[index] : undefined;
  const name = isObject(rule) && typeof rule.id === 'string' ? `${rule.id}: ` : '';
  const given =
    error.params.additionalProperty ?? (error.params.allowedValues as unknown[] | undefined)?.join(', ');
  return source.problem(
    error.instancePath,
    `${name}${error.message ?? error.keyword}${given ? ` (${String(given)})` : ''}`,
  );
}

/** Ids used twice, within a provider or over providers. */
export function duplicateIds(ledgers: readonly Ledger[]): Problem[] {
  const first = new Map<string, string>();
  return everyRule(ledgers, ({ source }, rule, pointer) => {
    const before = first.get(rule.id);
    if (before !== undefined)
      return [source.problem(pointer, `${rule.id} is taken by ${before}; give it a new id`)];
    first.set(rule.id, `${source.file}:${source.lineOf(pointer)}`);
    return [];
  });
}

/** Choices that neither can be switched nor say what is open. */
export function unexplainedChoices(ledgers: readonly Ledger[]): Problem[] {
  return everyRule(ledgers, ({ source }, rule, pointer) => {
    if (rule.kind !== 'choice' || rule.switch !== undefined || rule.source.trim().length >= EXPLANATION)
      return [];
    const message = `${rule.id} is a choice; name its switch, or let \`source\` say what is open and why we chose so`;
    return [source.problem(pointer, message)];
  });
}

/** Proofs that point at a file, a test or a case that is not there. */
export function missingProofs(root: string, ledgers: readonly Ledger[]): Problem[] {
  const cases = new Set(caseEntries(root).map(({ id }) => id));
  return everyRule(ledgers, ({ source }, rule, pointer) =>
    rule.proof.flatMap((proof, index) => {
      const reason = whyMissing(root, cases, proof);
      return reason ? [source.problem(`${pointer}/proof/${index}`, `${rule.id}: ${reason}`)] : [];
    }),
  );
}

function whyMissing(root: string, cases: ReadonlySet<string>, proof: string): string | undefined {
  const { file, test } = splitProof(proof);
  if (file === undefined) {
    return cases.has(proof)
      ? undefined
      : `proof "${proof}" is neither a file nor the id of a case in contracts/*/cases`;
  }
  if (!existsSync(join(root, file))) return `proof "${proof}" names a file that does not exist`;
  if (test === undefined) return undefined;
  return mentions(readFileSync(join(root, file), 'utf8'), test)
    ? undefined
    : `${file} has no test whose name contains "${test}"`;
}

/** `a.test.ts > refuses 501` -> file and test; a proof without a file extension is the id of a case. */
export function splitProof(proof: string): { file?: string; test?: string } {
  const [file = '', ...names] = proof.split(' > ');
  if (!/\.[a-z]{1,5}$/.test(file)) return {};
  return names.length > 0 ? { file, test: names.join(' > ') } : { file };
}

/** `describe > test` need not stand in the file in one piece, and quotes in it may be escaped. */
function mentions(text: string, test: string): boolean {
  const plain = text.replaceAll(/\\(['"`])/g, '$1');
  return plain.includes(test) || test.split(' > ').every((part) => plain.includes(part));
}

/** A case of the contract suite, as far as the ledgers are concerned. */
export interface CaseEntry {
  readonly id: string;
  /** The file it stands in. */
  readonly file: string;
  /** Ids of the rules that it rests on. */
  readonly rules: readonly string[];
}

/** Every case of `contracts/<provider>/cases/`. */
export function caseEntries(root: string): CaseEntry[] {
  const contracts = join(root, 'contracts');
  if (!existsSync(contracts)) return [];
  return readdirSync(contracts)
    .sort(compareText)
    .map((provider) => `contracts/${provider}/cases`)
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => filesOf(root, folder))
    .flatMap((file) => {
      const { value } = readYaml(root, file);
      return (Array.isArray(value) ? value : [value]).flatMap((item: unknown) =>
        isObject(item) && typeof item.id === 'string'
          ? [{ id: item.id, file, rules: listAt(item, 'rules').map(String) }]
          : [],
      );
    });
}

function filesOf(root: string, folder: string): string[] {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.yaml'))
    .sort(compareText)
    .map((name) => `${folder}/${name}`);
}

function everyRule(
  ledgers: readonly Ledger[],
  look: (ledger: Ledger, rule: Rule, pointer: string) => Problem[],
): Problem[] {
  return ledgers.flatMap((ledger) => ledger.rules.flatMap((rule, index) => look(ledger, rule, `/${index}`)));
}
