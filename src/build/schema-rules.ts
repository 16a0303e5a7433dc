import type { Ajv2020 } from 'ajv/dist/2020.js';
import type { Contract } from './contract.ts';
import { type Finding, schemaPlaces } from './house-rules.ts';
import { isObject, type JsonObject, listAt, objectAt, pointerTo } from './json.ts';
import { compilable, isAnnotation, walkSchema } from './schemas.ts';
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
  const findings: Finding[] = [];
  for (const [pointer, schema] of roots) {
    walkSchema(schema, pointer, (sub, at) => findings.push(...keywordFindings(compiler, sub, at)));
  }
  return findings.length > 0 ? findings : compileFindings(compiler, roots);
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
  for (const [pointer, schema] of roots) {
    const name = /^\/components\/schemas\/([^/]+)$/.exec(pointer)?.[1];
    if (name === undefined) continue;
    try {
      compiler.addSchema(compilable(schema) as object, `/schemas/${name}`);
    } catch (error) {
      report(findings, pointer, error);
    }
  }
  for (const [pointer, schema] of roots) {
    try {
      compiler.compile(compilable(schema) as object);
    } catch (error) {
      report(findings, pointer, error);
    }
  }
  return [...findings.values()];
}

/** The same mistake is met again by every schema that refers to the faulty one; it is told once. */
function report(findings: Map<string, Finding>, pointer: string, error: unknown): void {
  const text = error instanceof Error ? error.message : String(error);
  const place = /at "\/schemas\/([^#"/]+)#?([^"]*)"/.exec(text);
  const at = place ? `/components/schemas/${place[1]}${place[2] ?? ''}` : pointer;
  const message = text.replace(/ at "[^"]*"/, '');
  if (!findings.has(text)) findings.set(text, { pointer: at, message });
}
