/** From the schemas of a contract's successful answers to what they leave open (`src/provider/shape.ts`). */
import type { ChoiceShape, ObjectShape, Shape, Shapes } from '../../provider/shape.ts';
import { type Contract, resolve } from '../contract.ts';
import { isObject, type JsonObject, listAt, objectAt } from '../json.ts';
import { isAnnotation } from '../schemas.ts';
import { alternatives, typesOf, valuesOf } from './flatten.ts';
import { accepting, takesDecimals, takesNumbers, timeForms } from './probe.ts';
import { isAbsentOnRequest, roleOf } from './roles.ts';

const FIXED: Shape = { is: 'fixed' };

export function shapesOf(contract: Contract): Shapes {
  const reader = new Reader(contract.document);
  const answers = Object.fromEntries(
    contract.operations.map(({ id, responses }) => [
      id,
      Object.fromEntries(
        responses
          .filter(({ status, schema }) => status.startsWith('2') && schema !== undefined)
          .map(({ status, schema }) => [status, reader.read(schema)]),
      ),
    ]),
  );
  return { named: Object.fromEntries(reader.named), answers };
}

class Reader {
  readonly named = new Map<string, Shape>();
  readonly #document: JsonObject;

  constructor(document: JsonObject) {
    this.#document = document;
  }

  read(schema: unknown): Shape {
    if (!isObject(schema)) return { ...FIXED, ...(schema === true && { nullable: true }) };
    const branches = this.#branches(schema);
    const [branch] = branches;
    const nullable = branches.length < this.#count(schema) ? ({ nullable: true } as const) : {};
    if (branches.length === 1 && isObject(branch) && branch !== schema) {
      return { ...this.read(branch), ...nullable };
    }
    const name = sharedName(schema);
    return name === undefined ? this.#spelledOut(schema) : this.#shared(name, schema);
  }

