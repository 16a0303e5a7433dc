/** The fault catalogue, as data and as compiled checks of orders: from `contracts/control/faults/`. */
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
  readonly example: JsonObject;
}

export async function faultOutputs(root: string): Promise<Output[]> {
  const frame = readYaml(root, FRAME);
  const problems: Problem[] = [...frame.problems];
  const entries = FAMILIES.flatMap((family) => entriesOf(root, family, problems));
  refuse(problems);
  const ajv = createCompiler();
  for (const entry of entries) {
    ajv.addSchema(orderSchema(frame.value as JsonObject, entry), entry.id);
    const check = ajv.getSchema(entry.id);
    const example = { ...entry.example, fault: entry.id };
    if (check?.(example) === false) {
      problems.push({
        file: `${FOLDER}/${entry.family}.yaml`,
        message: `the example of ${entry.id} does not fit its own schema: ${ajv.errorsText(check.errors)}`,
      });
    }
  }
  refuse(problems);
  const code = await standaloneModule(
    ajv,
    (use) =>
      `export const orders = {\n${entries.map(({ id }) => `  ${JSON.stringify(id)}: ${use(id)},`).join('\n')}\n};\n`,
  );
  return [
    { path: `${TARGET}/catalogue.ts`, text: catalogueFile(entries, frame.value as JsonObject) },
    { path: `${TARGET}/orders.js`, text: header(`${FOLDER}/*.yaml`) + code },
    { path: `${TARGET}/orders.d.ts`, text: `${header(`${FOLDER}/*.yaml`)}\n${DECLARATION}` },
  ];
}

const DECLARATION = `import type { Validate } from '../../provider/operation.ts';

/** Whether a value is an order of a fault, by the fault's id; \`errors\` says why not. */
export declare const orders: Readonly<Record<string, Validate>>;
`;

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
        parameters,
        defaults: { ...defaults, ...objectAt(said, 'defaults') },
        example: { fault: id, ...objectAt(said, 'example') },
      },
    ];
  });
}

/** An order of one fault: the frame and its parameters, and nothing else. */
function orderSchema(frame: JsonObject, { id, parameters }: Entry): JsonObject {
  return {
    type: 'object',
    additionalProperties: false,
    required: ['fault'],
    properties: { ...frame, ...parameters, fault: { const: id } },
  };
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
