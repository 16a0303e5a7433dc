/** What accounts were worth day by day, and how well they did. */
import { isProblem, ok, type Problem } from '../../src/provider/index.ts';
import { userOf } from './auth.ts';
import { tells } from './capabilities.ts';
import { refusals } from './errors.ts';
import { holdingsAsOf } from './freshness.ts';
import type { Serves } from './handlers.ts';
import { type AccountPlace, findAccount, findConnection, type Place, sharedAccountsOf } from './lens.ts';
import type { SnapTradeWorld } from './state.ts';
import { reading } from './switches.ts';
import { monthsBefore, TIMEFRAMES } from './value/days.ts';
import { returnOver } from './value/returns.ts';
import { worthOf } from './value/worth.ts';
import { isInvestment } from './wire/account.ts';
import { balanceHistoryBody, returnRatesBody } from './wire/history.ts';
import type { BalanceHistoryBody, ReturnRatesBody, Timeframe } from './wire/schemas.ts';

export const history: Serves<'getBalanceHistory' | 'listAccountReturnRates' | 'listConnectionReturnRates'> = {
  getBalanceHistory: (x) => {
    const place = findAccount(x.world, userOf(x), x.path.accountId);
    if (place === undefined) return refusals.notFound();
    if (reading(x.world, 'balanceHistory') === 'off') return refusals.featureOff();
    return ok(balanceHistoryOf(x.world, place));
  },

  listAccountReturnRates: (x) => {
    const timeframes = timeframesAsked(x.query.timeframes);
    if (isProblem(timeframes)) return timeframes;
    const place = findAccount(x.world, userOf(x), x.path.accountId);
    if (place === undefined) return refusals.notFound();
    const rates = ratesOf(x.world, place, [place], timeframes);
    return isProblem(rates) ? rates : ok(rates);
  },

  listConnectionReturnRates: (x) => {
    const timeframes = timeframesAsked(x.query.timeframes);
    if (isProblem(timeframes)) return timeframes;
    const place = findConnection(x.world, userOf(x), x.path.authorizationId);
    if (place === undefined) return refusals.notFound();
    const rates = ratesOf(x.world, place, sharedAccountsOf(x.world, place.connection), timeframes);
    return isProblem(rates) ? rates : ok(rates);
  },
};

/** A year and no more (ST-412). */
export function balanceHistoryOf(world: SnapTradeWorld, place: AccountPlace): BalanceHistoryBody {
  const worth = worthOf(world, [place]);
  if (worth === undefined) return balanceHistoryBody(place.account.currency, []);
  const days = [];
  const from = Math.max(worth.first, monthsBefore(worth.last, 12));
  for (let day = from; day <= worth.last; day += 1) days.push({ day, value: worth.at(day) });
  return balanceHistoryBody(worth.currency, days);
}

/** 501 where the brokerage tells none. */
export function ratesOf(
  world: SnapTradeWorld,
  place: Place,
  places: readonly AccountPlace[],
  timeframes: ReadonlySet<Timeframe>,
): ReturnRatesBody | Problem {
  const { institution } = place;
  if (!tells(world, institution, 'returnRates')) {
    return refusals.notImplemented('returnRates', institution.key);
  }
  const worth = worthOf(world, places.filter(isInvestment));
  const rates = TIMEFRAMES.filter((timeframe) => timeframes.has(timeframe)).flatMap((timeframe) => {
    const percent = worth && returnOver(worth, timeframe);
    return percent === undefined ? [] : [{ timeframe, percent }];
  });
  return returnRatesBody(world, rates, holdingsAsOf(world, place));
}

/** A comma list; all of them where there is none, and 400 for a name that is none (ST-C215). */
function timeframesAsked(text: string | undefined): ReadonlySet<Timeframe> | Problem {
  if (text === undefined || text === '') return new Set(TIMEFRAMES);
  const names = text.split(',');
  const known = TIMEFRAMES.filter((timeframe) => names.includes(timeframe));
  const unknown = names.find((name) => !known.some((timeframe) => timeframe === name));
  if (unknown !== undefined) {
    return refusals.invalid(
      `timeframes: "${unknown.slice(0, 60)}" is none. Allowed: ${TIMEFRAMES.join(', ')}.`,
    );
  }
  return new Set(known);
}
