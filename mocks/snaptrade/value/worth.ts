/**
 * What accounts were worth at the ends of days, and what was put in and taken out in between: what balance histories and
 * return rates are made of. Worked out when asked for, and kept as long as the same copy of the transactions is shown.
 */
import type { Currency, Day, Instant, Ledger, Trade } from '../../../fixtures/ledger/index.ts';
import { type Decimal, ZERO } from '../../../fixtures/ledger/index.ts';
import { localDay } from '../../../fixtures/ledger/zones.ts';
import { Recent } from '../../../src/provider/index.ts';
import { type Transactions, transactionsOf } from '../freshness.ts';
import type { AccountPlace } from '../lens.ts';
import type { SnapTradeWorld } from '../state.ts';
import { zoneOf } from '../wire/time.ts';
import { endOf } from './days.ts';
import { type Held, totalOf } from './total.ts';

/**
 * Rows that are read to find what was put in and taken out. What a longer stretch would take is not told (ST-C213):
 * more than thirty years of an ordinary account.
 */
export const MOST_READ = 10_000;

/** Accounts, or whole connections, whose worth is kept of one ledger. */
const KEPT = 32;

/** Money from outside, or to it, in the currency of the worth. */
export interface Flow {
  readonly day: Day;
  /** Positive: put in. */
  readonly amount: Decimal;
}

export class Worth {
  readonly currency: Currency;
  /** The last complete day. */
  readonly last: Day;
  readonly #held: Held;
  readonly #ledger: Ledger;
  readonly #accounts: readonly string[];
  readonly #zone: string;
  readonly #known: Transactions;
  readonly #values = new Map<Day, Decimal>();
  readonly #rows: Iterator<Trade>;
  /** Newest first, as far as rows were read. */
  readonly #flows: Flow[] = [];
  #read = 0;
  /** Of all later days every row was read. */
  #readTo: Day;
  #first: Day | undefined;

  constructor(held: Held, places: readonly AccountPlace[], zone: string, known: Transactions) {
    const { ledger } = held;
    this.#held = held;
    this.#ledger = ledger;
    this.#accounts = places.map(({ account }) => account.key);
    this.#zone = zone;
    this.#known = known;
    this.currency = places[0]?.account.currency ?? 'USD';
    this.last = known.through;
    this.#readTo = known.through + 1;
    this.#rows = ledger.trades
      .each(this.#accounts, { now: known.readAt, until: known.until })
      [Symbol.iterator]();
  }

  /** The first day of the first account: when it was opened, or its first row if that is earlier. */
  get first(): Day {
    this.#first ??= Math.min(...this.#accounts.map((key) => this.#firstOf(key)));
    return this.#first;
  }

  /** At the end of a day, as its rows are known now. */
  at(day: Day): Decimal {
    let value = this.#values.get(day);
    if (value === undefined) {
      const end = endOf(this.#zone, day);
      value = this.#accounts
        .map((key) => totalOf(this.#held, key, end, this.#known.readAt))
        .reduce((sum, { amount, currency }) => sum.add(this.#converted(amount, currency, end)), ZERO);
      this.#values.set(day, value);
    }
    return value;
  }

  /** What came and went after the end of a day, oldest first; undefined if that takes too many rows to tell. */
  flowsAfter(day: Day): readonly Flow[] | undefined {
    while (this.#readTo > day + 1) {
      if (this.#read === MOST_READ) return undefined;
      const next = this.#rows.next();
      if (next.done === true) this.#readTo = Number.NEGATIVE_INFINITY;
      else this.#note(next.value);
    }
    return this.#flows.filter((flow) => flow.day > day).reverse();
  }

  #note(trade: Trade): void {
    this.#read += 1;
    const day = localDay(this.#zone, trade.at);
    // Its own day may have more rows.
    this.#readTo = Math.min(this.#readTo, day + 1);
    if (trade.kind !== 'transfer') return;
    this.#flows.push({ day, amount: this.#moved(trade, endOf(this.#zone, day)) });
  }

  /** Cash, or securities at what they were worth that day. */
  #moved({ cash, currency, units, security }: Trade, end: Instant): Decimal {
    const money = this.#converted(cash, currency, end);
    if (security === undefined || units.isZero()) return money;
    const value = units.mul(this.#ledger.price(security, end));
    return money.add(this.#converted(value, security.currency, end));
  }

  #converted(amount: Decimal, from: Currency, at: Instant): Decimal {
    return from === this.currency ? amount : amount.mul(this.#ledger.rate(from, this.currency, at));
  }

  #firstOf(key: string): Day {
    const { readAt: now, until } = this.#known;
    const [oldest] = this.#ledger.trades.page([key], { now, until }, 0, 1, 'oldest');
    const opened = this.#ledger.accounts.get(key)?.openedAt ?? until;
    return localDay(this.#zone, Math.min(opened, oldest?.at ?? opened));
  }
}

const kept = new WeakMap<Ledger, Recent<Worth>>();

/** Of accounts of one connection, together, in the currency of the first; undefined until their first sync has ended. */
export function worthOf(world: SnapTradeWorld, places: readonly AccountPlace[]): Worth | undefined {
  const [first] = places;
  const known = first && transactionsOf(world, first);
  if (first === undefined || known === undefined) return undefined;
  const { ledger, seed, state } = world;
  let recent = kept.get(ledger);
  if (recent === undefined) {
    recent = new Recent(KEPT);
    kept.set(ledger, recent);
  }
  const key = `${known.readAt} ${JSON.stringify(places.map(({ account }) => account.key))}`;
  let worth = recent.get(key);
  if (worth === undefined) {
    // What is traded later comes with rows, and so with another ledger.
    worth = new Worth({ ledger, seed, state }, places, zoneOf(first.institution), known);
    recent.set(key, worth);
  }
  return worth;
}
