/**
 * How well accounts did: the time-weighted rate of return (ST-C212).
 *
 * A stretch of time is cut at the ends of days. The rate of each piece is what was gained in it, over what it began with:
 *
 *     rate = (worth at its end - worth at its beginning - flows) / (worth at its beginning + weighted flows)
 *
 * and the rates of the pieces are linked: (1 + first)(1 + second)... - 1. Flows are the transfers of the ledger; fees,
 * dividends and interest are part of the gain. Pieces are single days for the last year, where money put in counts from
 * the beginning of its day and money taken out to the end of it. What lies further back is cut into at most
 * {@link COARSE} pieces, in which a flow counts for the days it was there (modified Dietz).
 */
import { type Day, Decimal, ZERO } from '../../../fixtures/ledger/index.ts';
import type { Timeframe } from '../wire/schemas.ts';
import { beginningOf } from './days.ts';
import type { Flow, Worth } from './worth.ts';

/** What rates are made of: one worth, or several together. */
export type Valued = Pick<Worth, 'at' | 'flowsAfter'>;

/** Days at the end of a stretch that are looked at one by one. */
export const FINE = 366;
/** Into how many pieces what is before them is cut, at most. */
export const COARSE = 122;

const ONE = new Decimal(1);
/** `5.9731`: four digits of a per cent, half to even. */
const DIGITS = 4;

/** In per cent; undefined if the accounts were not there yet, or it would take too many rows to tell. */
export function returnOver(worth: Worth, timeframe: Timeframe): Decimal | undefined {
  const { first, last } = worth;
  if (first > last) return undefined;
  const begins = timeframe === 'ALL' ? first - 1 : Math.max(first - 1, beginningOf(timeframe, last));
  const rate = rateBetween(worth, begins, last);
  return rate?.mul(100).toDecimalPlaces(DIGITS);
}

/** From the end of one day to the end of another: 0.0597 is a gain of 5.97 per cent. */
export function rateBetween(worth: Valued, begins: Day, ends: Day): Decimal | undefined {
  const growths = growthsOf(worth, cutsOf(begins, ends));
  return growths?.reduce((all, growth) => all.mul(growth), ONE).sub(ONE);
}

/** What became of one unit of money between each cut and the next: 1.01 is a gain of a per cent. */
export function growthsOf(worth: Valued, cuts: readonly Day[]): readonly Decimal[] | undefined {
  const flows = worth.flowsAfter(cuts[0] ?? 0);
  if (flows === undefined) return undefined;
  let next = 0;
  return cuts.slice(1).map((end, i) => {
    const start = cuts[i] ?? end;
    const own: Flow[] = [];
    for (let flow = flows[next]; flow !== undefined && flow.day <= end; flow = flows[++next]) own.push(flow);
    return ONE.add(rateOf(worth.at(start), worth.at(end), own, start, end));
  });
}

/** The days at whose ends a stretch is cut, both its own ends among them. */
export function cutsOf(begins: Day, ends: Day): Day[] {
  const fineFrom = Math.max(begins, ends - FINE);
  const step = Math.max(1, Math.ceil((fineFrom - begins) / COARSE));
  const cuts: Day[] = [];
  for (let day = begins; day < fineFrom; day += step) cuts.push(day);
  for (let day = fineFrom; day <= ends; day += 1) cuts.push(day);
  return cuts;
}

function rateOf(before: Decimal, after: Decimal, flows: readonly Flow[], start: Day, end: Day): Decimal {
  let moved = ZERO;
  let base = before;
  for (const { day, amount } of flows) {
    moved = moved.add(amount);
    const days = end - day + (amount.isNegative() ? 0 : 1);
    base = base.add(amount.mul(days).div(end - start));
  }
  // Nothing was there to gain anything: no rate (ST-C212).
  return base.gt(0) ? after.sub(before).sub(moved).div(base) : ZERO;
}
