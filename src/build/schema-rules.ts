import type { Ajv2020 } from 'ajv/dist/2020.js';
import type { Contract } from './contract.ts';
import { isObject, type JsonObject, listAt, objectAt, pointerTo } from './json.ts';
import { readableParameters } from './parameter-plan.ts';
import type { Finding } from './problems.ts';
import { compilable, isAnnotation, schemaId, walkSchema } from './schemas.ts';
import { roleRules } from './shapes/roles.ts';
import { createCompiler } from './standalone.ts';

/**
 * Mistakes in schemas. What can be seen keyword by keyword is reported at that keyword; the rest is left to
 * ajv's strict mode, which knows more but stops at the first mistake of a schema.
 */
export function schemaRules(contract: Contract): Finding[] {
  const compiler = createCompiler();
  const shared = Object.entries(objectAt(contract.document.components, 'schemas')).map(
    ([name, schema]) => [pointerTo('components', 'schemas', name), schema] as const,
  );
  const roots = new Map<string, unknown>([...shared, ...schemaPlaces(contract)]);
  const findings: Finding[] = roleRules(roots);
  for (const [pointer, schema] of roots) {
    walkSchema(schema, pointer, (sub, at) => findings.push(...keywordFindings(compiler, sub, at)));
  }
  return findings.length > 0 ? findings : compileFindings(compiler, roots);
}

/** The schemas of parameters, bodies and answers, by place: exactly those the validators will be made of. */
function schemaPlaces(contract: Contract): ReadonlyMap<string, unknown> {
  const places = new Map<string, unknown>();
  const add = (pointer: string, schema: unknown) =>
    schema !== undefined && places.set(`${pointer}/schema`, schema);
  for (const operation of contract.operations) {
    for (const parameter of readableParameters(operation)) add(parameter.pointer, parameter.schema);
    if (operation.body) add(operation.body.pointer, operation.body.schema);
    for (const response of operation.responses) add(response.pointer, response.schema);
  }
  return places;
}

function keywordFindings(compiler: Ajv2020, schema: JsonObject, pointer: string): Finding[] {
  const messages = [
    ...Object.keys(schema).map((keyword) => unknownKeyword(compiler, keyword)),
    unknownFormat(compiler, schema.format),
    badPattern(schema.pattern),
    ...unknownRequired(schema),
  ];
  return messages.filter((message) => message !== undefined).map((message) => ({ pointer, message }));
}

function unknownKeyword(compiler: Ajv2020, keyword: string): string | undefined {
  if (keyword === 'nullable') return `nullable is OpenAPI 3.0; in 3.1 write "type: [<type>, 'null']"`;
  if (isAnnotation(keyword) || compiler.getKeyword(keyword) !== false) return undefined;
  return `"${keyword}" is no keyword of JSON Schema 2020-12`;
}

function unknownFormat(compiler: Ajv2020, format: unknown): string | undefined {
  if (format === undefined || (typeof format === 'string' && compiler.formats[format] !== undefined))
    return undefined;
  return `format "${String(format)}" is not known, so nothing would check it; leave it out or use a pattern`;
}

function badPattern(pattern: unknown): string | undefined {
  if (typeof pattern !== 'string') return undefined;
  try {
    new RegExp(pattern, 'u');
    return undefined;
  } catch (error) {
    return `the pattern cannot be read: ${(error as Error).message}`;
  }
}

/** A misspelt name in `required` refuses every value; only meaningful where the schema lists all its fields. */
function unknownRequired(schema: JsonObject): string[] {
  const composed = ['allOf', 'anyOf', 'oneOf', '$ref', 'patternProperties'].some(
    (keyword) => keyword in schema,
  );
  if (!isObject(schema.properties) || composed || isObject(schema.additionalProperties)) return [];
  const known = Object.keys(schema.properties);
  return listAt(schema, 'required')
    .filter((name) => !known.includes(String(name)))
    .map((name) => `requires "${String(name)}", which is not among its properties`);
}

/** Compiles each schema on its own, so that one mistake does not hide those of other schemas. */
function compileFindings(compiler: Ajv2020, roots: ReadonlyMap<string, unknown>): Finding[] {
  const findings = new Map<string, Finding>();
  const attempt = (pointer: string, step: () => unknown) => {
    try {
      step();
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      // The same mistake is met again by every schema that refers to the faulty one; it is told once.
      if (!findings.has(text)) findings.set(text, placed(pointer, text));
    }
  };
  for (const [pointer, schema] of roots) {
    const id = sharedId(pointer);
    if (id) attempt(pointer, () => compiler.addSchema(compilable(schema) as object, id));
  }
  for (const [pointer, schema] of roots) {
    const id = sharedId(pointer);
    attempt(pointer, () => (id ? compiler.getSchema(id) : compiler.compile(compilable(schema) as object)));
  }
  return [...findings.values()];
}

function sharedId(pointer: string): string | undefined {
  const name = /^\/components\/schemas\/([^/]+)$/.exec(pointer)?.[1];
  return name === undefined ? undefined : schemaId(`#${pointer}`);
}

/** Puts a complaint of ajv, which ends in `at "/schemas/X#/properties/a"`, where the contract has it. */
function placed(pointer: string, text: string): Finding {
  const [place, name, within = ''] = / at "(?:\/schemas\/([^#"/]+))?[^#"]*#?([^"]*)"/.exec(text) ?? [''];
  const root = name === undefined ? pointer : `/components/schemas/${name}`;
  return { pointer: root + within, message: text.replace(place, '') };
}
