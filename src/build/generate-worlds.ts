import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Ajv2020 } from 'ajv/dist/2020.js';
import { compareText } from '../../fixtures/ledger/compare.ts';
import { header, type Output } from './outputs.ts';
import { type Problem, refuse } from './problems.ts';
import { createCompiler, standaloneModule } from './standalone.ts';
import { readYaml, type YamlSource } from './yaml-source.ts';

const TEMPLATES = 'fixtures/worlds';
const SCHEMA = 'contracts/world/world.schema.json';
const SCHEMA_ID = '/world';

/** Templates as plain data and the check of world files as plain code: neither YAML nor ajv at run time. */
export async function worldOutputs(root: string): Promise<Output[]> {
  const ajv = worldCompiler(root);
  const templates = templateFiles(root).map((file) => readYaml(root, `${TEMPLATES}/${file}`));
  refuse(templates.flatMap((source) => [...source.problems, ...templateProblems(source, ajv)]));
  return [...templateOutputs(templates), ...(ajv ? await schemaOutputs(ajv) : [])];
}

/** Our own templates are world files like any other. */
function templateProblems(source: YamlSource, ajv: Ajv2020 | undefined): Problem[] {
  const validate = ajv?.getSchema(SCHEMA_ID);
  if (!validate || source.problems.length > 0 || validate(source.value)) return [];
  return (validate.errors ?? []).map((error) => {
    const given =
      typeof error.params.additionalProperty === 'string' ? ` (${error.params.additionalProperty})` : '';
    return source.problem(error.instancePath, `${error.message ?? error.keyword}${given}`);
  });
}

function templateOutputs(templates: readonly YamlSource[]): Output[] {
  if (templates.length === 0) return [];
  const entries = templates.map(({ file, value }) => {
    const name = JSON.stringify(basename(file, '.yaml'));
    return `  ${name}: ${indented(JSON.stringify(value ?? null, null, 2))},`;
  });
  const text = `${header(`${TEMPLATES}/*.yaml`)}
type Template = unknown;

export const templates: Readonly<Record<string, Template>> = {
${entries.join('\n')}
};
`;
  return [{ path: `${TEMPLATES}/generated/templates.ts`, text }];
}

function templateFiles(root: string): string[] {
  const folder = join(root, TEMPLATES);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort(compareText);
}

/** A compiler that knows the schema of world files; `undefined` while nobody has written it. */
function worldCompiler(root: string): Ajv2020 | undefined {
  if (!existsSync(join(root, SCHEMA))) return undefined;
  const source = readYaml(root, SCHEMA);
  refuse(source.problems);
  // Its own identifier says where it is published; here it goes by ours.
  const { $id: _, ...schema } = source.value as Record<string, unknown>;
  const ajv = createCompiler();
  try {
    ajv.addSchema(schema, SCHEMA_ID);
    ajv.getSchema(SCHEMA_ID);
  } catch (error) {
    refuse([{ file: SCHEMA, message: (error as Error).message }]);
  }
  return ajv;
}

async function schemaOutputs(ajv: Ajv2020): Promise<Output[]> {
  const code = await standaloneModule(ajv, (use) => `export const validateWorldFile = ${use(SCHEMA_ID)};\n`);
  const declaration = `import type { Validate } from '../../provider/operation.ts';

/** Whether a value is a world file; \`errors\` says why not. */
export declare const validateWorldFile: Validate;
`;
  return [
    { path: 'src/world/generated/world-schema.js', text: header(SCHEMA) + code },
    { path: 'src/world/generated/world-schema.d.ts', text: `${header(SCHEMA)}\n${declaration}` },
  ];
}

function indented(text: string): string {
  return text.replaceAll('\n', '\n  ');
}
