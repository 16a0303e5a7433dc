/**
 * The provider's own OpenAPI documents, read as strictly as they can be: what a schema names must be there, what it
 * does not name must not, and what it only shows by example has the type of the example. So every difference
 * between our answers and the documents comes out, and can be given a reason.
 */
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import {
  type Body,
  type Document,
  operationsOf,
  readOfficial,
  resolvePointer,
  type Schema,
} from './official-documents.ts';

export class Official {
  readonly #ajv = new Ajv2020({ allErrors: true, strict: false, discriminator: true });
  readonly #documents = readOfficial();
  readonly #validators = new Map<string, ValidateFunction | 'undescribed' | 'undocumented'>();

  constructor() {
    addFormats.default(this.#ajv);
    this.#ajv.addFormat('decimal', /^-?\d+(\.\d+)?$/);
  }

  /**
   * How an answer differs from what the documents say, in words such as `/data/*​/fee missing`.
   *
   * @param name the official operationId
   */
  differences(name: string, status: number, body: unknown): string[] {
    const key = `${name} ${status}`;
    const validate = this.#validators.get(key) ?? this.#compile(name, status);
    this.#validators.set(key, validate);
    if (validate === 'undocumented') return ['status not documented'];
    if (validate === 'undescribed') return [];
    if (validate(body)) return [];
    return [...new Set((validate.errors ?? []).map((error) => inWords(error, body)))];
  }

  #compile(name: string, status: number): ValidateFunction | 'undescribed' | 'undocumented' {
    for (const document of this.#documents) {
      const found = operationsOf(document).find(({ operation }) => operation.operationId === name);
      if (found === undefined) continue;
      const { responses } = found.operation;
      const response = responses[String(status)] as Body | undefined;
      if (response === undefined) return 'default' in responses ? 'undescribed' : 'undocumented';
      const schema = response.content?.['application/json']?.schema;
      return schema === undefined ? 'undescribed' : this.#ajv.compile(strict(document, schema));
    }
    throw new Error(`Neither document has an operation ${name}.`);
  }
}

/** OpenAPI 3.0 to JSON Schema 2020-12, with nothing left optional and nothing left open. */
function strict(document: Document, schema: Schema): Schema {
  if (typeof schema.$ref === 'string') {
    const name = schema.$ref.split('/').at(-1) ?? '';
    const target = resolvePointer(document, schema.$ref);
    return /^\d{3}/.test(name) ? fromExamples(target) : strict(document, target);
  }
  const { nullable, allOf, oneOf, anyOf, items, properties, discriminator, ...rest } = schema;
  // Every `allOf` and `anyOf` of these documents wraps one schema, to hang a description or `nullable` on it.
  const wrapped = allOf ?? anyOf;
  const inner: Schema = Array.isArray(wrapped) ? strict(document, wrapped[0] as Schema) : {};
  const read: Record<string, unknown> = { ...inner, ...rest };
  if (Array.isArray(oneOf)) read.oneOf = oneOf.map((one) => strict(document, one as Schema));
  if (discriminator !== undefined) {
    read.discriminator = { propertyName: (discriminator as { propertyName: string }).propertyName };
    read.type = 'object';
  }
  if (items !== undefined) read.items = strict(document, items as Schema);
  if (properties !== undefined) {
    const all = Object.entries(properties as Record<string, Schema>);
    read.type = 'object';
    read.properties = Object.fromEntries(all.map(([key, value]) => [key, strict(document, value)]));
    read.required = all.map(([key]) => key);
    read.additionalProperties = false;
  }
  if (nullable === true && read.type !== undefined) {
    read.type = [...new Set([read.type, 'null'].flat())];
    if (Array.isArray(read.enum)) read.enum = [...read.enum, null];
  }
  return read;
}

/** Schemas of refusals have neither types nor required lists: names, and one example each. */
function fromExamples(schema: Schema): Schema {
  const all = Object.entries(schema.properties as Record<string, { readonly example: unknown }>);
  return {
    type: 'object',
    properties: Object.fromEntries(all.map(([key, { example }]) => [key, { type: typeof example }])),
    required: all.map(([key]) => key),
    additionalProperties: false,
  };
}

function inWords(error: ErrorObject, body: unknown): string {
  const path = error.instancePath.replaceAll(/\/\d+(?=\/|$)/g, '/*');
  switch (error.keyword) {
    case 'required':
      return `${path}/${error.params.missingProperty} missing`;
    case 'additionalProperties':
      return `${path}/${error.params.additionalProperty} not named`;
    case 'type':
      return `${path} is ${typeAt(body, error.instancePath)}, documented as ${[error.params.type].flat().join(' or ')}`;
    default:
      return `${path} ${error.message}`;
  }
}

function typeAt(body: unknown, pointer: string): string {
  let at = body;
  for (const step of pointer.split('/').slice(1)) at = (at as Record<string, unknown>)[step];
  if (at === null) return 'null';
  return Array.isArray(at) ? 'array' : typeof at;
}
