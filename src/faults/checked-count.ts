/** Whether the times of an order can be read, and leave room for it to happen. */
import { parseDuration } from '../world/duration.ts';
import { momentOf } from './arming.ts';
import type { CatalogueEntry } from './catalogue.ts';
import type { FaultOrder, OrderError } from './order.ts';

/** Lengths of time beyond this lead out of every calendar. */
const LONGEST_MS = 100 * 366 * 86_400_000;

export function countErrors(order: FaultOrder, { durations }: CatalogueEntry, now: number): OrderError[] {
  const errors: OrderError[] = [];
  const lengths: (readonly [string, unknown])[] = [
    ['ttl', order.ttl],
    ['ramp.over', order.ramp?.over],
    ...durations.map((name) => [name, order[name]] as const),
  ];
  for (const [field, text] of lengths) {
    if (typeof text !== 'string') continue;
    const message = told(() => {
      if (parseDuration(text) > LONGEST_MS) throw new RangeError(`"${text}" is longer than a hundred years`);
    });
    if (message !== undefined) errors.push({ field, message });
  }
  const from = moment('from', order.from, now, errors);
  const until = moment('until', order.until, now, errors);
  if (until !== undefined && until <= Math.max(from ?? now, now)) {
    const message =
      until <= now
        ? `"${order.until}" has passed: in this world it is ${new Date(now).toISOString()}`
        : `"${order.until}" is not after "from", which is "${order.from}"`;
    errors.push({ field: 'until', message });
  }
  return errors;
}

function moment(
  field: string,
  text: string | undefined,
  now: number,
  errors: OrderError[],
): number | undefined {
  if (text === undefined) return undefined;
  let at: number | undefined;
  const message = told(() => {
    at = momentOf(text, now);
  });
  if (message !== undefined) errors.push({ field, message });
  return at;
}

/** What a reader of texts throws, as what it says. */
function told(read: () => void): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}
