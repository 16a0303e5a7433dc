/** What is true for everyone: brokerages, securities, rates. */
import { ClientFailure } from '../../../src/verify/define-client.ts';
import type { Api } from './api.ts';
import type { Row } from './pages.ts';

export async function offerBrokerages(api: Api, forTrading: boolean): Promise<readonly unknown[]> {
  const all = await api.get<readonly Row[]>('/brokerages', { as: 'anyone' });
  return all.filter((one) => api.policies.isOffered(one, forTrading)).map(({ slug }) => slug);
}

/** Tickers are not unique: what a search finds first is one of several. */
export async function findSecurity(api: Api, ticker: string, mic: string): Promise<Row> {
  const found = await api.call<readonly Row[]>('POST', '/symbols', {
    as: 'application',
    body: { substring: ticker },
  });
  const picked = api.policies.pick(found, ticker, mic);
  if (picked === undefined) throw new ClientFailure('not-found', { message: 'No such security' });
  return picked;
}

export async function exchangeRate(api: Api, from: string, to: string): Promise<Row> {
  const pair = encodeURIComponent(api.policies.ratesAskedFor(from, to));
  return api.get(`/currencies/rates/${pair}`, { as: 'application' });
}
