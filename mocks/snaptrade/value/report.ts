/** How accounts did between two days: what the removed report of performance is made of (ST-C219, ST-C220). */
import { type Currency, type Day, Decimal, ZERO } from '../../../fixtures/ledger/index.ts';
import { monthsBefore } from './days.ts';
import { type Frequency, type Period, periodsOf } from './periods.ts';
import { cutsOf, growthsOf } from './returns.ts';
import type { Moves, Together } from './together.ts';

export interface Asked {
  readonly first: Day;
  readonly last: Day;
  /** How long the periods of the rates are. */
  readonly frequency: Frequency;
  /** Points of the charts by week. */
  readonly detailed: boolean;
}

/** What came and went in a period. */
export interface PeriodFlows {
  readonly last: Day;
  readonly contributed: Decimal;
  /** Above zero. */
  readonly withdrawn: Decimal;
}

export interface Report {
  readonly currency: Currency;
  readonly worth: readonly { readonly day: Day; readonly value: Decimal }[];
  /** By the periods of the charts; undefined: too many rows to tell. */
  readonly flows: readonly PeriodFlows[] | undefined;
  readonly months: readonly Period[];
  /** By month. */
  readonly monthlyFlows: readonly PeriodFlows[] | undefined;
  readonly moves: Moves | undefined;
  readonly rates: readonly (Period & { readonly rate: Decimal | undefined })[];
  /** Of a year, if the report is about more than one. */
  readonly rate: Decimal | undefined;
}

const ONE = new Decimal(1);
const YEAR = 365;

/** Undefined: more periods than a report has (ST-C219). */
export function reportOf(together: Together, asked: Asked): Report | undefined {
  const first = Math.max(asked.first, together.first);
  const last = Math.min(asked.last, together.last);
  const points = periodsOf(asked.detailed ? 'weekly' : 'monthly', first, last);
  const periods = periodsOf(asked.frequency, first, last);
  const months = periodsOf('monthly', first, last);
  if (points === undefined || periods === undefined || months === undefined) return undefined;
  const growths = periods.length === 0 ? undefined : growthsByPeriod(together, first - 1, periods);
  const growth = growths?.reduce((all, own) => all.mul(own), ONE);
  return {
    currency: together.currency,
    worth: points.map((point) => ({ day: point.last, value: together.at(point.last) })),
    flows: flowsIn(together, points),
    months,
    monthlyFlows: flowsIn(together, months),
    moves: together.moves(first, last),
    rates: periods.map((period, i) => ({ ...period, rate: growths?.[i]?.sub(ONE) })),
    rate: growth && yearly(growth, first - 1, last),
  };
}

/** The pieces of the whole stretch, cut at the ends of its periods too: so the rates of periods link to the whole one. */
function growthsByPeriod(
  together: Together,
  begins: Day,
  periods: readonly Period[],
): readonly Decimal[] | undefined {
  const ends = periods.map(({ last }) => last);
  const cuts = [...new Set([...cutsOf(begins, ends.at(-1) ?? begins), ...ends])].sort((a, b) => a - b);
  const pieces = growthsOf(together, cuts);
  if (pieces === undefined) return undefined;
  let next = 0;
  return ends.map((end) => {
    let growth = ONE;
    // Piece `i` ends at cut `i + 1`.
    for (; (cuts[next + 1] ?? Number.POSITIVE_INFINITY) <= end; next += 1)
      growth = growth.mul(pieces[next] ?? ONE);
    return growth;
  });
}

/** The rate of return; where the stretch is longer than a year, that of a year which comes to the same. */
function yearly(growth: Decimal, begins: Day, ends: Day): Decimal | undefined {
  if (begins >= monthsBefore(ends, 12)) return growth.sub(ONE);
  // Who lost more than there was has no such rate.
  if (growth.isNegative()) return undefined;
  return growth.pow(new Decimal(YEAR).div(ends - begins)).sub(ONE);
}

function flowsIn(together: Together, periods: readonly Period[]): PeriodFlows[] | undefined {
  const [first] = periods;
  if (first === undefined) return [];
  const flows = together.flowsAfter(first.first - 1);
  if (flows === undefined) return undefined;
  let next = 0;
  return periods.map(({ last }) => {
    let [contributed, withdrawn] = [ZERO, ZERO];
    for (let flow = flows[next]; flow !== undefined && flow.day <= last; flow = flows[++next]) {
      if (flow.amount.isNegative()) withdrawn = withdrawn.sub(flow.amount);
      else contributed = contributed.add(flow.amount);
    }
    return { last, contributed, withdrawn };
  });
}
