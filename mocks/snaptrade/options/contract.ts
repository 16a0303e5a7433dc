/**
 * Option contracts: which there are, and their names. A contract is named in OCC form: six letters of the underlying,
 * the day it expires, C or P, and the strike in thousandths, 21 characters in all (ST-270).
 */
import {
  type Day,
  Decimal,
  type Instant,
  type Ledger,
  type Security,
} from '../../../fixtures/ledger/index.ts';
import { DAY, dayNamed, HOUR, isoDay } from '../../../fixtures/ledger/time.ts';
import { localDay, startOfDay } from '../../../fixtures/ledger/zones.ts';

export interface OptionContract {
  /** `AAPL  261218C00240000`. */
  readonly occ: string;
  readonly underlying: Security;
  readonly type: 'CALL' | 'PUT';
  readonly strike: Decimal;
  /** The day on which it expires, in New York. */
  readonly day: Day;
  /** The close of that day. */
  readonly expiresAt: Instant;
}

/** Shares a contract is about. There are no mini options here (ST-C140). */
export const MULTIPLIER = 100;

export const OPTIONS_ZONE = 'America/New_York';

const OPTIONS_EXCHANGES: ReadonlySet<string> = new Set(['NASDAQ', 'NYSE', 'ARCA']);
const OPTIONABLE: ReadonlySet<Security['kind']> = new Set(['stock', 'etf', 'adr']);

/** The last listed expiry lies this far ahead. */
const LISTED_AHEAD = 3 * 366;
const FRIDAY = 5;

const OCC = /^([A-Z]{1,6}) *(\d{2})(\d{2})(\d{2})([CP])(\d{8})$/;

/**
 * The contract of that name, listed or expired; undefined if none ever was.
 *
 * There is a contract for every American share, fund and depositary receipt, every Friday and every strike in steps of
 * half a dollar (ST-C140).
 *
 * @example contractNamed(ledger, 'AAPL  261218C00240000')?.strike // 240
 */
export function contractNamed(ledger: Ledger, occ: string): OptionContract | undefined {
  const [, root = '', year, month, date, letter, thousandths] = (occ.length === 21 && OCC.exec(occ)) || [];
  const underlying = rootsOf(ledger).get(root);
  const day = dayNamed(`20${year}-${month}-${date}`);
  // `2026-02-31` is read as some day, so what was read is written again.
  if (underlying === undefined || Number.isNaN(day) || isoDay(day) !== `20${year}-${month}-${date}`)
    return undefined;
  if (new Date(day * DAY).getUTCDay() !== FRIDAY) return undefined;
  const strike = new Decimal(thousandths ?? 0).div(1000);
  if (strike.isZero() || !strike.mod('0.5').isZero()) return undefined;
  return {
    occ,
    underlying,
    type: letter === 'C' ? 'CALL' : 'PUT',
    strike,
    day,
    expiresAt: startOfDay(OPTIONS_ZONE, day) + 16 * HOUR,
  };
}

/** Whether a contract is traded: before the close of its last day, and not too far ahead of it. */
export function isListed(contract: OptionContract, now: Instant): boolean {
  return now < contract.expiresAt && contract.day - localDay(OPTIONS_ZONE, now) <= LISTED_AHEAD;
}

/** `AAPL Dec 18 2026 240 CALL`. */
export function descriptionOf({ underlying, day, strike, type }: OptionContract): string {
  const [year, month, date] = isoDay(day).split('-');
  const name = MONTHS[Number(month) - 1] ?? '';
  return `${underlying.ticker} ${name} ${Number(date)} ${year} ${strike.toFixed()} ${type}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** By the letters that stand for them in the name of a contract: `BRK.B` is `BRKB`. Securities never change. */
const roots = new WeakMap<Ledger['securities'], ReadonlyMap<string, Security>>();

function rootsOf({ securities }: Ledger): ReadonlyMap<string, Security> {
  let known = roots.get(securities);
  if (known === undefined) {
    known = new Map(
      [...securities.values()]
        .filter(({ kind, exchange }) => OPTIONABLE.has(kind) && OPTIONS_EXCHANGES.has(exchange ?? ''))
        .map((security) => [security.ticker.replaceAll(/[^A-Z]/g, ''), security]),
    );
    roots.set(securities, known);
  }
  return known;
}
