/**
 * The requests a contract suggests: for every operation what it is for, with every parameter tried on its own, and
 * every way of being refused that the contract or HTTP itself leaves room for.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import {
  type Contract,
  type ContractOperation,
  type ContractParameter,
  readContract,
} from '../../../src/build/contract.ts';
import { isObject, type JsonObject, objectAt, valueAt } from '../../../src/build/json.ts';
import type { Provider } from '../../../src/provider/index.ts';
import type { OperationSpec } from '../../../src/provider/operation.ts';
import type { Actor, Ask, Draft, Effect } from './ask.ts';
import type { Dialect } from './dialect.ts';
import type { Known } from './harvest.ts';
import { badBodies, badValues, goodValues, schemaOf, spread, unique } from './values.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
/** Requests with every value in order, per operation and per optional parameter. */
const MOST_PLAIN = 24;
const MOST_PER_PARAMETER = 16;

export function contractOf(provider: string): Contract {
  const file = `contracts/${provider}/openapi.yaml`;
  return readContract(provider, file, parse(readFileSync(join(ROOT, file), 'utf8')) as JsonObject);
}

export interface Planning {
  readonly provider: Provider;
  readonly dialect: Dialect;
  readonly known: Known;
  readonly credentials: Readonly<Record<string, string>>;
}

/** All requests, in the order in which they can be sent. */
export function plan(planning: Planning): Ask[] {
  const contract = contractOf(planning.provider.id);
  const asks = planning.provider.contract.operations.flatMap((spec) => {
    const operation = contract.operations.find((one) => one.id === spec.id);
    if (operation === undefined)
      throw new Error(`${planning.provider.id}: no operation ${spec.id} in the contract`);
    return new OperationPlan(planning, contract, operation, spec).asks();
  });
  const order: readonly Effect[] = ['reads', 'changes', 'removes', 'locks-out'];
  return order.flatMap((effect) => asks.filter((ask) => ask.effect === effect));
}

type Values = Readonly<Record<string, string>>;
type More = Partial<Pick<Ask, 'actor' | 'effect' | 'carried'>>;

class OperationPlan {
  readonly #main: Actor;
  readonly #others: readonly Actor[];
  readonly #effect: Effect;
  readonly #bodySchema: JsonObject;

