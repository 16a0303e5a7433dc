import type { ParameterSpec } from '../provider/operation.ts';
import { type Contract, type ContractOperation, type ContractParameter, resolve } from './contract.ts';
import { isObject, type JsonObject, listAt } from './json.ts';

type ParameterType = ParameterSpec['type'];

/** OpenAPI says that parameters of these names are to be ignored: other parts of the document speak of them. */
const NOT_PARAMETERS = new Set(['accept', 'content-type', 'authorization']);

const TYPES: readonly string[] = ['string', 'integer', 'number', 'boolean', 'array'];

/** The parameters of an operation that the server reads and checks. */
export function readableParameters(operation: ContractOperation): ContractParameter[] {
  return operation.parameters.filter(
    (parameter) =>
      ['path', 'query', 'header'].includes(parameter.in) &&
      !(parameter.in === 'header' && NOT_PARAMETERS.has(parameter.name)),
  );
}

/** How the text of a parameter becomes a value. Assumes a contract that passed the house rules. */
export function parameterPlan(contract: Contract, parameter: ContractParameter): ParameterSpec {
  const type = parameterType(contract.document, parameter.schema) ?? 'string';
  const value = defaultOf(contract.document, parameter.schema);
  return {
    name: parameter.name,
    in: parameter.in as ParameterSpec['in'],
    required: parameter.required,
    type,
    ...(type === 'array' && { explode: explodes(parameter) }),
    ...(value !== undefined && { default: value }),
  };
}

/**
 * The one JSON type a schema allows beside null, looked for through references, alternatives and constants.
 * Of several types the first one counts. `undefined` when the schema names none, or one that has no text form.
 */
export function parameterType(document: JsonObject, schema: unknown): ParameterType | undefined {
  const found = resolve(document, schema, '')?.value;
  if (!isObject(found)) return undefined;
  const declared = [found.type].flat().find((type) => typeof type === 'string' && type !== 'null');
  if (declared !== undefined) return asParameterType(declared);
  return typeOfAlternatives(document, found) ?? typeOfValues(found);
}

/** The type of a list's items, when the schema is a list that says so directly. */
export function itemType(document: JsonObject, schema: unknown): ParameterType | undefined {
  const found = resolve(document, schema, '')?.value;
  return isObject(found) && found.items !== undefined ? parameterType(document, found.items) : undefined;
}

function typeOfAlternatives(document: JsonObject, schema: JsonObject): ParameterType | undefined {
  for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
    for (const alternative of listAt(schema, keyword)) {
      const type = parameterType(document, alternative);
      if (type) return type;
    }
  }
  return undefined;
}

function typeOfValues(schema: JsonObject): ParameterType | undefined {
  const value = [...listAt(schema, 'enum'), schema.const].find((item) => item !== null && item !== undefined);
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return asParameterType(typeof value);
}

function asParameterType(type: unknown): ParameterType | undefined {
  return TYPES.includes(String(type)) ? (type as ParameterType) : undefined;
}

/** OpenAPI's defaults: `form` (query) explodes unless told otherwise, `simple` (path, header) does not. */
function explodes(parameter: ContractParameter): boolean {
  return parameter.explode ?? parameter.in === 'query';
}

function defaultOf(document: JsonObject, schema: unknown): string | number | boolean | undefined {
  const found = resolve(document, schema, '')?.value;
  const value = isObject(found) ? found.default : undefined;
  return ['string', 'number', 'boolean'].includes(typeof value)
    ? (value as string | number | boolean)
    : undefined;
}
