/**
 * What the contract says about one operation, as the build writes it into `mocks/<provider>/generated/`.
 *
 * Nothing here is parsed or compiled when the server starts: the route table, the parameter plans and the
 * validators are all made by `npm run generate` from `contracts/<provider>/openapi.yaml`.
 */

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** How the text of one parameter becomes the value the contract describes. */
export interface ParameterSpec {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  /** The JSON type the text is read as. `array` means "every occurrence, or the comma separated parts". */
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'array';
  /** For arrays: `explode` reads `a=1&a=2`, otherwise `a=1,2`. */
  readonly explode?: boolean;
  readonly default?: string | number | boolean;
}

export interface OperationSpec {
  /** The contract's operationId; unique within a provider. */
  readonly id: string;
  readonly method: Method;
  /** Path template as written in the contract: `/v1/connections/{connectionId}`. */
  readonly path: string;
  /** The template cut at its slashes, none for `/`; a parameter stands as `{name}`. */
  readonly segments: readonly string[];
  readonly parameters: readonly ParameterSpec[];
  readonly body: 'none' | 'optional' | 'required';
  /** Status codes the contract documents for this operation, ascending. */
  readonly statuses: readonly number[];
  readonly tags: readonly string[];
  /** What it does, in a line. */
  readonly summary?: string;
  /** The contract says `deprecated: true`. */
  readonly deprecated: boolean;
}

/** What one failed check of a request or an answer looks like; the shape ajv gives, kept to what we use. */
export interface SchemaError {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}

/** A validator compiled ahead of time. */
export interface Validate {
  (data: unknown): boolean;
  errors?: readonly SchemaError[] | null;
}

/** Validators of requests, keyed by operationId. Each reads `{ path, query, header, body }`. */
export type RequestValidators = Readonly<Record<string, Validate>>;

/** Validators of answers, keyed by operationId and then by status ("200", "404", "default"). */
export type AnswerValidators = Readonly<Record<string, Readonly<Record<string, Validate>>>>;
