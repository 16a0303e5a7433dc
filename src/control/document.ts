/** The contract as a document: for `openapi.json`, and for the words of refusals. Loaded when first needed. */
import worldSchema from '../../contracts/world/world.schema.json' with { type: 'json' };
import { catalogue, frame } from '../faults/generated/catalogue.ts';
import type { OperationSpec } from '../provider/operation.ts';
import { version } from '../version.ts';
import { document } from './generated/document.ts';

type Schema = Readonly<Record<string, unknown>>;

interface Contract {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly parameters: Readonly<Record<string, Schema>>;
  };
}

const contract = document as unknown as Contract;
let composed: Schema | undefined;

/** The whole contract: orders of all faults and the description of a world in full. */
export function openApiDocument(): Schema {
  composed ??= {
    ...document,
    info: { ...(document.info as object), 'x-understudy-version': version },
    components: {
      ...contract.components,
      schemas: { ...contract.components.schemas, ...faultOrders(), ...worldSchemas() },
    },
  };
  return composed;
}

/** JSON Schema of an order of one fault: what every order may say, and the fault's own parameters. */
export function orderSchema(id: string): Schema {
  return {
    type: 'object',
    additionalProperties: false,
    required: ['fault'],
    properties: { ...frame, ...catalogue[id]?.parameters, fault: { const: id } },
  };
}

/** One schema a fault, and `FaultOrder` as their choice by `fault`. */
function faultOrders(): Record<string, Schema> {
  const ids = Object.keys(catalogue);
  const name = (id: string): string => `FaultOrder.${id}`;
  const orders = ids.map((id) => [
    name(id),
    { description: catalogue[id]?.says, ...orderSchema(id) },
  ]) satisfies unknown[];
  const refs = ids.map((id) => [id, `#/components/schemas/${name(id)}`] as const);
  return {
    ...Object.fromEntries(orders as [string, Schema][]),
    FaultOrder: {
      description: contract.components.schemas.FaultOrder?.description,
      oneOf: refs.map(([, $ref]) => ({ $ref })),
      discriminator: { propertyName: 'fault', mapping: Object.fromEntries(refs) },
    },
  };
}

/** The schema of world files, its shared parts as `World.<name>`. */
function worldSchemas(): Record<string, Schema> {
  const moved = JSON.parse(
    JSON.stringify(worldSchema).replaceAll('"#/$defs/', '"#/components/schemas/World.'),
  ) as typeof worldSchema;
  const { $schema: _, $id: __, $defs, properties, ...file } = moved;
  const own = contract.components.schemas.WorldDescription ?? {};
  return {
    ...Object.fromEntries(Object.entries($defs).map(([name, schema]) => [`World.${name}`, schema as Schema])),
    WorldDescription: { ...file, properties: { ...properties, ...(own.properties as object) } },
  };
}

/** Path, query and body of an operation as one schema, its shared parts in `$defs`, as refusals are worded by. */
export function requestSchemaOf({ path, method }: OperationSpec): Schema {
  const item = contract.paths[path] ?? {};
  const operation = (item[method.toLowerCase()] ?? {}) as Schema;
  const parameters = [...listOf(item.parameters), ...listOf(operation.parameters)].map(resolved);
  const body = operation.requestBody as { content?: Record<string, { schema: Schema }> } | undefined;
  return moved({
    properties: {
      ...Object.fromEntries(['path', 'query'].map((place) => [place, partOf(parameters, place)])),
      ...(body !== undefined && { body: body.content?.['application/json']?.schema }),
    },
    $defs: contract.components.schemas,
  });
}

function partOf(parameters: readonly Schema[], place: string): Schema {
  const here = parameters.filter((parameter) => parameter.in === place);
  return {
    properties: Object.fromEntries(here.map(({ name, schema }) => [String(name), schema])),
  };
}

function listOf(value: unknown): readonly Schema[] {
  return Array.isArray(value) ? value : [];
}

function resolved(parameter: Schema): Schema {
  const name = typeof parameter.$ref === 'string' ? (parameter.$ref.split('/').at(-1) ?? '') : undefined;
  return name === undefined ? parameter : (contract.components.parameters[name] ?? {});
}

function moved(schema: Schema): Schema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/schemas/', '"#/$defs/')) as Schema;
}
