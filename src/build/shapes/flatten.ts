/** Schemas without references and combinations: what they say, spelled out. */
import { resolve } from '../contract.ts';
import { isObject, type JsonObject, listAt } from '../json.ts';
import { isAnnotation } from '../schemas.ts';

const COMBINATIONS = new Set(['$ref', 'allOf', 'anyOf', 'oneOf']);

/**
 * The alternatives a schema allows, each without `$ref`, `anyOf` and `oneOf` at its top. A value that fits the schema
 * fits one of them. (Of `oneOf` it is taken for granted that no value fits two.)
 */
export function alternatives(document: JsonObject, schema: unknown): JsonObject[] {
  if (!isObject(schema)) return [{}];
  const own = Object.fromEntries(Object.entries(schema).filter(([key]) => !COMBINATIONS.has(key)));
  const parts = [...listAt(schema, 'allOf')];
  if (typeof schema.$ref === 'string') parts.push(resolve(document, schema, '')?.value);
  const choices = parts.map((part) => alternatives(document, part));
  for (const key of ['anyOf', 'oneOf']) {
    if (key in schema) choices.push(listAt(schema, key).flatMap((part) => alternatives(document, part)));
  }
  return choices.reduce<JsonObject[]>(
    (found, choice) =>
      found.flatMap((one) =>
        choice.flatMap((other) => {
          const joined = both(one, other);
          return joined === undefined ? [] : [joined];
        }),
      ),
    [own],
  );
}

/** What two schemas say together, keyword by keyword. Keywords that are not named here go side by side in `allOf`. */
const JOINS: Readonly<Record<string, (a: never, b: never) => unknown>> = {
  type: (a: Types, b: Types) => commonTypes([a].flat(), [b].flat()),
  enum: (a: readonly unknown[], b: readonly unknown[]) => a.filter((value) => b.includes(value)),
  required: (a: readonly string[], b: readonly string[]) => [...new Set([...a, ...b])],
  properties: joinProperties,
  items: joinSchemas,
  additionalProperties: (a: unknown, b: unknown) => a !== false && b !== false,
  minLength: Math.max,
  maxLength: Math.min,
  minItems: Math.max,
  maxItems: Math.min,
};

type Types = string | readonly string[];

/** Undefined where nothing fits both. */
function both(first: JsonObject, second: JsonObject): JsonObject | undefined {
  const [a, b] = [withEnum(first), withEnum(second)];
  const joined: Record<string, unknown> = { ...a, ...b };
  const beside: JsonObject[] = [];
  for (const key of Object.keys(a).filter((name) => name in b)) {
    const join = JOINS[key] as ((x: unknown, y: unknown) => unknown) | undefined;
    if (join !== undefined) joined[key] = join(a[key], b[key]);
    else if (!isAnnotation(key) && a[key] !== b[key]) beside.push({ [key]: a[key] });
  }
  if (beside.length > 0) joined.allOf = [...listAt(joined, 'allOf'), ...beside];
  const empty = ['type', 'enum'].some((key) => Array.isArray(joined[key]) && joined[key].length === 0);
  return empty ? undefined : joined;
}

/** `const` is an `enum` of one. */
function withEnum(schema: JsonObject): JsonObject {
  if (!('const' in schema)) return schema;
  const { const: only, ...rest } = schema;
  return { ...rest, enum: [only] };
}

function joinProperties(a: JsonObject, b: JsonObject): JsonObject {
  const shared = Object.keys(a).filter((name) => name in b);
  return { ...a, ...b, ...Object.fromEntries(shared.map((name) => [name, joinSchemas(a[name], b[name])])) };
}

function joinSchemas(a: unknown, b: unknown): JsonObject {
  return { allOf: [a, b] };
}

function commonTypes(a: readonly string[], b: readonly string[]): string[] {
  const fits = (type: string, types: readonly string[]): boolean =>
    types.includes(type) || (type === 'integer' && types.includes('number'));
  return [...new Set([...a.filter((type) => fits(type, b)), ...b.filter((type) => fits(type, a))])];
}

export function typesOf(schema: JsonObject): readonly string[] | undefined {
  return schema.type === undefined ? undefined : [schema.type].flat().map(String);
}

/** Values of `enum` or `const`; undefined where neither limits them. */
export function valuesOf(schema: JsonObject): readonly unknown[] | undefined {
  const { enum: values } = withEnum(schema);
  return Array.isArray(values) ? values : undefined;
}
