import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { compare } from './contract.ts';
import { header, type Output } from './outputs.ts';
import { type Problem, refuse } from './problems.ts';
import { createCompiler, standaloneModule } from './standalone.ts';
import { readYaml } from './yaml-source.ts';

const TEMPLATES = 'fixtures/worlds';
const SCHEMA = 'contracts/world/world.schema.json';

/** Templates as plain data and the check of world files as plain code: neither YAML nor ajv at run time. */
export async function worldOutputs(root: string): Promise<Output[]> {
  return [...templateOutputs(root), ...(await schemaOutputs(root))];
}

function templateOutputs(root: string): Output[] {
  const files = templateFiles(root);
  if (files.length === 0) return [];
  const problems: Problem[] = [];
  const entries = files.map((file) => {
    const source = readYaml(root, `${TEMPLATES}/${file}`);
    problems.push(...source.problems);
    const name = basename(file, '.yaml');
    return `  ${JSON.stringify(name)}: ${indented(JSON.stringify(source.value ?? null, null, 2))},`;
  });
  refuse(problems);
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
    .sort(compare);
}

async function schemaOutputs(root: string): Promise<Output[]> {
  if (!existsSync(join(root, SCHEMA))) return [];
  const source = readYaml(root, SCHEMA);
  refuse(source.problems);
  const ajv = createCompiler();
  try {
    ajv.addSchema(JSON.parse(readFileSync(join(root, SCHEMA), 'utf8')), '/world');
    ajv.getSchema('/world');
  } catch (error) {
    refuse([{ file: SCHEMA, message: (error as Error).message }]);
  }
  const code = await standaloneModule(
    ajv,
    { world: '/world' },
    'export const validateWorldFile = v.world;\n',
  );
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
