import { compareText } from '../../fixtures/ledger/compare.ts';
import type { Method } from '../provider/operation.ts';
import { isObject, type JsonObject, listAt, localPointer, objectAt, pointerTo, valueAt } from './json.ts';

/**
 * One provider's OpenAPI document, read the way the writers of generated files need it: a flat, sorted list of
 * operations whose parameters, bodies and responses are no longer behind a `$ref`. Schemas keep their
 * references, since those become calls of shared functions.
 */
export interface Contract {
  readonly provider: string;
  /** Project-relative path of the document. */
  readonly file: string;
  readonly document: JsonObject;
  /** Sorted by path, then method, so that generated files do not depend on the order of writing. */
  readonly operations: readonly ContractOperation[];
}

export interface ContractOperation {
  /** Empty when the contract has none; the house rules refuse that. */
  readonly id: string;
  readonly method: Method;
  readonly path: string;
  readonly pointer: string;
  readonly parameters: readonly ContractParameter[];
  readonly body?: ContractBody;
  readonly responses: readonly ContractResponse[];
  readonly tags: readonly string[];
  readonly summary?: string;
  readonly deprecated: boolean;
}

export interface ContractParameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema?: unknown;
  readonly style?: string;
  readonly explode?: boolean;
  /** Where the parameter itself is written, after following its `$ref`. */
  readonly pointer: string;
}

interface ContractBody {
  readonly required: boolean;
  /** Schema of the JSON body; absent when the body is not JSON or is not described. */
  readonly schema?: unknown;
  readonly pointer: string;
}

interface ContractResponse {
  /** As written, ranges in capitals: `200`, `4XX`, `default`. */
  readonly status: string;
  /** The answer has a JSON body. */
  readonly json: boolean;
  readonly schema?: unknown;
  readonly pointer: string;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

export function readContract(provider: string, file: string, document: JsonObject): Contract {
  const operations = Object.entries(objectAt(document, 'paths')).flatMap(([path, item]) =>
    operationsOf(document, path, item),
  );
  operations.sort((a, b) => compareText(a.path, b.path) || compareText(a.method, b.method));
  return { provider, file, document, operations };
}

/** Follows `$ref` within the document until something else is found; `undefined` when it leads nowhere. */
export function resolve(document: JsonObject, value: unknown, pointer: string): Resolved | undefined {
  let found: Resolved = { value, pointer };
  const seen = new Set<string>();
  while (isObject(found.value) && typeof found.value.$ref === 'string') {
    const target = localPointer(found.value.$ref);
    if (target === undefined || seen.has(target)) return undefined;
    seen.add(target);
    found = { value: valueAt(document, target), pointer: target };
  }
  return found.value === undefined ? undefined : found;
}

interface Resolved {
  readonly value: unknown;
  readonly pointer: string;
}

function operationsOf(document: JsonObject, path: string, item: unknown): ContractOperation[] {
  return METHODS.flatMap((method) => {
    const operation = isObject(item) ? item[method] : undefined;
    return isObject(operation) ? [readOperation(document, path, method, item as JsonObject, operation)] : [];
  });
}

function readOperation(
  document: JsonObject,
  path: string,
  method: (typeof METHODS)[number],
  item: JsonObject,
  operation: JsonObject,
): ContractOperation {
  const pointer = pointerTo('paths', path, method);
  const body = readBody(document, operation.requestBody, `${pointer}/requestBody`);
  return {
    id: typeof operation.operationId === 'string' ? operation.operationId : '',
    method: method.toUpperCase() as Method,
    path,
    pointer,
    parameters: readParameters(document, path, item, operation, pointer),
    ...(body && { body }),
    responses: readResponses(document, operation, pointer),
    tags: listAt(operation, 'tags').map(String),
    ...(typeof operation.summary === 'string' && { summary: operation.summary }),
    deprecated: operation.deprecated === true,
  };
}

/** The parameters of the path, each replaced by one of the operation with the same name and place. */
function readParameters(
  document: JsonObject,
  path: string,
  item: JsonObject,
  operation: JsonObject,
  pointer: string,
): ContractParameter[] {
  const shared = listAt(item, 'parameters').map((p, i) => ({
    p,
    at: pointerTo('paths', path, 'parameters', i),
  }));
  const own = listAt(operation, 'parameters').map((p, i) => ({ p, at: `${pointer}/parameters/${i}` }));
  const byPlace = new Map<string, ContractParameter>();
  for (const { p, at } of [...shared, ...own]) {
    const parameter = readParameter(document, p, at);
    if (parameter) byPlace.set(`${parameter.in} ${parameter.name}`, parameter);
  }
  return [...byPlace.values()];
}

function readParameter(document: JsonObject, value: unknown, at: string): ContractParameter | undefined {
  const found = resolve(document, value, at);
  if (!found || !isObject(found.value)) return undefined;
  const { name, in: place, required, schema, style, explode } = found.value;
  return {
    // Node gives header names in lower case, so everything downstream looks them up that way.
    name: place === 'header' ? String(name).toLowerCase() : String(name),
    in: String(place),
    required: required === true,
    ...(schema !== undefined && { schema }),
    ...(typeof style === 'string' && { style }),
    ...(typeof explode === 'boolean' && { explode }),
    pointer: found.pointer,
  };
}

function readBody(document: JsonObject, value: unknown, at: string): ContractBody | undefined {
  const found = value === undefined ? undefined : resolve(document, value, at);
  if (!found || !isObject(found.value)) return undefined;
  const media = jsonMedia(found.value);
  return {
    required: found.value.required === true,
    ...(media?.schema !== undefined && { schema: media.schema }),
    pointer: media ? found.pointer + media.pointer : found.pointer,
  };
}

function readResponses(document: JsonObject, operation: JsonObject, pointer: string): ContractResponse[] {
  return Object.entries(objectAt(operation, 'responses')).flatMap(([status, value]) => {
    const found = resolve(document, value, `${pointer}/responses/${status}`);
    if (status.startsWith('x-') || !found || !isObject(found.value)) return [];
    const media = jsonMedia(found.value);
    return {
      status: status === 'default' ? status : status.toUpperCase(),
      json: media !== undefined,
      ...(media?.schema !== undefined && { schema: media.schema }),
      pointer: media ? found.pointer + media.pointer : found.pointer,
    };
  });
}

/** The first JSON entry of `content`: `application/json`, or a suffix type such as `application/problem+json`. */
function jsonMedia(holder: JsonObject): { schema?: unknown; pointer: string } | undefined {
  const entries = Object.entries(objectAt(holder, 'content'));
  const entry = entries.find(([type]) => /^application\/(?:[\w.-]+\+)?json\b/i.test(type));
  if (!entry) return undefined;
  const schema = isObject(entry[1]) ? entry[1].schema : undefined;
  return { ...(schema !== undefined && { schema }), pointer: pointerTo('content', entry[0]) };
}
