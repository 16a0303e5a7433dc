/** Which members of an answer a contract lets be null, and which of them were. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { OperationSpec } from '../../src/provider/operation.ts';

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

/** Deeper than any answer; recursive schemas end here. */
const DEEPEST = 14;

export class Nullable {
  readonly #document: Record<string, unknown>;
  /** Path of a member to whether it was null somewhere. */
  readonly #members = new Map<string, boolean>();

  constructor(provider: string) {
    const file = new URL(`../../contracts/${provider}/openapi.yaml`, import.meta.url);
    this.#document = parse(readFileSync(file, 'utf8'));
  }

  /** Notes every member of a 200's body that may be null. */
  note({ id, path, method }: OperationSpec, body: unknown): void {
    const response = this.#at(['paths', path, method.toLowerCase(), 'responses', '200']);
    const schema = this.#at(['content', 'application/json', 'schema'], response) as Schema | undefined;
    if (schema !== undefined) this.#walk(schema, body, id, 0);
  }

  /** Paths that may be null and never were, in order. */
  neverNull(): string[] {
    return [...this.#members]
      .filter(([, wasNull]) => !wasNull)
      .map(([path]) => path)
      .sort();
  }

  #walk(given: Schema, value: unknown, path: string, depth: number): void {
    const schema = this.#resolved(given);
    if (depth > DEEPEST) return;
    if (this.#allowsNull(schema)) this.#members.set(path, value === null || this.#members.get(path) === true);
    for (const part of partsOf(schema)) this.#walk(part, value, path, depth + 1);
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      const { items } = schema;
      if (items !== undefined)
        for (const item of value) this.#walk(item === null ? {} : items, item, `${path}[]`, depth + 1);
      return;
    }
    for (const [name, member] of Object.entries(schema.properties ?? {})) {
      if (name in value)
        this.#walk(member, (value as Record<string, unknown>)[name], `${path}.${name}`, depth + 1);
    }
  }

  #allowsNull(schema: Schema): boolean {
    if (schema.type === 'null' || (Array.isArray(schema.type) && schema.type.includes('null'))) return true;
    return [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].some((part) =>
      this.#allowsNull(this.#resolved(part)),
    );
  }

  #resolved(schema: Schema): Schema {
    return schema.$ref === undefined
      ? schema
      : this.#resolved(this.#at(schema.$ref.slice(2).split('/')) as Schema);
  }

  #at(steps: readonly string[], from: unknown = this.#document): unknown {
    let value = from;
    for (const step of steps) value = (value as Record<string, unknown> | undefined)?.[step];
    const ref = (value as Schema | undefined)?.$ref;
    return ref === undefined ? value : this.#at(ref.slice(2).split('/'));
  }
}

function partsOf({ allOf = [], anyOf = [], oneOf = [] }: Schema): Schema[] {
  return [...allOf, ...anyOf, ...oneOf];
}
