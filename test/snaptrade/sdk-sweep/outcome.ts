/** What came of a call, whichever SDK made it. */
export interface Outcome {
  /** As its SDK calls it: `trading.placeOrder`, `trading.place_order`. */
  readonly method: string;
  readonly why?: string | undefined;
  /** Not called: see `not-yet.ts`. */
  readonly notYet?: boolean | undefined;
  /** Operation of our contract that was asked; left out if none was. */
  readonly operation?: string | undefined;
  readonly status?: number | undefined;
  /** Of a refusal. */
  readonly code?: string | undefined;
  /** The refusal that the call was there to provoke. */
  readonly refused?: { readonly status: number; readonly code: string } | undefined;
  /** What the SDK made of the answer: the body. */
  readonly data?: unknown;
  /** What went wrong that is no refusal: an exception of the SDK's, a step that had nothing to go on. */
  readonly error?: string | undefined;
}

/** Success, or the refusal that was meant. */
export function isAsMeant({ notYet, status, code, refused, error }: Outcome): boolean {
  if (notYet) return true;
  if (error !== undefined || status === undefined) return false;
  return refused === undefined ? status < 300 : status === refused.status && code === refused.code;
}

/** `trading.placeOrder` and `trading.place_order` alike: `placeorder`. */
export function plain(method: string): string {
  return (method.split('.').at(-1) ?? '').replaceAll('_', '').toLowerCase();
}
