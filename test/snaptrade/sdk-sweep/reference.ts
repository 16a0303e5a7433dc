/** What is the same for every user. */
import { type Step, step } from './step.ts';

export const reference: readonly Step[] = [
  step('referenceData.getPartnerInfo', ({ referenceData }) => referenceData.getPartnerInfo()),
  step('referenceData.listAllBrokerages', ({ referenceData }) => referenceData.listAllBrokerages(), {
    keep: (brokerages, stage) => stage.keep('brokerage', brokerages[0]?.slug),
  }),
  step('referenceData.listAllBrokerageAuthorizationType', ({ referenceData }, stage) =>
    referenceData.listAllBrokerageAuthorizationType({ brokerage: stage.the('brokerage') }),
  ),
  step('referenceData.listAllBrokerageInstruments', ({ referenceData }, stage) =>
    referenceData.listAllBrokerageInstruments({ slug: stage.the('brokerage') }),
  ),
  step('referenceData.getStockExchanges', ({ referenceData }) => referenceData.getStockExchanges()),
  step('referenceData.getSymbols', ({ referenceData }) => referenceData.getSymbols({ substring: 'apple' }), {
    keep: (symbols, stage) => stage.keep('symbol', symbols[0]?.symbol),
  }),
  step('referenceData.getSymbolsByTicker', ({ referenceData }, stage) =>
    referenceData.getSymbolsByTicker({ query: stage.the('symbol') }),
  ),
  step(
    'referenceData.getSymbolsByTicker',
    ({ referenceData }) => referenceData.getSymbolsByTicker({ query: 'NO.SUCH' }),
    { why: 'a ticker nobody has', refused: { status: 404, code: '1011' } },
  ),
  step('referenceData.listAllCurrencies', ({ referenceData }) => referenceData.listAllCurrencies()),
  step('referenceData.listAllCurrenciesRates', ({ referenceData }) => referenceData.listAllCurrenciesRates()),
  step('referenceData.getCurrencyExchangeRatePair', ({ referenceData }) =>
    referenceData.getCurrencyExchangeRatePair({ currencyPair: 'USD-CAD' }),
  ),
  step('referenceData.getSecurityTypes', ({ referenceData }) => referenceData.getSecurityTypes()),
];
