/** Jobs about orders, by name. */
import type { ClientOperation } from '../../../src/verify/define-client.ts';
import type { Api } from './api.ts';
import {
  type CheckedForm,
  listQuotes,
  type PairOfSales,
  placeCheckedOrder,
  placeOneCancelsOther,
} from './deals.ts';
import {
  buyContracts,
  buySpread,
  type CoinForm,
  type Contracts,
  getOptionQuote,
  placeCryptoOrder,
  type Spread,
} from './derivatives.ts';
import {
  listOrders,
  type OrderForm,
  placeAndCancelOrder,
  placeAndReplaceOrder,
  placeOrder,
} from './orders.ts';

type Input = Parameters<ClientOperation>[0];

export const ORDER_JOBS: Readonly<Record<string, (api: Api, input: Input) => Promise<unknown>>> = {
  placeOrder: (api, input) => placeOrder(api, input as OrderForm),
  placeAndCancelOrder: (api, input) =>
    placeAndCancelOrder(api, input as unknown as OrderForm, Number(input.cancelAfterMs)),
  placeAndReplaceOrder: (api, input) =>
    placeAndReplaceOrder(api, input as unknown as OrderForm, {
      afterMs: Number(input.replaceAfterMs),
      newPrice: String(input.newPrice),
    }),
  placeCheckedOrder: (api, input) => placeCheckedOrder(api, input as CheckedForm),
  placeOneCancelsOther: (api, input) => placeOneCancelsOther(api, input as PairOfSales),
  placeCryptoOrder: (api, input) => placeCryptoOrder(api, input as CoinForm),
  buyContracts: (api, input) => buyContracts(api, input as Contracts),
  buySpread: (api, input) => buySpread(api, input as Spread),
  getOptionQuote: (api, input) => getOptionQuote(api, input as Contracts),
  listOrders: (api, { accountId, ...wanted }) => listOrders(api, accountId, wanted),
  listQuotes: (api, { accountId, symbols }) => listQuotes(api, accountId, symbols),
};
