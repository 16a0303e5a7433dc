/** Accounts of several connections as one: what they were worth, and what came and went, in one currency. */
import type { Currency, Day, Instant, Security, Trade } from '../../../fixtures/ledger/index.ts';
import { type Decimal, ZERO } from '../../../fixtures/ledger/index.ts';
import { localDay, startOfDay } from '../../../fixtures/ledger/zones.ts';
import { type Transactions, transactionsOf } from '../freshness.ts';
import type { AccountPlace } from '../lens.ts';
import type { SnapTradeWorld } from '../state.ts';
import { zoneOf } from '../wire/time.ts';
import { endOf } from './days.ts';
import type { Valued } from './returns.ts';
import { type Flow, MOST_READ, type Worth, worthOf } from './worth.ts';

interface Part {
  readonly keys: readonly string[];
  readonly worth: Worth;
  readonly known: Transactions;
  readonly zone: string;
}

export interface Dividend {
  readonly day: Day;
  /** Undefined where the brokerage could not tell. */
  readonly security: Security | undefined;
  readonly amount: Decimal;
  readonly currency: Currency;
}

/** What rows other than transfers brought and cost. */
export interface Moves {
  readonly dividends: readonly Dividend[];
  /** All of them, in the common currency. */
  readonly income: Decimal;
  /** What was taken for trades. */
  readonly commissions: Decimal;
  /** Rows of their own. */
  readonly fees: Decimal;
}

export class Together implements Valued {
  /** That of the first account. */
  readonly currency: Currency;
  readonly first: Day;
  /** The last day that is known of any of them; those known less far count on as they were. */
  readonly last: Day;
  readonly #world: SnapTradeWorld;
  readonly #parts: readonly Part[];

  /** @param groups accounts by connection; those whose first sync still runs are left out */
  constructor(world: SnapTradeWorld, groups: readonly (readonly AccountPlace[])[]) {
    this.#world = world;
    this.#parts = groups.flatMap((places) => partOf(world, places));
    this.currency = this.#parts[0]?.worth.currency ?? 'USD';
    this.first = Math.min(...this.#parts.map(({ worth }) => worth.first));
    this.last = Math.max(...this.#parts.map(({ worth }) => worth.last));
  }

  at(day: Day): Decimal {
    return this.#parts.reduce((sum, { worth, zone }) => {
      const value = worth.at(Math.min(day, worth.last));
      return sum.add(this.#converted(value, worth.currency, endOf(zone, day)));
    }, ZERO);
  }

  flowsAfter(day: Day): readonly Flow[] | undefined {
    const all: Flow[] = [];
    for (const { worth, zone } of this.#parts) {
      const flows = worth.flowsAfter(day);
      if (flows === undefined) return undefined;
      for (const flow of flows) {
        all.push({
          day: flow.day,
          amount: this.#converted(flow.amount, worth.currency, endOf(zone, flow.day)),
        });
      }
    }
    return all.sort((a, b) => a.day - b.day);
  }

  /** Of the days from one to another, both included; undefined if that takes too many rows to tell. */
  moves(first: Day, last: Day): Moves | undefined {
    const dividends: Dividend[] = [];
    let [income, commissions, fees, read] = [ZERO, ZERO, ZERO, 0];
    for (const { trade, zone } of this.#rows(first, last)) {
      if (read++ === MOST_READ) return undefined;
      const day = localDay(zone, trade.at);
      const converted = (amount: Decimal) => this.#converted(amount, trade.currency, endOf(zone, day));
      if (trade.kind === 'fee') fees = fees.sub(converted(trade.cash));
      else if (trade.fee !== undefined) commissions = commissions.add(converted(trade.fee));
      if (trade.kind !== 'dividend') continue;
      dividends.push({ day, security: trade.security, amount: trade.cash, currency: trade.currency });
      income = income.add(converted(trade.cash));
    }
    return { dividends: dividends.sort((a, b) => a.day - b.day), income, commissions, fees };
  }

  *#rows(first: Day, last: Day): Iterable<{ readonly trade: Trade; readonly zone: string }> {
    for (const { keys, known, zone } of this.#parts) {
      const until = Math.min(known.until, startOfDay(zone, last + 1));
      const range = { now: known.readAt, from: startOfDay(zone, first), until };
      for (const trade of this.#world.ledger.trades.each(keys, range)) yield { trade, zone };
    }
  }

  #converted(amount: Decimal, from: Currency, at: Instant): Decimal {
    return from === this.currency ? amount : amount.mul(this.#world.ledger.rate(from, this.currency, at));
  }
}

function partOf(world: SnapTradeWorld, places: readonly AccountPlace[]): Part[] {
  const [first] = places;
  const known = first && transactionsOf(world, first);
  const worth = worthOf(world, places);
  if (first === undefined || known === undefined || worth === undefined) return [];
  return [{ keys: places.map(({ account }) => account.key), worth, known, zone: zoneOf(first.institution) }];
}
