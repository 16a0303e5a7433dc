/** One request's exchange, as stages and handlers see it, with what only the engine may touch. */
import type { IncomingMessage } from 'node:http';
import type { AtWork } from '../faults/at-work.ts';
import { type KeptText, NO_TEXT } from '../journal/record.ts';
import type { Exchange, IncomingRequest } from '../provider/exchange.ts';
import type { Pretence } from '../provider/faults.ts';
import type { OperationSpec } from '../provider/operation.ts';
import type { Page } from '../provider/pages.ts';
import type { HeaderValue } from '../provider/reply.ts';
import type { Violation } from '../provider/violation.ts';
import type { World } from '../provider/world.ts';
import type { ProviderView } from '../world/provider-view.ts';
import type { Asked } from './asked.ts';
import { bare } from './bare.ts';
import type { Flights } from './flights.ts';

/** Stands in until the route table has spoken. */
export const UNMATCHED: OperationSpec = {
  id: '',
  method: 'GET',
  path: '',
  segments: [],
  parameters: [],
  body: 'none',
  statuses: [],
  tags: [],
  deprecated: false,
};

const NOTHING: Readonly<Record<string, never>> = Object.freeze(bare<never>());

export class Turn implements Exchange {
  operation: OperationSpec = UNMATCHED;
  /** What is asked for, if it is no operation. */
  page: Page | undefined = undefined;
  basePath = '';
  path: Readonly<Record<string, string>> = NOTHING;
  query: Readonly<Record<string, unknown>> = NOTHING;
  body: unknown = undefined;
  bodyText = '';
  bodyError: string | undefined = undefined;
  /** The body for the journal. */
  bodyKept: KeptText = NO_TEXT;
  principal: unknown = undefined;
  world: World;
  now: number;
  /** As {@link now}, whatever faults pretend. */
  readonly arrivedAt: number;
  /** The faults that happen to this request. */
  atWork: AtWork | undefined = undefined;
  readonly violations: Violation[] = [];
  readonly answerHeaders: Record<string, HeaderValue> = {};
  readonly #flights: Flights;
  readonly #view: ProviderView;
  #held: string[] | undefined;

  constructor(
    readonly provider: string,
    readonly request: IncomingRequest,
    view: ProviderView,
    now: number,
    readonly hostNow: number,
    readonly baseUrl: string,
    flights: Flights,
  ) {
    this.#view = view;
    this.world = view;
    this.now = now;
    this.arrivedAt = now;
    this.#flights = flights;
  }

  /** From here on the request sees the world as faults make it seem. */
  pretend(pretence: Pretence): void {
    this.world = this.#view.under(pretence);
    this.now = pretence.now ?? this.now;
  }

  header(name: string): string | undefined {
    const value = this.request.headers[name.toLowerCase()];
    return typeof value === 'string' ? value : value?.[0];
  }

  setHeader(name: string, value: HeaderValue): void {
    this.answerHeaders[name] = value;
  }

  noteViolations(found: readonly Violation[]): void {
    // A body can be made to have a hundred thousand; who reads of some knows of all.
    this.violations.push(...found.slice(0, 20));
  }

  enter(key: string, max: number): boolean {
    if (!this.#flights.enter(key, max)) return false;
    this.#held = [...(this.#held ?? []), key];
    return true;
  }

  /** Whether {@link enter} took something. */
  get holds(): boolean {
    return this.#held !== undefined;
  }

  /** Gives back what {@link enter} took; called once the answer is on its way. */
  leave(): void {
    for (const key of this.#held ?? []) this.#flights.leave(key);
    this.#held = undefined;
  }
}

/** The parts of Node's request that stages may read. */
export function incoming(req: IncomingMessage, { target, queryValues }: Asked): IncomingRequest {
  return {
    method: req.method ?? 'GET',
    path: target.path,
    rawQuery: target.rawQuery,
    queryValues,
    headers: req.headers,
    remoteAddress: req.socket.remoteAddress ?? '',
  };
}
