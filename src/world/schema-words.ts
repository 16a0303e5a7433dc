/** Errors of a compiled schema, in words: what is wrong, what was given, what is allowed. */
import type { Finding, Path } from '../../fixtures/ledger/findings.ts';
import { nearest, noneOf } from '../../fixtures/ledger/nearest.ts';
import type { SchemaError } from '../provider/operation.ts';

/** A file that is wrong in more places than this is no world file. */
const MOST_ERRORS = 100;

/**
 * @param schema the JSON Schema the errors are of: fields, descriptions and lists of values are looked up in it
 * @param value what was checked; errors of values nested in a faulty place are told once
 */
export function schemaFindings(schema: unknown, errors: readonly SchemaError[], value: unknown): Finding[] {
  const told = new Set<string>();
  const findings: Finding[] = [];
  for (const error of errors.slice(0, MOST_ERRORS)) {
    const finding = inWords(schema, error, value);
    if (!finding) continue;
    const where = `${finding.path.join('\n')}\n\n${finding.message}`;
    if (told.has(where)) continue;
    told.add(where);
    findings.push(finding);
  }
  return findings;
}

function inWords(schema: unknown, error: SchemaError, value: unknown): Finding | undefined {
  // What is wrong with a field's name: `propertyNames` tells it.
  if (error.schemaPath.includes('propertyNames/')) return undefined;
  const path = pathOf(error.instancePath, value);
  const given = shown(valueAt(value, path));
  switch (error.keyword) {
    case 'if':
      return undefined;
    case 'additionalProperties': {
      const name = String(error.params.additionalProperty);
      return {
        path: [...path, name],
        points: 'name',
        message: unknownField(name, allowedFields(schema, path)),
      };
    }
    case 'propertyNames': {
      const name = String(error.params.propertyName);
      const allowed = child(child(schemaAt(schema, path), 'propertyNames'), 'enum');
      const message = Array.isArray(allowed)
        ? noneOf(name, allowed.map(String))
        : `"${name}" is no name: letters, digits, "-", "_" and "."`;
      return { path: [...path, name], points: 'name', message };
    }
    case 'required':
      return { path, message: `"${error.params.missingProperty}" is missing here` };
    case 'enum': {
      const allowed = (error.params.allowedValues as unknown[]).map(String);
      const hint = nearest(String(valueAt(value, path)), allowed);
      const meant = hint === undefined ? '' : ` (did you mean ${hint}?)`;
      return { path, message: `is ${given}${meant}; it has to be one of ${allowed.join(', ')}` };
    }
    case 'minLength':
      return { path, message: `is ${given}; it may not be empty` };
    case 'type':
      return { path, message: typeMessage(error, valueAt(value, path)) };
    default: {
      const wanted = error.keyword === 'pattern' ? describedAt(schema, path) : undefined;
      return { path, message: `is ${given}; ${wanted ?? `it ${error.message ?? `fails ${error.keyword}`}`}` };
    }
  }
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a set of fields',
  null: 'null',
};

function typeMessage(error: SchemaError, value: unknown): string {
  const wanted = [error.params.type].flat().map((type) => TYPES[String(type)] ?? String(type));
  const message = `is ${shown(value)}; it has to be ${wanted.join(' or ')}`;
  const isDecimal = typeof value === 'number' && !Number.isInteger(value) && wanted.includes('text');
  return isDecimal ? `${message}. Put it in quotes: "${value}"` : message;
}

function unknownField(name: string, allowed: readonly string[]): string {
  const hint = nearest(name, allowed);
  if (hint !== undefined) return `there is no field "${name}" here; did you mean "${hint}"?`;
  return `there is no field "${name}" here; there are ${allowed.join(', ')}`;
}

/** `/entities/people/0/key` as steps; places in lists are numbers. */
function pathOf(pointer: string, value: unknown): Path {
  const path: (string | number)[] = [];
  let at = value;
  for (const segment of pointer.split('/').slice(1)) {
    const name = segment.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(Array.isArray(at) ? Number(name) : name);
    at = child(at, name);
  }
  return path;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, step) => child(at, String(step)), value);
}

function child(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}

/** A value as people write it, cut short. */
function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a set of fields';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}..."` : text;
}

/**
 * The schema of the value at a path. Followed from the root along the path, because the places ajv names are counted
 * from whichever shared schema it was in.
 */
function schemaAt(schema: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, step) => {
    if (typeof step === 'number')
      return resolved(
        schema,
        child(at, 'items') ?? child(child(at, 'then'), 'items') ?? child(child(at, 'else'), 'items'),
      );
    return resolved(schema, child(child(at, 'properties'), step) ?? child(at, 'additionalProperties'));
  }, schema);
}

function resolved(schema: unknown, part: unknown): unknown {
  const reference = child(part, '$ref');
  if (typeof reference !== 'string') return part;
  return child(child(schema, '$defs'), reference.slice('#/$defs/'.length));
}

function allowedFields(schema: unknown, path: Path): string[] {
  return Object.keys((child(schemaAt(schema, path), 'properties') as object | undefined) ?? {});
}

function describedAt(schema: unknown, path: Path): string | undefined {
  const description = child(schemaAt(schema, path), 'description');
  return typeof description === 'string' ? `wanted: ${description}` : undefined;
}
