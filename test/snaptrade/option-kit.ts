/** For tests of what options do to an account: a client that trades them in an account with money, and looks at it. */
import { expect } from 'vitest';
import { Decimal, type WorldFile } from '../../fixtures/ledger/index.ts';
import type { Answer } from '../support/answer.ts';
import { client } from './client.ts';
import { CALL, optionOrder } from './derivatives.ts';
import { idOf, ledgerOf } from './ledger.ts';

/** A million dollars in an account in which nothing happens but what the test does. Wall Street is open. */
const FUNDED = {
  limits: 'off',
  now: '2026-03-16T15:00:00Z',
  entities: {
    accounts: [{ key: 'owner-wall-street', openedAt: '2026-01-05T00:00:00Z', rowsPerYear: 0 }],
    trades: [
      {
        key: 'gift',
        account: 'owner-wall-street',
        kind: 'transfer',
        amount: '1000000',
        currency: 'USD',
        at: '2026-01-05T15:00:00Z',
      },
    ],
  },
} as const;

export const leg = (action: string, symbol = CALL, units = 1, type = 'OPTION') => ({
  instrument: { symbol, instrument_type: type },
  action,
  units,
});

export class OptionTrader {
  readonly st;
  readonly account = idOf(ledgerOf(), 'account', 'owner-wall-street');

  /** @param amount what is in the account */
  constructor(switches: Readonly<Record<string, string>> = {}, amount = '1000000') {
    const [gift] = FUNDED.entities.trades;
    const entities = { ...FUNDED.entities, trades: [{ ...gift, amount }] };
    const file: WorldFile = {
      ...FUNDED,
      switches: { snaptrade: { freshness: 'realtime', ...switches } },
      entities,
    };
    this.st = client(file);
  }

  at(path: string): string {
    return `/accounts/${this.account}${path}`;
  }

  later(span: number | string): void {
    this.st.simulated.world.clock.advance(span);
  }

  until(when: string | number): void {
    this.later(new Date(when).getTime() - this.st.simulated.world.clock.now());
  }

  place(legs: readonly object[], change: object = {}): Promise<Answer> {
    return this.st.post(this.at('/trading/options'), { ...optionOrder, ...change, legs });
  }

  /** Places a market order, and waits for it to be filled. */
  async trade(...legs: readonly object[]): Promise<void> {
    const { status, text } = await this.place(legs);
    expect(status, text).toBe(200);
    this.later(60_000);
  }

  async shares(action: string, units: number, change: object = {}, symbol = 'AAPL'): Promise<Answer> {
    const order = { action, units, symbol, order_type: 'Market', time_in_force: 'Day', ...change };
    return this.st.post('/trade/place', { account_id: this.account, ...order });
  }

  /** What the account is worth by itself. */
  async total(): Promise<Decimal> {
    return new Decimal((await this.st.get(this.at(''))).body.balance.total.amount);
  }

  async cash(): Promise<Decimal> {
    const balances = (await this.st.get(this.at('/balances'))).body as {
      currency: { code: string };
      cash: number;
    }[];
    return new Decimal(balances.find(({ currency }) => currency.code === 'USD')?.cash ?? 0);
  }

  // biome-ignore lint/suspicious/noExplicitAny: held against the contract by the client.
  async positions(): Promise<any[]> {
    return (await this.st.get(this.at('/positions/all'))).body.results;
  }

  // biome-ignore lint/suspicious/noExplicitAny: held against the contract by the client.
  async activities(query: Readonly<Record<string, string>> = {}): Promise<any[]> {
    return (await this.st.get(this.at('/activities'), query)).body.data;
  }
}

/** What options leave in the reads of an account: bought, sold, held and ended. */
export async function eachOptionRead(
  tell: (method: string, path: string, answer: Answer) => void,
): Promise<void> {
  const trader = new OptionTrader({ balanceHistory: 'on' });
  await trader.trade(leg('BUY_TO_OPEN'), leg('SELL_TO_OPEN', 'AAPL  261218P00240000'));
  await trader.trade(
    leg('BUY_TO_OPEN', 'AAPL  260320C00900000'),
    leg('BUY_TO_OPEN', 'AAPL  260320C00100000'),
  );
  trader.later('6d');
  const below = [
    '',
    '/activities',
    '/positions/all',
    '/options',
    '/holdings',
    '/balanceHistory',
    '/returnRates',
  ];
  for (const path of below.map((one) => trader.at(one))) tell('GET', path, await trader.st.get(path));
  tell('GET', '/activities', await trader.st.get('/activities'));
}
