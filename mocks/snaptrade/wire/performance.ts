/** The removed report of how accounts did (ST-423, ST-424). Everything is a number here. */
import { type Day, Decimal, type Ledger, type Security, ZERO } from '../../../fixtures/ledger/index.ts';
import { isoDay } from '../../../fixtures/ledger/time.ts';
import { exact } from '../../../src/provider/index.ts';
import type { PeriodFlows, Report } from '../value/report.ts';
import type { Dividend } from '../value/together.ts';
import type { PerformanceBody } from './schemas.ts';
import { universalSymbolBody } from './security.ts';

const CENTS = 2;
/** As in the example of the documentation. */
const RATE_DIGITS = 12;

export function performanceBody(
  ledger: Ledger,
  report: Report,
  endDate: string,
  detailed: boolean,
): PerformanceBody {
  const { currency, flows, months, monthlyFlows, moves } = report;
  const past = (day: Day, value: Decimal) => ({ date: isoDay(day), value: money(value), currency });
  const net = flows === undefined ? undefined : netOf(flows);
  return {
    totalEquityTimeframe: report.worth.map(({ day, value }) => past(day, value)),
    contributions: { date: endDate, contributions: net ? money(net.at(-1) ?? ZERO) : null, currency },
    contributionTimeframe: (flows ?? []).map(({ last, contributed }) => past(last, contributed)),
    contributionTimeframeCumulative: (flows ?? []).map(({ last }, i) => past(last, net?.[i] ?? ZERO)),
    withdrawalTimeframe: (flows ?? []).map(({ last, withdrawn }) => past(last, withdrawn)),
    contributionStreak: monthlyFlows ? streakOf(monthlyFlows) : null,
    contributionMonthsContributed: monthlyFlows ? monthlyFlows.filter(isContributed).length : null,
    contributionTotalMonths: months.length,
    dividends: moves ? netDividends(ledger, moves.dividends) : [],
    dividendIncome: moves ? money(moves.income) : null,
    monthlyDividends: moves ? money(moves.income.div(Math.max(1, months.length))) : null,
    // Whatever an account can hold here has a price.
    badTickers: [],
    dividendTimeline: moves ? months.map(({ first, last }) => monthBody(moves.dividends, first, last)) : [],
    commissions: moves ? money(moves.commissions) : null,
    // Nothing is taken for exchanging money here.
    forexFees: moves ? 0 : null,
    fees: moves ? money(moves.fees) : null,
    rateOfReturn: rateBody(report.rate),
    returnRateTimeframe: report.rates.map(({ first, last, rate }) => ({
      periodStart: isoDay(first),
      periodEnd: isoDay(last),
      rateOfReturn: rateBody(rate),
    })),
    detailedMode: detailed,
  };
}

function money(value: Decimal) {
  return exact(value.toDecimalPlaces(CENTS));
}

function rateBody(rate: Decimal | undefined) {
  return rate === undefined ? null : exact(rate.toDecimalPlaces(RATE_DIGITS));
}

/** What was put in and not taken out again, up to the end of each period. */
function netOf(flows: readonly PeriodFlows[]): readonly Decimal[] {
  let sum = ZERO;
  return flows.map(({ contributed, withdrawn }) => {
    sum = sum.add(contributed).sub(withdrawn);
    return sum;
  });
}

function isContributed({ contributed }: PeriodFlows): boolean {
  return contributed.gt(0);
}

function streakOf(months: readonly PeriodFlows[]): number {
  return months.length - 1 - months.findLastIndex((month) => !isContributed(month));
}

/** One row for each security and currency; payments of what the brokerage could not name are in the income alone. */
function netDividends(ledger: Ledger, dividends: readonly Dividend[]): PerformanceBody['dividends'] {
  const sums = new Map<string, { security: Security; currency: string; amount: Decimal }>();
  for (const { security, currency, amount } of dividends) {
    if (security === undefined) continue;
    const key = `${security.key} ${currency}`;
    const before = sums.get(key)?.amount ?? new Decimal(0);
    sums.set(key, { security, currency, amount: before.add(amount) });
  }
  return [...sums.values()].map(({ security, currency, amount }) => ({
    symbol: universalSymbolBody(ledger, security),
    amount: exact(amount),
    currency,
  }));
}

function monthBody(dividends: readonly Dividend[], first: Day, last: Day) {
  return {
    date: isoDay(last),
    dividends: dividends
      .filter(({ day }) => day >= first && day <= last)
      .map(({ security, amount, currency }) => ({
        symbol: security?.symbol ?? null,
        amount: exact(amount),
        currency,
      })),
  };
}
