/** Values worth trying for a parameter, right and wrong ones, from its schema. All of them are text, as in a query. */
import { resolve } from '../../../src/build/contract.ts';
import { isObject, type JsonObject } from '../../../src/build/json.ts';

/** The schema itself, behind however many references, with those of `allOf` merged in. */
export function schemaOf(document: JsonObject, schema: unknown): JsonObject {
  const found = resolve(document, schema, '')?.value;
  if (!isObject(found)) return {};
  const parts = Array.isArray(found.allOf) ? found.allOf : [];
  return Object.assign({}, ...parts.map((part) => schemaOf(document, part)), found);
}

export function goodValues(schema: JsonObject): string[] {
  const values: unknown[] = [];
  if (Array.isArray(schema.enum)) values.push(...schema.enum);
  if (schema.type === 'boolean') values.push(true, false);
  if (schema.type === 'integer')
    values.push(schema.minimum ?? 0, Math.min(Number(schema.maximum ?? 500), 500));
  if (schema.default !== undefined) values.push(schema.default);
  if (schema.example !== undefined) values.push(schema.example);
  return unique(values.map(String));
}

/** Reasons for a refusal. Whether there is one is the provider's business: many parameters are lenient. */
export function badValues(schema: JsonObject): string[] {
  const values = ['', '\u{1F92F}', 'null', '[object Object]'];
  if (schema.type === 'integer' || schema.type === 'number') {
    values.push('abc', '1.5', '1e3', '-1', '0', '+1', '0x10', ' 7', '99999999999999999999', 'NaN');
    if (typeof schema.minimum === 'number') values.push(String(schema.minimum - 1));
    if (typeof schema.maximum === 'number') values.push(String(schema.maximum + 1));
  } else if (schema.type === 'boolean') values.push('yes', '1', 'TRUE');
  else
    values.push(
      '00000000-0000-4000-8000-000000000000',
      'not-one-of-these',
      '%',
      'x'.repeat(5000),
      "' or 1=1",
      '__proto__',
    );
  if (schema.format === 'date') values.push('2026-02-30', '2026-13-01', '20260101', '2026-01-01T00:00:00Z');
  return unique(values);
}

/** Bodies that differ from a right one in one thing each, by what that is. */
export function badBodies(schema: JsonObject, right: JsonObject): Record<string, unknown> {
  const bodies: Record<string, unknown> = {
    'a list for a body': [],
    'text for a body': 'text',
    'a number for a body': 7,
    'null for a body': null,
    'an empty object': {},
    'a member nobody knows': { ...right, noSuchMember: true },
  };
  const names = new Set([
    ...Object.keys(right),
    ...Object.keys(isObject(schema.properties) ? schema.properties : {}),
  ]);
  for (const name of names) {
    const { [name]: _left, ...others } = right;
    bodies[`without ${name}`] = others;
    for (const wrong of [null, 7, -1, 1.5, true, 'nonsense', '', [], {}]) {
      bodies[`${name}: ${JSON.stringify(wrong)}`] = { ...right, [name]: wrong };
    }
  }
  return bodies;
}

export function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

/** At most `count` of the items, evenly spread, the first among them. */
export function spread<Item>(items: readonly Item[], count: number): Item[] {
  if (items.length <= count) return [...items];
  return Array.from({ length: count }, (_, i) => items[Math.floor((i * items.length) / count)] as Item);
}
