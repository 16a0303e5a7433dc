/** The author's API: everything `mocks/` may import from `src/`. */

export { fixedWindow, type Reading, rollingWindow, tokenBucket } from '../limits/index.ts';
export { parseDuration } from '../world/duration.ts';
export type { Change } from './changes.ts';
export type { AnswerBody, AnswerOf, BodyOf, Contract, PathOf, QueryOf, ReplyOf } from './contract.ts';
export {
  armedFaults,
  type CacheOutcome,
  type CachePolicy,
  type Check,
  defineProvider,
  type EngineProblems,
  type Handlers,
  type MayBeNull,
  type Provider,
  type ProviderDefinition,
  type Switch,
} from './define.ts';
export type { AnyExchange, Exchange, IncomingRequest } from './exchange.ts';
export type { Concerns, Given, ListShape, Play, Pretence, ProviderFaults } from './faults.ts';
export { type Gap, type Gaps, holdBack, rowsBehind, type Stretch } from './gaps.ts';
export { Html, type HtmlValue, html } from './html.ts';
export { exact, JsonNumber, type Wire, writeJson } from './json.ts';
export type { AnswerValidators, OperationSpec, RequestValidators } from './operation.ts';
export { htmlPage, type Page, type PageExchange, type PageOptions, seeOther } from './pages.ts';
export { Recent } from './recent.ts';
export {
  empty,
  type Headers,
  type HeaderValue,
  isProblem,
  ok,
  type Problem,
  problem,
  type Reply,
  reply,
} from './reply.ts';
export { retryAfterHeader } from './retry-after.ts';
export { digest, sameSecret } from './secrets.ts';
export { shortened } from './shortened.ts';
export type { Job, JobInput, Paging, Suite, WireAnswer, WireDialect, WireExchange } from './suite.ts';
export { switchReader } from './switches.ts';
export type { Text } from './text.ts';
export { validate } from './validate.ts';
export { MOST_VANISHED, type Vanished, withoutVanished } from './vanished.ts';
export type { Violation } from './violation.ts';
export type { About, Message, Recurrence, Unsigned, Webhooks } from './webhooks.ts';
export type { ArrivingRow, ConnectionState, Joining, Json, World } from './world.ts';
export { ListTexts, RowTexts, written } from './written.ts';
