/** Data over time and reference data that are taken for something else. */

import { retryPolicies } from '../../clients/common/index.ts';
import { accessPolicies, micOf } from '../../clients/snaptrade/access-policies.ts';
import type { Mutant } from '../mutant.ts';
import { mutant } from './mutant.ts';

const { isOffered } = accessPolicies;
const TIMEFRAMES = ['ALL', '1Y', 'YTD', '1M', '1W', '1D'];

export const data: readonly Mutant[] = [
  mutant(
    'waits-for-news',
    'Waits for a sync of transactions until the account shows another day.',
    { newsMs: () => Number.POSITIVE_INFINITY },
    ['data/a-sync-without-news'],
  ),
  mutant(
    'shows-an-empty-history',
    'Draws a chart without days where the history is not enabled.',
    {
      insteadOf: ({ code }, path) =>
        code === '1141' && path.endsWith('/balanceHistory') ? { history: [], currency: 'AUD' } : undefined,
    },
    ['data/history-is-off'],
  ),
  mutant(
    'leaves-weekends-out',
    'Keeps the days of a history on which there was trade.',
    {
      historyShown: (days) => days.filter(({ date }) => ![0, 6].includes(new Date(String(date)).getUTCDay())),
    },
    ['data/history-has-every-day'],
  ),
  mutant(
    'carries-on-to-today',
    'Adds today to a history, with the value of the last day.',
    { historyShown: (days) => [...days, { ...days.at(-1), date: '2026-03-16' }] },
    ['data/history-has-every-day'],
  ),
  mutant(
    'takes-per-cent-for-a-fraction',
    'Takes 5.97 for a gain of 597 per cent.',
    {
      ratesShown: (rates) =>
        rates.map((one) => ({ ...one, return_percent: Number(one.return_percent) * 100 })),
    },
    ['data/rates-are-per-cent'],
  ),
  mutant(
    'fills-rates-in',
    'Has a rate for every timeframe, 0 where none is told.',
    {
      ratesShown: (rates) =>
        TIMEFRAMES.map(
          (timeframe) =>
            rates.find((one) => one.timeframe === timeframe) ?? {
              timeframe,
              return_percent: 0,
              created_date: null,
            },
        ),
    },
    ['data/rates-before-the-first-sync'],
  ),
  mutant(
    'takes-501-for-no-rates',
    'Shows no rates where the brokerage tells none, as if there were none.',
    { insteadOf: ({ status }) => (status === 501 ? { data: [] } : undefined) },
    ['data/rates-nobody-tells'],
  ),
  mutant(
    'takes-501-for-an-outage',
    'Tries again whatever begins with 5.',
    { mayRepeat: retryPolicies.mayRepeat },
    ['data/what-is-not-implemented-is-not-asked-again'],
  ),
  mutant(
    'believes-the-last-message',
    'Takes webhooks in the order in which they arrive.',
    { brokenBy: 'the last message' },
    ['webhooks/an-old-message-comes-last'],
  ),
  mutant('counts-every-delivery', 'Takes a message that comes twice for two.', { knowsRepeats: false }, [
    'webhooks/an-old-message-comes-last',
  ]),
  mutant(
    'fails-with-the-forged',
    'Throws away what came together with a forged message.',
    { onForged: 'fail' },
    ['webhooks/one-forged-among-them'],
  ),
  mutant(
    'offers-all-brokerages',
    'Offers every brokerage, whatever is to be done there.',
    { isOffered: (brokerage) => isOffered(brokerage, false) },
    ['reference/where-orders-are-taken'],
  ),
  mutant(
    'offers-what-takes-nobody',
    'Looks at no standing of a brokerage but whether it is enabled.',
    {
      isOffered: ({ enabled, allows_trading: trades }, forTrading) =>
        enabled === true && (!forTrading || trades === true),
    },
    ['reference/in-maintenance-and-disabled'],
  ),
  mutant(
    'hides-what-is-degraded',
    'Offers no brokerage that is degraded.',
    {
      isOffered: (brokerage, forTrading) =>
        brokerage.is_degraded !== true && isOffered(brokerage, forTrading),
    },
    ['reference/in-maintenance-and-disabled'],
  ),
  mutant('takes-the-first-security', 'Takes the first that a search finds.', { pick: ([first]) => first }, [
    'reference/one-ticker-at-two-exchanges',
    'reference/not-at-that-exchange',
  ]),
  mutant(
    'has-no-suffixes',
    'Looks for the ticker where the symbol stands, which has a suffix in Toronto and Sydney.',
    { pick: (found, ticker, mic) => found.find((one) => one.symbol === ticker && micOf(one) === mic) },
    ['reference/one-ticker-at-two-exchanges'],
  ),
  mutant(
    'turns-pairs-round',
    'Asks for CAD-USD, to have what one US dollar is in Canadian ones.',
    { ratesAskedFor: (from, to) => `${to}-${from}` },
    ['reference/which-way-a-rate-goes'],
  ),
  mutant(
    'one-for-one',
    'Takes currencies one for one where there is no rate.',
    {
      insteadOf: ({ status }, path) =>
        status === 410 && path.startsWith('/currencies/')
          ? { src: { code: 'USD' }, dst: { code: 'CAD' }, exchange_rate: 1 }
          : undefined,
    },
    ['reference/rates-are-gone'],
  ),
];
