import { isObject, type JsonObject, localPointer, pointerTo } from './json.ts';

/**
 * The shape of JSON Schema, just enough to tell a keyword from a property that has the name of one. A property
 * called `title`, `example` or `$ref` must survive what is done to the keyword of that name.
 */
const HOLDS_SCHEMA = [
  'items',
  'additionalProperties',
  'unevaluatedProperties',
  'unevaluatedItems',
  'propertyNames',
  'contains',
  'not',
  'if',
  'then',
  'else',
];
const HOLDS_LIST = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
const HOLDS_MAP = ['properties', 'patternProperties', 'dependentSchemas', '$defs', 'definitions'];

/** Says nothing about which values are valid: OpenAPI's own keywords, and annotations. */
const SAYS_NOTHING = new Set([
  'discriminator',
  'xml',
  'externalDocs',
  'example',
  'examples',
  'deprecated',
  'title',
  'description',
  'default',
  'readOnly',
  'writeOnly',
  '$comment',
]);

/** A keyword no validator needs. */
export function isAnnotation(keyword: string): boolean {
  return SAYS_NOTHING.has(keyword) || keyword.startsWith('x-');
}

export type Visit = (schema: JsonObject, pointer: string) => void;

/** Calls `visit` for a schema and every schema within it, with the pointer of each. */
export function walkSchema(schema: unknown, pointer: string, visit: Visit): void {
  if (!isObject(schema)) return;
  visit(schema, pointer);
  mapSubschemas(schema, (sub, path) => {
    walkSchema(sub, pointer + path, visit);
    return sub;
  });
}

/**
 * A schema as the validator compiler wants it: without keywords that say nothing, and with
 * `#/components/schemas/X` turned into the identifier under which X was registered.
 */
export function compilable(schema: unknown): unknown {
  if (!isObject(schema)) return schema;
  const kept = Object.entries(schema).filter(([key]) => !isAnnotation(key));
  const mapped = mapSubschemas(Object.fromEntries(kept), compilable);
  return typeof mapped.$ref === 'string' ? { ...mapped, $ref: schemaId(mapped.$ref) } : mapped;
}

/** `#/components/schemas/Trade/properties/id` -> `/schemas/Trade#/properties/id`. */
export function schemaId(ref: string): string {
  const [, name, rest] = /^\/components\/schemas\/([^/]+)(\/.*)?$/.exec(localPointer(ref) ?? '') ?? [];
  if (name === undefined) return ref;
  return rest ? `/schemas/${name}#${rest}` : `/schemas/${name}`;
}

function mapSubschemas(schema: JsonObject, change: (sub: unknown, path: string) => unknown): JsonObject {
  const changed: Record<string, unknown> = { ...schema };
  for (const key of HOLDS_SCHEMA) {
    if (key in schema) changed[key] = change(schema[key], pointerTo(key));
  }
  for (const key of HOLDS_LIST) {
    const list = schema[key];
    if (Array.isArray(list)) changed[key] = list.map((sub, index) => change(sub, pointerTo(key, index)));
  }
  for (const key of HOLDS_MAP) {
    const map = schema[key];
    if (!isObject(map)) continue;
    const entries = Object.entries(map).map(
      ([name, sub]) => [name, change(sub, pointerTo(key, name))] as const,
    );
    changed[key] = Object.fromEntries(entries);
  }
  return changed;
}