  constructor(
    private readonly planning: Planning,
    private readonly contract: Contract,
    private readonly operation: ContractOperation,
    private readonly spec: OperationSpec,
  ) {
    [this.#main, ...this.#others] = planning.dialect.actors(planning.credentials);
    this.#effect = planning.dialect.locksOut.includes(spec.id)
      ? 'locks-out'
      : spec.method === 'DELETE'
        ? 'removes'
        : spec.method === 'GET'
          ? 'reads'
          : 'changes';
    this.#bodySchema = schemaOf(contract.document, operation.body?.schema);
  }

  asks(): Ask[] {
    return [...this.#refused(), ...this.#odd(), ...this.#plain()];
  }

  /** What the operation is for. */
  #plain(): Ask[] {
    const bodies = this.#bodies();
    const bases = spread(this.#bases(), MOST_PLAIN);
    const asks = bases.flatMap((values) =>
      bodies.map((body) => this.#ask('as meant', this.#draft(values, body), { effect: this.#effect })),
    );
    for (const parameter of this.#parameters(false)) {
      const pairs = bases.flatMap((values) =>
        this.#good(parameter).map((value) => ({ ...values, [parameter.name]: value })),
      );
      for (const values of spread(pairs, MOST_PER_PARAMETER))
        asks.push(this.#ask(`${parameter.name}=${values[parameter.name]}`, this.#draft(values, bodies[0])));
    }
    return asks;
  }

  /** What no client should send; none of it changes anything. */
  #refused(): Ask[] {
    const [base = {}] = this.#bases();
    const [body] = this.#bodies();
    const draft = this.#draft(base, body);
    const asks = this.planning.dialect.strangers.map((actor) => this.#ask(actor.name, draft, { actor }));
    for (const parameter of this.#parameters(true)) {
      if (parameter.in === 'query') {
        const { [parameter.name]: _left, ...others } = base;
        asks.push(this.#ask(`without ${parameter.name}`, this.#draft(others, body)));
      }
      asks.push(...this.#wrong(parameter, base, body));
    }
    for (const parameter of this.#parameters(false)) asks.push(...this.#wrong(parameter, base, body));
    return [...asks, ...this.#wrongBodies(base)];
  }

  /** Requests that are odd in ways HTTP allows, with whatever answer the provider has for them. */
  #odd(): Ask[] {
    const [base = {}] = this.#bases();
    const [body] = this.#bodies();
    const draft = this.#draft(base, body);
    const joint = draft.query === '' ? '' : '&';
    const taken = this.contract.operations
      .filter((one) => one.path === this.operation.path)
      .map((one) => one.method);
    const foreign =
      (['PUT', 'DELETE', 'PATCH', 'POST'] as const).find((method) => !taken.includes(method)) ?? 'PUT';
    return [
      ...this.#others.map((actor) => this.#ask(`as ${actor.name}`, draft, { actor })),
      ...Object.entries(this.planning.dialect.oddHeaders).map(([title, headers]) =>
        this.#ask(title, { ...draft, headers: { ...draft.headers, ...headers } }),
      ),
      this.#ask('a parameter nobody knows', { ...draft, query: `${draft.query}${joint}no_such_parameter=1` }),
      this.#ask('2,000 parameters', { ...draft, query: `${draft.query}${joint}${'a=1&'.repeat(2000)}` }),
      this.#ask('broken encoding', { ...draft, query: `${draft.query}${joint}a=%FF` }, { carried: false }),
      ...(this.spec.statuses.includes(405)
        ? [this.#ask(`${foreign} where there is none`, { ...draft, method: foreign }, { carried: false })]
        : []),
      ...(this.spec.method === 'GET'
        ? []
        : [this.#ask('a body over the bound', { ...draft, ...this.#huge() })]),
    ];
  }

  /** Twice what the most patient provider reads. */
  #huge(): Pick<Draft, 'headers' | 'body'> {
    return {
      headers: this.planning.dialect.bodyHeaders,
      body: JSON.stringify({ filler: 'x'.repeat(2 ** 21) }),
    };
  }

  #wrong(parameter: ContractParameter, base: Values, body: unknown): Ask[] {
    const schema = schemaOf(this.contract.document, parameter.schema);
    const values = badValues(schema).filter((value) => parameter.in !== 'path' || value !== '');
    return values.map((value) => {
      const shown = value.length > 40 ? `${value.length} characters` : value;
      return this.#ask(`${parameter.name}=${shown}`, this.#draft({ ...base, [parameter.name]: value }, body));
    });
  }

  #wrongBodies(base: Values): Ask[] {
    const { body } = this.operation;
    if (body === undefined) return [];
    const [right] = this.#bodies();
    const wrongs = badBodies(this.#bodySchema, isObject(right) ? right : {});
    const asks = Object.entries(wrongs).map(([title, wrong]) =>
      // Prism drops a body of `null`, and takes the quotes off text.
      this.#ask(title, this.#draft(base, wrong), { carried: typeof wrong === 'object' && wrong !== null }),
    );
    const draft = this.#draft(base, right);
    const { 'content-type': _type, ...headers } = draft.headers;
    const text = { 'content-type': 'text/plain' };
    return [
      ...asks,
      this.#ask('no body', this.#draft(base, undefined)),
      this.#ask('no content type', { ...draft, headers }),
      this.#ask('another content type', { ...draft, headers: text }),
      this.#ask('a body that is no JSON', { ...draft, body: '{"cut":' }, { carried: false }),
      this.#ask('a body that is no JSON, called text', { ...draft, body: '{"cut":', headers: text }),
    ];
  }

  /** Values of all required parameters, every combination. */
  #bases(): Values[] {
    let bases: Values[] = [{}];
    for (const parameter of this.#parameters(true)) {
      const values = this.#good(parameter);
      const known = values.length > 0 ? values : ['00000000-0000-4000-8000-000000000000'];
      bases = bases.flatMap((base) => known.map((value) => ({ ...base, [parameter.name]: value })));
    }
    return bases;
  }

  /** The contract's example bodies, with ids of this world where an example has one. */
  #bodies(): unknown[] {
    const { body } = this.operation;
    if (body === undefined) return [undefined];
    const media = valueAt(this.contract.document, body.pointer);
    const named = Object.values(objectAt(media, 'examples')).map(
      (example) => objectAt({ example }, 'example').value,
    );
    const examples = isObject(media) && media.example !== undefined ? [media.example] : named;
    if (examples.length === 0) return [{}];
    return examples.flatMap((example) => this.#withKnownIds(example));
  }

  #withKnownIds(example: unknown): unknown[] {
    if (!isObject(example)) return [example];
    let bodies: JsonObject[] = [example];
    for (const name of Object.keys(example)) {
      const ids = this.planning.known[name] ?? [];
      bodies = [...bodies, ...bodies.flatMap((one) => ids.map((id) => ({ ...one, [name]: id })))];
    }
    return bodies.slice(0, MOST_PLAIN);
  }

  #parameters(required: boolean): ContractParameter[] {
    return this.operation.parameters.filter((one) => one.required === required && one.in !== 'header');
  }

  #good({ name, schema }: ContractParameter): string[] {
    const { known, dialect } = this.planning;
    const fromSchema = goodValues(schemaOf(this.contract.document, schema));
    return unique([...(known[name] ?? []), ...fromSchema, ...(dialect.samples[name] ?? [])]);
  }

  #draft(values: Values, body: unknown): Draft {
    const rest = new Map(Object.entries(values));
    const path = this.operation.path.replace(/\{(\w+)\}/g, (_all, name: string) => {
      const value = rest.get(name) ?? '';
      rest.delete(name);
      return encodeURIComponent(value);
    });
    const query = [...rest].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
    const draft = { method: this.operation.method, path, query, headers: {} };
    if (body === undefined) return draft;
    return { ...draft, headers: this.planning.dialect.bodyHeaders, body: JSON.stringify(body) };
  }

  #ask(title: string, draft: Draft, { actor = this.#main, effect, carried = true }: More = {}): Ask {
    // Requests meant to be refused go with the reads, unless a lenient provider would let them change something.
    const cautious = this.#effect === 'reads' || actor !== this.#main ? 'reads' : this.#effect;
    return { operation: this.spec, title, effect: effect ?? cautious, draft, actor, carried };
  }
}
