/**
 * The cases of the contract suite as data, a module for each provider, and their compiled check. What only a world can
 * tell (a fault that does not exist, a job that is misspelt) is checked where worlds are: `src/verify/check-cases.ts`.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ErrorObject } from 'ajv';
import { compareText } from '../../fixtures/ledger/compare.ts';
import { schemaFindings } from '../world/schema-words.ts';
import { isObject, pointerTo } from './json.ts';
import { header, type Output } from './outputs.ts';
import { type Problem, refuse } from './problems.ts';
import { ledgersOf } from './rules.ts';
import { createCompiler, standaloneModule } from './standalone.ts';
import { readYaml, type YamlSource } from './yaml-source.ts';

const SCHEMA = 'contracts/cases.schema.json';
const SCHEMA_ID = '/cases';

export async function caseOutputs(root: string): Promise<Output[]> {
  const source = readYaml(root, SCHEMA);
  refuse(source.problems);
  // Its own identifier says where it is published; here it goes by ours.
  const { $id: _, ...schema } = source.value as Record<string, unknown>;
  const ajv = createCompiler();
  ajv.addSchema(schema, SCHEMA_ID);
  const validate = ajv.getSchema(SCHEMA_ID);
  const providers = providersOf(root).map((provider) => ({ provider, files: caseFilesOf(root, provider) }));
  const rules = new Set(ledgersOf(root).flatMap((ledger) => ledger.rules.map(({ id }) => id)));
  const taken = new Map<string, string>();
  refuse(
    providers.flatMap(({ provider, files }) =>
      files.flatMap((file) => {
        if (file.problems.length > 0) return [...file.problems];
        if (validate?.(file.value) === false)
          return schemaProblems(file, schema, (validate.errors ?? []) as ErrorObject[]);
        return casesProblems(file, provider, rules, taken);
      }),
    ),
  );
  const code = await standaloneModule(ajv, (use) => `export const validateCases = ${use(SCHEMA_ID)};\n`);
  return [
    ...providers.map(({ provider, files }) => dataOutput(provider, files)),
    { path: 'src/verify/generated/case-schema.js', text: header(SCHEMA) + code },
    { path: 'src/verify/generated/case-schema.d.ts', text: `${header(SCHEMA)}\n${DECLARATION}` },
  ];
}

const DECLARATION = `import type { Validate } from '../../provider/operation.ts';

/** Whether a value is a list of cases; \`errors\` says why not. */
export declare const validateCases: Validate;
`;

function schemaProblems(file: YamlSource, schema: object, errors: readonly ErrorObject[]): Problem[] {
  return schemaFindings(schema, errors, file.value).map(({ path, message }) =>
    file.problem(pointerTo(...path), message),
  );
}

function casesProblems(
  file: YamlSource,
  provider: string,
  rules: ReadonlySet<string>,
  taken: Map<string, string>,
): Problem[] {
  const cases = file.value as readonly { id: string; rules: readonly string[] }[];
  return cases.flatMap(({ id, rules: named }, index) => {
    const problems: Problem[] = [];
    const before = taken.get(id);
    if (before !== undefined) problems.push(file.problem(`/${index}/id`, `"${id}" is taken by ${before}`));
    taken.set(id, `${file.file}:${file.lineOf(`/${index}/id`)}`);
    if (!id.startsWith(`${provider}/`))
      problems.push(file.problem(`/${index}/id`, `"${id}" has to begin with "${provider}/"`));
    for (const [place, rule] of named.entries()) {
      if (!rules.has(rule))
        problems.push(file.problem(`/${index}/rules/${place}`, `there is no rule "${rule}" in any ledger`));
    }
    return problems;
  });
}

function dataOutput(provider: string, files: readonly YamlSource[]): Output {
  const cases = files.flatMap(({ value }) => value as readonly unknown[]);
  const text = `${header(`contracts/${provider}/cases/*.yaml`)}
export const cases: readonly unknown[] = ${JSON.stringify(cases, null, 2)};
`;
  return { path: `mocks/${provider}/generated/cases.ts`, text };
}

function providersOf(root: string): string[] {
  const folder = join(root, 'contracts');
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'cases')))
    .sort(compareText);
}

function caseFilesOf(root: string, provider: string): YamlSource[] {
  const folder = `contracts/${provider}/cases`;
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.yaml'))
    .sort(compareText)
    .map((name) => readYaml(root, `${folder}/${name}`))
    .filter(({ value, problems }) => problems.length > 0 || !isEmpty(value));
}

/** A file of nothing but comments. */
function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || (isObject(value) && Object.keys(value).length === 0);
}