  /** Branches of a schema that is nothing but a choice, without the one that is only null. */
  #branches(schema: JsonObject): readonly unknown[] {
    const branches = choiceOf(schema);
    return branches === undefined
      ? [schema]
      : branches.filter((branch) => !isObject(branch) || branch.type !== 'null');
  }

  #count(schema: JsonObject): number {
    return choiceOf(schema)?.length ?? 1;
  }

  /** Objects are read once and keep their name; anything smaller stands where it is used. */
  #shared(name: string, schema: JsonObject): Shape {
    const known = this.named.get(name);
    if (known === undefined) {
      // Stands in while the schema is read, should it contain itself.
      this.named.set(name, FIXED);
      const shape = this.read(resolve(this.#document, schema, '')?.value);
      if (shape.is !== 'object' && shape.is !== 'choice') {
        this.named.delete(name);
        return shape;
      }
      this.named.set(name, shape);
      return this.#shared(name, schema);
    }
    return { is: 'named', name, ...(known.nullable === true && { nullable: true }) };
  }

  #spelledOut(schema: JsonObject): Shape {
    const all = alternatives(this.#document, schema);
    if (all.some((one) => roleOf(one) === 'paging')) return FIXED;
    const nullable = all.some(takesNull) ? ({ nullable: true } as const) : {};
    const others = all.filter((one) => !isOnlyNull(one));
    const [only] = others;
    if (others.length === 1 && only !== undefined) return { ...this.#one(only), ...nullable };
    return { ...(this.#choice(others) ?? FIXED), ...nullable };
  }

  #one(schema: JsonObject): Shape {
    const types = (typesOf(schema) ?? []).filter((type) => type !== 'null');
    const [type] = types;
    if (types.length !== 1 || valuesOf(schema) !== undefined) return FIXED;
    switch (type) {
      case 'object':
        return this.#object(schema);
      case 'array':
        return this.#array(schema);
      case 'string':
        return textShape(schema);
      case 'number':
        return takesNumbers(accepting(schema, 'number')) ? { is: 'number' } : FIXED;
      default:
        return FIXED;
    }
  }

  /** Of an object whose members no contract names nothing is unknown, and nothing can be said. */
  #object(schema: JsonObject): Shape {
    return isObject(schema.properties) ? this.#members(schema, []) : FIXED;
  }

  #members(schema: JsonObject, untouched: readonly string[]): ObjectShape {
    const required = new Set([...listAt(schema, 'required').map(String), ...untouched]);
    const allThere = isAbsentOnRequest(schema);
    const members: Record<string, Shape> = {};
    for (const [name, member] of Object.entries(objectAt(schema, 'properties'))) {
      if (untouched.includes(name) || this.#isPaging(member)) continue;
      const shape = this.read(member);
      const optional = !allThere && !required.has(name) && member !== false;
      if (shape.is === 'fixed' && shape.nullable !== true && !optional) continue;
      members[name] = { ...shape, ...(optional && { optional: true }) };
    }
    const closed = schema.additionalProperties === false || schema.unevaluatedProperties === false;
    return { is: 'object', members, ...(closed && { closed: true }) };
  }

  #array(schema: JsonObject): Shape {
    if (schema.uniqueItems === true || 'prefixItems' in schema || 'contains' in schema) return FIXED;
    const { minItems: min, maxItems: max } = schema;
    return {
      is: 'array',
      items: this.read(schema.items),
      ...(typeof min === 'number' && { min }),
      ...(typeof max === 'number' && { max }),
    };
  }

  /** Objects that can be told apart; undefined where they can't be, or are no objects. */
  #choice(schemas: readonly JsonObject[]): ChoiceShape | undefined {
    if (schemas.some((schema) => typesOf(schema)?.join() !== 'object')) return undefined;
    const fixed = schemas.map((schema) => fixedMembers(this.#document, schema));
    const [first] = fixed;
    const names = Object.keys(first ?? {}).filter((name) => isDistinct(fixed.map((values) => values[name])));
    if (names.length === 0) return undefined;
    return {
      is: 'choice',
      of: schemas.map((schema, i) => ({
        when: Object.fromEntries(names.map((name) => [name, fixed[i]?.[name] ?? []])),
        shape: this.#members(schema, names),
      })),
    };
  }

  #isPaging(member: unknown): boolean {
    return alternatives(this.#document, member).some((one) => roleOf(one) === 'paging');
  }
}

function textShape(schema: JsonObject): Shape {
  const role = roleOf(schema);
  if (role === 'text' || role === 'open-list') {
    const { minLength: min, maxLength: max } = schema;
    return {
      is: role,
      ...(typeof min === 'number' && { min }),
      ...(typeof max === 'number' && { max }),
    };
  }
  const accepts = accepting(schema, 'string');
  if (takesDecimals(accepts)) return { is: 'decimal' };
  const forms = timeForms(accepts);
  return forms.length > 1 ? { is: 'time', forms } : FIXED;
}

/** The schemas a schema chooses from, if that is all it does. */
function choiceOf(schema: JsonObject): readonly unknown[] | undefined {
  const said = Object.keys(schema).filter((key) => !isAnnotation(key) || key === 'x-role');
  const [key] = said;
  return said.length === 1 && (key === 'anyOf' || key === 'oneOf') ? listAt(schema, key) : undefined;
}

/** The name behind a schema that is nothing but a reference to a shared one. */
function sharedName(schema: JsonObject): string | undefined {
  const said = Object.keys(schema).filter((key) => !isAnnotation(key) || key === 'x-role');
  if (said.length !== 1 || said[0] !== '$ref') return undefined;
  return /^#\/components\/schemas\/([^/]+)$/.exec(String(schema.$ref))?.[1];
}

function fixedMembers(
  document: JsonObject,
  schema: JsonObject,
): Readonly<Record<string, readonly unknown[]>> {
  return Object.fromEntries(
    Object.entries(objectAt(schema, 'properties')).flatMap(([name, member]) => {
      const [only, ...more] = alternatives(document, member);
      const values = only === undefined || more.length > 0 ? undefined : valuesOf(only);
      return values === undefined ? [] : [[name, values]];
    }),
  );
}

/** Everyone has some, and no two have the same. */
function isDistinct(sets: readonly (readonly unknown[] | undefined)[]): boolean {
  const all = sets.flatMap((values) => values ?? []);
  return sets.every((values) => values !== undefined) && new Set(all).size === all.length;
}

function takesNull(schema: JsonObject): boolean {
  const values = valuesOf(schema);
  const types = typesOf(schema);
  return (types?.includes('null') ?? true) && (values?.includes(null) ?? true);
}

function isOnlyNull(schema: JsonObject): boolean {
  return typesOf(schema)?.join() === 'null' || valuesOf(schema)?.every((value) => value === null) === true;
}
