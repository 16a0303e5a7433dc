/**
 * From the types openapi-typescript generates to the types a handler sees.
 *
 * `Ops` is always the generated `operations` interface of one provider; its keys are operationIds.
 */
import type { Wire } from './json.ts';
import type { AnswerValidators, OperationSpec, RequestValidators } from './operation.ts';
import type { Problem, Reply } from './reply.ts';
import type { Shapes } from './shape.ts';

type Part<O, P extends 'query' | 'path' | 'header'> = O extends { parameters: { [K in P]?: infer V } }
  ? [NonNullable<V>] extends [never]
    ? Record<never, never>
    : NonNullable<V>
  : Record<never, never>;

/** Query parameters, coerced, with the contract's defaults filled in by the engine. */
export type QueryOf<O> = Part<O, 'query'>;
export type PathOf<O> = Part<O, 'path'>;

/** The JSON body; `undefined` where the contract has none, or where it is optional and was not sent. */
export type BodyOf<O> = O extends { requestBody: { content: { 'application/json': infer B } } }
  ? B
  : O extends { requestBody?: { content: { 'application/json': infer B } } }
    ? B | undefined
    : undefined;

type Success = 200 | 201 | 202 | 203 | 204;
type JsonBody<R> = R extends { content: { 'application/json': infer B } } ? Wire<B> : undefined;

/** The answers the contract documents for success: `Reply<Body, Status>`, one member per 2xx status. */
export type ReplyOf<O> = O extends { responses: infer R }
  ? { [S in keyof R & Success]: Reply<JsonBody<R[S]>, S> }[keyof R & Success]
  : never;

/** The JSON body of one documented answer: `AnswerBody<operations['listTrades'], 200>`. */
export type AnswerBody<O, S extends number = 200> = O extends { responses: infer R }
  ? S extends keyof R
    ? JsonBody<R[S]>
    : never
  : never;

export type AnswerOf<O> = ReplyOf<O> | Problem;

/** What the build makes of one `openapi.yaml`. */
export interface Contract {
  readonly operations: readonly OperationSpec[];
  readonly requests: RequestValidators;
  /** Big, and needed only when answers are checked: loaded on demand. */
  readonly answers: () => Promise<AnswerValidators>;
  /** What its answers leave open. Left out: legal extremes are played on none. */
  readonly shapes?: () => Shapes;
  /** Members that successful answers name, at any depth, by operationId. Needed only by who judges clients. */
  readonly members?: () => Promise<Readonly<Record<string, readonly string[]>>>;
}
