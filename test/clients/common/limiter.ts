/** Holds back what would be one too many at a time. */

export type Limiter = <Value>(task: () => Promise<Value>) => Promise<Value>;

/** @param most tasks that may run at once; others wait for their turn, first come, first served */
export function inFlightLimiter(most: number): Limiter {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (running >= most) await new Promise<void>((turn) => waiting.push(turn));
    else running += 1;
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      // The place is handed on, so that nobody slips in between.
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
