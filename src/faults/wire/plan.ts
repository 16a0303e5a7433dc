/**
 * What is to happen to an answer's bytes on their way. Several faults join in one plan: delays add up, of everything
 * else there is one, the first armed.
 */

/** How the answer ends, if not as it should. */
export type Ending =
  /** Nothing comes, until the client gives up or the time is over. */
  | { readonly how: 'hang'; readonly forMs: number }
  /** TCP RST. */
  | { readonly how: 'reset'; readonly at: 'before-headers' | 'mid-body' }
  /** Nothing comes, and the connection is closed. */
  | { readonly how: 'empty' }
  /** `keep`: the part of the body that is sent, 0 to 1. */
  | { readonly how: 'cut'; readonly keep: number }
  | { readonly how: 'unfinished'; readonly keep: number }
  /** All is sent, and then the connection is closed unannounced. */
  | { readonly how: 'drop' };

/** A wait in the middle: so many pieces over so long. */
export interface Pace {
  readonly pieces: number;
  readonly overMs: number;
}

/** Times in milliseconds on the machine's clock. */
export interface WirePlan {
  /** Wait before the first byte. */
  readonly delayMs?: number;
  /** How long status line and headers take, byte by byte. */
  readonly headersOverMs?: number;
  readonly pace?: Pace;
  /** What becomes of the body. */
  readonly bytes?: 'malformed-json' | 'corrupt-gzip';
  /** In the place of the answer's own; null: none. */
  readonly contentType?: string | null;
  readonly ending?: Ending;
}

/** @param b has nothing that `a` has, but for the delay */
export function joined(a: WirePlan, b: WirePlan): WirePlan {
  const delayMs = (a.delayMs ?? 0) + (b.delayMs ?? 0);
  return { ...b, ...a, ...(delayMs > 0 && { delayMs }) };
}

/** Whether another fault may still have its way with this part of an answer. */
export function hasRoomFor(part: keyof WirePlan, plan: WirePlan): boolean {
  if (part === 'delayMs') return true;
  return plan[part] === undefined && !leavesNoAnswer(plan);
}

/** True: the client gets no byte. */
export function leavesNoAnswer({ ending }: WirePlan): boolean {
  return ending !== undefined && (ending.how === 'hang' || ending.how === 'empty' || isResetAtOnce(ending));
}

/** True: the client gets no byte, and not because it had to wait: HTTP stacks may repeat the request in silence. */
export function isRepeatable({ ending }: WirePlan): boolean {
  return ending !== undefined && (ending.how === 'empty' || isResetAtOnce(ending));
}

function isResetAtOnce(ending: Ending): boolean {
  return ending.how === 'reset' && ending.at === 'before-headers';
}

/** What of a plan can happen to an answer without a body: there is nothing to cut, pace or damage. */
export function withoutBody(plan: WirePlan): WirePlan {
  const { delayMs, headersOverMs, ending } = plan;
  const touchesBody =
    ending?.how === 'cut' ||
    ending?.how === 'unfinished' ||
    (ending?.how === 'reset' && ending.at === 'mid-body');
  return {
    ...(delayMs !== undefined && { delayMs }),
    ...(headersOverMs !== undefined && { headersOverMs }),
    ...(ending !== undefined && !touchesBody && { ending }),
  };
}
