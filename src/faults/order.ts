/** A fault as it is armed: what, at whom, how often. One flat object, as people write it. */
import type { Given } from '../provider/faults.ts';
import type { Json } from '../provider/world.ts';
import type { CatalogueEntry } from './catalogue.ts';

/**
 * What a parameter of a request has to be. A bare value has to be equal, compared as text; several conditions have
 * to hold all.
 */
export type Predicate =
  | string
  | number
  | boolean
  | {
      readonly not?: string | number | boolean;
      readonly atLeast?: number;
      readonly atMost?: number;
      readonly contains?: string;
      readonly present?: boolean;
    };

/** Requests a fault may happen to. What is left out is no condition. */
export interface Aim {
  readonly provider?: string;
  /** operationId, or several. For faults of webhooks: the type of the event. */
  readonly operation?: string | readonly string[];
  /** Key of a connection, or `$brokerage.0` (see docs/faults.md). */
  readonly connection?: string;
  readonly account?: string;
  /** Name of the credential, as `understudy serve` prints it; for a user of an application, the user's id. */
  readonly credential?: string;
  /** Conditions on path and query parameters and top-level members of the body. */
  readonly where?: Readonly<Record<string, Predicate>>;
}

/** Which of the requests it is aimed at a fault happens to. What is left out is no condition. */
export interface Count {
  /** The first so many; then it is spent. */
  readonly times?: number;
  /** Not before so many have passed. */
  readonly after?: number;
  /** Every so many: 3 is the third, the sixth, ... (counted behind `after`). */
  readonly every?: number;
  /** Only this one, or these (counted from 1, behind `after`). */
  readonly nth?: number | readonly number[];
  /** Not before this time on the world's clock: RFC 3339, or a length of time after arming. */
  readonly from?: string;
  /** Not at or after this time. */
  readonly until?: string;
  /** Seeded: one in so many on average. */
  readonly probability?: number;
  /** The probability grows from 0, evenly on the world's clock, over this length of time, to `to` (default 1). */
  readonly ramp?: { readonly over: string; readonly to?: number };
  /**
   * What counts as one. `attempt` (default): every request. `request`: a request and its repetition, identical and
   * the first on a new TCP connection, as HTTP stacks repeat in silence, are one. `connection`: the first on each TCP
   * connection; others on it pass.
   */
  readonly per?: 'attempt' | 'request' | 'connection';
}

export interface FaultOrder extends Aim, Count {
  /** Id in the catalogue. */
  readonly fault: string;
  /** Default: `f1`, `f2`, ... */
  readonly id?: string;
  /** Disarms itself after so long on the world's clock. */
  readonly ttl?: string;
  /** The fault's own parameters, flat. */
  readonly [parameter: string]: Json | Predicate | undefined | Readonly<Record<string, Predicate>>;
}

/** The fault's own parameters over their defaults, and whom it is aimed at. */
export function parametersOf(order: FaultOrder, entry: CatalogueEntry): Given {
  const own = Object.entries(order).filter(
    ([name, value]) => Object.hasOwn(entry.parameters, name) && value !== undefined,
  );
  const { connection, account } = order;
  return {
    ...entry.defaults,
    ...Object.fromEntries(own),
    ...(connection !== undefined && { connection }),
    ...(account !== undefined && { account }),
  } as Given;
}

/** An armed fault in a world's document. Plain JSON. */
export interface ArmedFault {
  readonly id: string;
  /** Order of arming: earlier ones come first. */
  readonly order: number;
  /** As given, references resolved. */
  readonly given: FaultOrder;
  readonly armedAt: number;
  /** Milliseconds since 1970 on the world's clock; null: until disarmed. */
  readonly from: number | null;
  readonly until: number | null;
  /** Requests it was aimed at. */
  seen: number;
  /** Times it happened. */
  fired: number;
  /** Nothing more will come of it. */
  spent: boolean;
}

/** What is wrong with an order, and where: `where.cursor`, or '' for all of it. */
export interface OrderError {
  readonly field: string;
  readonly message: string;
}
