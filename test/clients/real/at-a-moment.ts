/**
 * Runs something at a moment of one's choice: `Date` shows it, and goes on from there. Waits take as long as ever. For
 * clients that read the machine's clock, so that what they meet does not depend on the hour at which they are judged.
 */
export async function atAMoment<Result>(
  moment: string,
  job: (now: () => number) => Promise<Result>,
): Promise<Result> {
  const real = globalThis.Date;
  const start = real.parse(moment);
  const begun = performance.now();
  const now = (): number => start + Math.floor(performance.now() - begun);
  class Shifted extends real {
    constructor(...parts: readonly unknown[]) {
      super(...((parts.length === 0 ? [now()] : parts) as [number]));
    }

    static override now(): number {
      return now();
    }
  }
  globalThis.Date = Shifted as DateConstructor;
  try {
    return await job(now);
  } finally {
    globalThis.Date = real;
  }
}
