/** Calls about options and coins, with bodies that can be meant: for tests that go over all operations. */
import type { Answer } from '../support/answer.ts';
import { client } from './client.ts';
import { idOf, ledgerOf } from './ledger.ts';

const ledger = ledgerOf();
const WALL_STREET = idOf(ledger, 'account', 'owner-wall-street');
const COINS = idOf(ledger, 'account', 'owner-coins');
const NOBODY = '11111111-1111-4111-8111-111111111111';

interface DerivativeCall {
  readonly method: 'GET' | 'POST';
  /** Below the account. */
  readonly below: string;
  readonly account: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export const CALL = 'AAPL  261218C00240000';

export const optionOrder = {
  order_type: 'MARKET',
  time_in_force: 'Day',
  legs: [{ instrument: { symbol: CALL, instrument_type: 'OPTION' }, action: 'BUY_TO_OPEN', units: 1 }],
};

export const cryptoOrder = {
  instrument: { symbol: 'BTC-USD', type: 'CRYPTOCURRENCY_PAIR' },
  side: 'BUY',
  type: 'MARKET',
  time_in_force: 'GTC',
  amount: '0.01',
};

const PAIRS = '/trading/instruments/cryptocurrencyPairs';

const calls: readonly DerivativeCall[] = [
  { method: 'GET', below: '/quotes/options', account: WALL_STREET, query: { symbol: CALL } },
  { method: 'POST', below: '/trading/options/impact', account: WALL_STREET, body: optionOrder },
  { method: 'GET', below: PAIRS, account: COINS },
  { method: 'GET', below: `${PAIRS}/BTC-USD/quote`, account: COINS },
  { method: 'POST', below: '/trading/crypto/preview', account: COINS, body: cryptoOrder },
  { method: 'POST', below: '/trading/options', account: WALL_STREET, body: optionOrder },
  { method: 'POST', below: '/trading/crypto', account: COINS, body: cryptoOrder },
];

/** Each of them, done; of an account that is nobody's; over a connection that is disabled; and too late. */
export async function eachDerivative(
  tell: (method: string, path: string, answer: Answer) => void,
): Promise<void> {
  const open = client({ limits: 'off' });
  const disabled = client({ limits: 'off' });
  const late = client({ limits: 'off', now: '2026-10-01T00:00:00Z' });
  for (const key of ['owner-stake', 'owner-coinbase']) {
    await disabled.post(`/authorizations/${idOf(ledger, 'connection', key)}/disable`);
  }
  for (const { method, below, account, query, body } of calls) {
    const more = { ...(query && { query }), ...(body !== undefined && { body }) };
    for (const api of [open, disabled, late]) {
      const path = `/accounts/${account}${below}`;
      tell(method, path, await api.call(method, path, more));
    }
    const absent = `/accounts/${NOBODY}${below}`;
    tell(method, absent, await open.call(method, absent, more));
  }
}
