/** Drafts of one operation: its path, parameters and body filled with values of a world. */
import type { Contract, ContractOperation, ContractParameter } from '../../../src/build/contract.ts';
import { isObject, type JsonObject, objectAt, valueAt } from '../../../src/build/json.ts';
import type { Draft } from './ask.ts';
import type { Dialect } from './dialect.ts';
import type { Known } from './harvest.ts';
import { goodValues, schemaOf, unique } from './values.ts';

export type Values = Readonly<Record<string, string>>;

/** Stands in where a world has no such thing. */
const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000';
const MOST_BODIES = 24;

export class Drafting {
  constructor(
    readonly contract: Contract,
    readonly operation: ContractOperation,
    readonly dialect: Dialect,
    private readonly known: Known,
  ) {}

  /** Those in the path or the query. */
  parameters(required: boolean): ContractParameter[] {
    return this.operation.parameters.filter((one) => one.required === required && one.in !== 'header');
  }

  schema(parameter: ContractParameter): JsonObject {
    return schemaOf(this.contract.document, parameter.schema);
  }

  bodySchema(): JsonObject {
    return schemaOf(this.contract.document, this.operation.body?.schema);
  }

  /** Values that ought to be answered. */
  good(parameter: ContractParameter): string[] {
    const { name } = parameter;
    return unique([
      ...(this.known[name] ?? []),
      ...goodValues(this.schema(parameter)),
      ...(this.dialect.samples[name] ?? []),
    ]);
  }

  /** Values of all required parameters, every combination. */
  bases(): Values[] {
    let bases: Values[] = [{}];
    for (const parameter of this.parameters(true)) {
      const values = this.good(parameter);
      const known = values.length > 0 ? values : [UNKNOWN_ID];
      bases = bases.flatMap((base) => known.map((value) => ({ ...base, [parameter.name]: value })));
    }
    return bases;
  }

  /** The contract's example bodies, with ids of this world where an example has one; `[undefined]` without a body. */
  bodies(): unknown[] {
    const { body } = this.operation;
    if (body === undefined) return [undefined];
    const media = valueAt(this.contract.document, body.pointer);
    const named = Object.values(objectAt(media, 'examples')).map((one) => (isObject(one) ? one.value : {}));
    const examples = isObject(media) && media.example !== undefined ? [media.example] : named;
    return examples.length === 0 ? [{}] : examples.flatMap((example) => this.#withKnownIds(example));
  }

  #withKnownIds(example: unknown): unknown[] {
    if (!isObject(example)) return [example];
    let bodies: JsonObject[] = [example];
    for (const name of Object.keys(example)) {
      const ids = this.known[name] ?? [];
      bodies = [...bodies, ...bodies.flatMap((one) => ids.map((id) => ({ ...one, [name]: id })))];
    }
    return bodies.slice(0, MOST_BODIES);
  }

  draft(values: Values, body: unknown): Draft {
    const rest = new Map(Object.entries(values));
    const path = this.operation.path.replace(/\{(\w+)\}/g, (_all, name: string) => {
      const value = rest.get(name) ?? '';
      rest.delete(name);
      return encodeURIComponent(value);
    });
    const query = [...rest].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
    const draft = { method: this.operation.method, path, query, headers: {} };
    if (body === undefined) return draft;
    return { ...draft, headers: this.dialect.bodyHeaders, body: JSON.stringify(body) };
  }
}
