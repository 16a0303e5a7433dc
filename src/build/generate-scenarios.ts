/** The scenarios that come along, as data, as a compiled check, and as a page: from `fixtures/scenarios/`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { compareText } from '../../fixtures/ledger/compare.ts';
import { isObject, listAt } from './json.ts';
import { header, type Output } from './outputs.ts';
import { type Problem, refuse } from './problems.ts';
import { scenariosPage } from './scenarios-page.ts';
import { createCompiler, standaloneModule } from './standalone.ts';
import { readYaml, type YamlSource } from './yaml-source.ts';

const FOLDER = 'fixtures/scenarios';
const SCHEMA = 'contracts/control/scenario.schema.json';
const SCHEMA_ID = '/scenario';

export async function scenarioOutputs(root: string): Promise<Output[]> {
  const source = readYaml(root, SCHEMA);
  const files = scenarioFiles(root).map((file) => readYaml(root, `${FOLDER}/${file}`));
  refuse([...source.problems, ...files.flatMap(({ problems }) => problems)]);
  // Its own identifier says where it is published; here it goes by ours.
  const { $id: _, ...schema } = source.value as Record<string, unknown>;
  const ajv = createCompiler();
  ajv.addSchema(schema, SCHEMA_ID);
  const validate = ajv.getSchema(SCHEMA_ID);
  refuse(files.flatMap((file) => problemsOf(file, validate)));

  const introduction = readFileSync(join(root, FOLDER, 'introduction.md'), 'utf8');
  const code = await standaloneModule(ajv, (use) => `export const validateScenario = ${use(SCHEMA_ID)};\n`);
  return [
    { path: `${FOLDER}/generated/scenarios.ts`, text: dataFile(files) },
    { path: 'src/scenarios/generated/scenario-schema.js', text: header(SCHEMA) + code },
    { path: 'src/scenarios/generated/scenario-schema.d.ts', text: `${header(SCHEMA)}\n${DECLARATION}` },
    {
      path: 'docs/scenarios.md',
      text: scenariosPage(
        introduction,
        files.map(({ value }) => value),
      ),
    },
  ];
}

const DECLARATION = `import type { Validate } from '../../provider/operation.ts';

/** Whether a value is a scenario; \`errors\` says why not. */
export declare const validateScenario: Validate;
`;

type Check = ReturnType<ReturnType<typeof createCompiler>['getSchema']>;

function problemsOf(source: YamlSource, validate: Check): Problem[] {
  const name = isObject(source.value) ? source.value.name : undefined;
  const problems: Problem[] = [];
  if (name !== basename(source.file, '.yaml'))
    problems.push(source.problem('/name', 'is not the name of the file'));
  if (validate?.(source.value) === false) {
    for (const error of validate.errors ?? [])
      problems.push(source.problem(error.instancePath, error.message ?? error.keyword));
  }
  for (const [index, step] of listAt(source.value, 'timeline').entries()) {
    const acts = isObject(step) && ['arm', 'disarm', 'set', 'advance'].some((action) => action in step);
    if (!acts) problems.push(source.problem(`/timeline/${index}`, 'does nothing'));
  }
  return problems;
}

function dataFile(files: readonly YamlSource[]): string {
  const entries = files.map(({ file, value }) => {
    const text = JSON.stringify(value, null, 2).replaceAll('\n', '\n  ');
    return `  ${JSON.stringify(basename(file, '.yaml'))}: ${text},`;
  });
  return `${header(`${FOLDER}/*.yaml`)}
export const scenarios: Readonly<Record<string, unknown>> = {
${entries.join('\n')}
};
`;
}

function scenarioFiles(root: string): string[] {
  const folder = join(root, FOLDER);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort(compareText);
}
