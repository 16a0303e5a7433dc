/** What is to happen to an answer's bytes on their way. Several faults join in one plan. */

/** How the answer ends, or fails to. The first fault that says so wins. */
export type Ending = { readonly how: 'hang'; readonly forMs: number };

export interface WirePlan {
  /** Wait before the first byte, milliseconds on the machine's clock. Those of several faults add up. */
  readonly delayMs?: number;
  readonly ending?: Ending;
}

export function joined(a: WirePlan | undefined, b: WirePlan): WirePlan {
  if (a === undefined) return b;
  const delayMs = (a.delayMs ?? 0) + (b.delayMs ?? 0);
  const ending = a.ending ?? b.ending;
  return { ...(delayMs > 0 && { delayMs }), ...(ending !== undefined && { ending }) };
}
