/** Jobs about what is true for everyone: brokerages, securities, rates. */
import { CURRENCIES, type Currency } from '../../../fixtures/ledger/index.ts';
import type { Job } from '../../../src/provider/index.ts';
import { brokeragesOf, standingOf } from '../brokerages.ts';
import type { SnapTradeState } from '../state.ts';
import { slugOf } from '../wire/brokerage.ts';
import { venueOf } from '../wire/exchanges.ts';
import { rateBody, universalSymbolBody } from '../wire/security.ts';
import type { Truth } from './truth.ts';

/** In maintenance or disabled, no new connections are taken (ST-375); a degraded one takes them. */
const offered: Truth = (world, { forTrading }) =>
  brokeragesOf(world)
    .filter((one) => ['open', 'degraded'].includes(standingOf(world, one)))
    .filter(({ allowsTrading }) => forTrading !== true || allowsTrading)
    .map(slugOf);

const security: Truth = ({ ledger }, { ticker, mic }) => {
  const found = [...ledger.securities.values()].find(
    (one) => one.ticker === ticker && venueOf(one.exchange).mic === mic,
  );
  return found === undefined ? null : universalSymbolBody(ledger, found);
};

const rate: Truth = (world, { from, to }) => {
  if (!isCurrency(from) || !isCurrency(to)) return null;
  return rateBody(world.ledger, from, to, world.ledger.rate(from, to, world.now()));
};

function isCurrency(code: unknown): code is Currency {
  return CURRENCIES.some((currency) => currency === code);
}

export const lookupJobs: Readonly<Record<string, Job<SnapTradeState>>> = {
  offerBrokerages: {
    says: 'Slugs of the brokerages that a user can connect now.',
    input: { 'forTrading?': 'true: only those that orders can be placed at' },
    operations: ['listBrokerages'],
    truth: offered,
  },
  findSecurity: {
    says: 'The one security of a ticker at an exchange, as the search shows it.',
    input: { ticker: 'without a suffix', mic: 'market identifier code of the exchange' },
    operations: ['searchSymbols', 'getSymbol'],
    truth: security,
  },
  exchangeRate: {
    says: 'How much of one currency another one is: `{ src, dst, exchange_rate }`.',
    input: { from: 'code of the currency that is held', to: 'code of the one that is wanted' },
    operations: ['getRate', 'listRates'],
    truth: rate,
    decimals: ['exchange_rate'],
  },
};
