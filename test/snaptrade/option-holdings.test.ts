/** The removed list of option contracts in an account. */
import { describe, expect, it } from 'vitest';
import { client } from './client.ts';
import { CALL, optionOrder } from './derivatives.ts';
import { idOf, ledgerOf } from './ledger.ts';

const ledger = ledgerOf();
const WALL_STREET = idOf(ledger, 'account', 'owner-wall-street');
const SHORT = 'AAPL  261218C00260000';

/** Four contracts bought and four others sold against them. */
async function afterASpread() {
  const api = client({
    limits: 'off',
    now: '2026-03-16T15:00:00Z',
    switches: { snaptrade: { freshness: 'realtime' } },
    entities: {
      accounts: [{ key: 'owner-wall-street', rowsPerYear: 0 }],
      trades: [
        {
          key: 'gift',
          account: 'owner-wall-street',
          kind: 'transfer',
          amount: '1000000',
          currency: 'USD',
          at: '2026-03-02T00:00:00Z',
        },
      ],
    },
  });
  const leg = (action: string, symbol: string) => ({
    instrument: { symbol, instrument_type: 'OPTION' },
    action,
    units: 4,
  });
  const legs = [leg('BUY_TO_OPEN', CALL), leg('SELL_TO_OPEN', SHORT)];
  const { status } = await api.post(`/accounts/${WALL_STREET}/trading/options`, { ...optionOrder, legs });
  expect(status).toBe(200);
  api.simulated.world.clock.advance(60_000);
  return api;
}

describe('the removed list of option contracts', () => {
  it('lists what was bought and sold, with numbers', async () => {
    const api = await afterASpread();
    const { body } = await api.get(`/accounts/${WALL_STREET}/options`);
    expect(body).toMatchObject([
      {
        symbol: {
          option_symbol: { ticker: CALL, strike_price: 240, option_type: 'CALL', is_mini_option: false },
          description: 'AAPL Dec 18 2026 240 CALL',
        },
        units: 4,
        currency: { code: 'USD' },
      },
      { symbol: { option_symbol: { ticker: SHORT, underlying_symbol: { symbol: 'AAPL' } } }, units: -4 },
    ]);
    for (const { price } of body) expect(price).toBeGreaterThan(0);
  });

  it('says what was paid per contract, a hundred times what the newer list says per share', async () => {
    const api = await afterASpread();
    const { body: older } = await api.get(`/accounts/${WALL_STREET}/options`);
    const { results } = (await api.get(`/accounts/${WALL_STREET}/positions/all`)).body;
    const newer = results.filter(
      ({ instrument }: { instrument: { kind: string } }) => instrument.kind === 'option',
    );
    expect(older).toHaveLength(2);
    for (const [i, { symbol, price, average_purchase_price }] of older.entries()) {
      expect(newer[i].instrument.id).toBe(symbol.option_symbol.id);
      expect(price).toBe(Number(newer[i].price));
      expect(average_purchase_price).toBeCloseTo(Number(newer[i].cost_basis) * 100, 8);
    }
  });

  it('stands in the bundle of the account too', async () => {
    const api = await afterASpread();
    const { body } = await api.get(`/accounts/${WALL_STREET}/holdings`);
    expect(body.option_positions).toEqual((await api.get(`/accounts/${WALL_STREET}/options`)).body);
  });

  it('is empty for an account without any', async () => {
    expect((await client().get(`/accounts/${WALL_STREET}/options`)).body).toEqual([]);
  });
});
