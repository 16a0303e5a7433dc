/** For tests of trading: accounts, and a client that places, waits and looks. */
import { expect } from 'vitest';
import type { WorldFile } from '../../fixtures/ledger/index.ts';
import type { Answer } from '../support/answer.ts';
import { type Client, client } from './client.ts';
import { idOf, ledgerOf } from './ledger.ts';

/** An American account that deals in shares, and does nothing by itself: what happens is the test's. */
export const QUIET: WorldFile = {
  limits: 'off',
  providers: { snaptrade: { person: 'owner' } },
  entities: {
    accounts: [{ key: 'owner-wall-street', rowsPerYear: 0 }],
    trades: [
      {
        key: 'paid-in',
        account: 'owner-wall-street',
        kind: 'transfer',
        amount: '100000',
        at: '2026-01-05T15:00:00Z',
      },
      {
        key: 'first-shares',
        account: 'owner-wall-street',
        kind: 'buy',
        symbol: 'AAPL',
        quantity: '40',
        price: '250',
        at: '2026-01-06T15:00:00Z',
      },
    ],
  },
};

/** Monday 2026-03-16, 9:30 in New York, while Sydney is on summer time: the first opening of the world. */
export const OPENING = '2026-03-16T13:30:00Z';
export const CLOSING = '2026-03-16T20:00:00Z';

export interface Order {
  readonly brokerage_order_id: string;
  readonly status: string;
  // biome-ignore lint/suspicious/noExplicitAny: the rest is held against the contract by the client.
  readonly [field: string]: any;
}

export class Trader {
  readonly st: Client;
  readonly account: string;

  constructor(file: WorldFile = QUIET, account = 'owner-wall-street') {
    this.st = client(file);
    this.account = idOf(ledgerOf(file), 'account', account);
  }

  /** Moves the clock to an instant, or on by a span. */
  until(when: string): void {
    const { clock } = this.st.simulated.world;
    clock.advance(when.includes('T') ? Date.parse(when) - clock.now() : when);
  }

  send(form: object): Promise<Answer> {
    return this.st.post('/trade/place', {
      account_id: this.account,
      action: 'BUY',
      symbol: 'AAPL',
      order_type: 'Market',
      time_in_force: 'Day',
      ...('notional_value' in form ? {} : { units: 1 }),
      ...form,
    });
  }

  async place(form: object = {}): Promise<Order> {
    const answer = await this.send(form);
    expect(answer.status, answer.text).toBe(200);
    return answer.body;
  }

  async detail({ brokerage_order_id }: Order): Promise<Order> {
    const answer = await this.st.post(`/accounts/${this.account}/orders/details`, { brokerage_order_id });
    expect(answer.status, answer.text).toBe(200);
    return answer.body;
  }

  cancel({ brokerage_order_id }: Order): Promise<Answer> {
    return this.st.post(`/accounts/${this.account}/trading/cancel`, { brokerage_order_id });
  }

  async recent(): Promise<Order[]> {
    const answer = await this.st.get(`/accounts/${this.account}/recentOrders`, { only_executed: 'false' });
    return answer.body.orders;
  }

  async orders(query: Record<string, string | number> = {}): Promise<Order[]> {
    return (await this.st.get(`/accounts/${this.account}/orders`, query)).body;
  }

  async quote(ticker = 'AAPL') {
    const query = { symbols: ticker, use_ticker: 'true' };
    return (await this.st.get(`/accounts/${this.account}/quotes`, query)).body[0];
  }
}
