/** The fault catalogue, as data and as compiled checks of orders: from `contracts/control/faults/`. */
import type { Ajv2020 } from 'ajv/dist/2020.js';
import { isObject, type JsonObject, objectAt } from './json.ts';
import { header, type Output } from './outputs.ts';
import { type Problem, refuse } from './problems.ts';
import { createCompiler, standaloneModule } from './standalone.ts';
import { readYaml } from './yaml-source.ts';

const FOLDER = 'contracts/control/faults';
const FRAME = `${FOLDER}/frame.yaml`;
const FAMILIES = ['answers', 'states', 'wire', 'extremes', 'movement', 'webhooks'] as const;
const MEMBERS = new Set(['says', 'breaksContract', 'playedBy', 'parameters', 'defaults', 'example']);
const TARGET = 'src/faults/generated';

interface Entry {
  readonly id: string;
  readonly family: string;
  readonly says: string;
  readonly breaksContract: boolean;
  readonly playedBy: string;
  readonly parameters: JsonObject;
  readonly defaults: JsonObject;
  /** Names of the parameters that are lengths of time. */
  readonly durations: readonly string[];
  readonly example: JsonObject;
}

/** What `type: duration` stands for in these files: `10m`, `1h30m`, `2d`; bounded, so that every one can be added up. */
const DURATION = {
  type: 'string',
  maxLength: 40,
  pattern: '^(\\d{1,12}ms|\\d{1,9}(s|m)|\\d{1,6}(h|d|w)){1,6}$',
};

export async function faultOutputs(root: string): Promise<Output[]> {
  const source = readYaml(root, FRAME);
  const problems: Problem[] = [...source.problems];
  const entries = FAMILIES.flatMap((family) => entriesOf(root, family, problems));
  refuse(problems);
  const frame = expanded(source.value) as JsonObject;
  const ajv = createCompiler();
  // Faults share the frame, so it is compiled once: one schema for each whole order would be 80 times as much code.
  ajv.addSchema({ type: 'object', required: ['fault'], properties: frame }, 'frame');
  for (const { id, parameters } of entries) ajv.addSchema({ type: 'object', properties: parameters }, id);
  for (const entry of entries) problems.push(...exampleProblems(ajv, entry, frame));
  refuse(problems);
  const code = await standaloneModule(
    ajv,
    (use) =>
      `export const frame = ${use('frame')};\nexport const parameters = {\n${entries
        .filter(({ parameters }) => Object.keys(parameters).length > 0)
        .map(({ id }) => `  ${JSON.stringify(id)}: ${use(id)},`)
        .join('\n')}\n};\n`,
  );
  return [
    { path: `${TARGET}/catalogue.ts`, text: catalogueFile(entries, frame) },
    { path: `${TARGET}/orders.js`, text: header(`${FOLDER}/*.yaml`) + code },
    { path: `${TARGET}/orders.d.ts`, text: `${header(`${FOLDER}/*.yaml`)}\n${DECLARATION}` },
  ];
}

const DECLARATION = `import type { Validate } from '../../provider/operation.ts';

/** Whether an order's aim and count are what they have to be; fields it does not know pass. */
export declare const frame: Validate;

/** Whether a fault's own parameters are what they have to be, by the fault's id; a fault without any is not here. */
export declare const parameters: Readonly<Record<string, Validate>>;
`;

function exampleProblems(ajv: Ajv2020, entry: Entry, frame: JsonObject): Problem[] {
  const file = `${FOLDER}/${entry.family}.yaml`;
  const unknown = Object.keys(entry.example).filter(
    (name) => !Object.hasOwn(frame, name) && !Object.hasOwn(entry.parameters, name),
  );
  const errors = ['frame', entry.id].flatMap((id) => {
    const check = ajv.getSchema(id);
    return check?.(entry.example) === false ? [ajv.errorsText(check.errors)] : [];
  });
  return [...unknown.map((name) => `it has no field "${name}"`), ...errors].map((reason) => ({
    file,
    message: `the example of ${entry.id} does not fit its own schema: ${reason}`,
  }));
}

/** A schema with `type: duration` written out. */
function expanded(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(expanded);
  if (!isObject(schema)) return schema;
  const members = Object.fromEntries(Object.entries(schema).map(([name, part]) => [name, expanded(part)]));
  return schema.type === 'duration' ? { ...members, ...DURATION } : members;
}

function entriesOf(root: string, family: string, problems: Problem[]): Entry[] {
  const source = readYaml(root, `${FOLDER}/${family}.yaml`);
  problems.push(...source.problems);
  if (!isObject(source.value)) return [];
  return Object.entries(source.value).flatMap(([id, value]) => {
    const said = isObject(value) ? value : {};
    for (const name of Object.keys(said)) {
      if (!MEMBERS.has(name)) problems.push(source.problem(`/${id}/${name}`, 'is nothing a fault may say'));
    }
    for (const name of ['says', 'playedBy', 'example']) {
      if (!(name in said)) problems.push(source.problem(`/${id}`, `lacks "${name}"`));
    }
    const parameters = objectAt(said, 'parameters');
    const defaults = Object.fromEntries(
      Object.entries(parameters).flatMap(([name, schema]) =>
        isObject(schema) && 'default' in schema ? [[name, schema.default]] : [],
      ),
    );
    return [
      {
        id,
        family,
        says: String(said.says),
        breaksContract: said.breaksContract === true,
        playedBy: String(said.playedBy),
        parameters: expanded(parameters) as JsonObject,
        durations: Object.keys(parameters).filter((name) => objectAt(parameters, name).type === 'duration'),
        defaults: { ...defaults, ...objectAt(said, 'defaults') },
        example: { fault: id, ...objectAt(said, 'example') },
      },
    ];
  });
}

function catalogueFile(entries: readonly Entry[], frame: JsonObject): string {
  const map = Object.fromEntries(entries.map((entry) => [entry.id, entry]));
  return `${header(`${FOLDER}/*.yaml`)}
import type { CatalogueEntry } from '../catalogue.ts';

/** JSON Schema of what every order may say: at whom, and how often. */
export const frame: Readonly<Record<string, unknown>> = ${JSON.stringify(frame, null, 2)};

export const catalogue: Readonly<Record<string, CatalogueEntry>> = ${JSON.stringify(map, null, 2)};
`;
}
