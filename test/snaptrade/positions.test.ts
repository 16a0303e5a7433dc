/** Positions: the present list with strings, the removed one with numbers. */
import { describe, expect, it } from 'vitest';
import { Decimal } from '../../fixtures/ledger/index.ts';
import { client } from './client.ts';
import { idOf, keyOf, ledgerOf } from './ledger.ts';

const ledger = ledgerOf();
const SHARES = idOf(ledger, 'account', 'owner-shares');

describe('positions/all', () => {
  it('are the ledger’s holdings as of the time it names, in strings', async () => {
    const api = client();
    for (const account of (await api.get('/accounts')).body) {
      const { body } = await api.get(`/accounts/${account.id}/positions/all`);
      const at = Date.parse(body.data_freshness.as_of);
      const holdings = ledger.holdings(keyOf(ledger, 'account', account.id), at);
      expect(holdings.length).toBeGreaterThan(0);
      expect(body.results).toMatchObject(
        holdings.map((holding) => ({
          instrument: { symbol: holding.security.symbol, raw_symbol: holding.security.ticker },
          units: holding.quantity.toFixed(),
          price: holding.price.toFixed(),
          cost_basis: holding.averagePrice.toFixed(),
          currency: holding.security.currency,
        })),
      );
    }
  });

  it('name the kind of each instrument, and its exchange by market identifier', async () => {
    const api = client();
    const rows = [];
    for (const account of (await api.get('/accounts')).body) {
      rows.push(...(await api.get(`/accounts/${account.id}/positions/all`)).body.results);
    }
    const kinds = new Set(rows.map((row) => row.instrument.kind));
    expect(kinds).toContain('stock');
    expect(kinds).toContain('etf');
    expect(kinds).toContain('crypto');
    for (const { instrument } of rows) {
      if (instrument.symbol.endsWith('.AX')) expect(instrument.exchange).toBe('XASX');
      if (instrument.kind === 'crypto') expect(instrument.exchange).toBe('CRYPTO');
    }
  });

  it('say of funds alone whether they count as cash', async () => {
    const api = client();
    for (const { id } of (await api.get('/accounts')).body) {
      for (const row of (await api.get(`/accounts/${id}/positions/all`)).body.results) {
        expect('cash_equivalent' in row).toBe(row.instrument.kind === 'mutualfund');
      }
    }
  });
});

describe('the removed list of positions', () => {
  it('has the same positions, as numbers, and the ticker three symbols deep', async () => {
    const api = client();
    for (const account of (await api.get('/accounts')).body) {
      const present = (await api.get(`/accounts/${account.id}/positions/all`)).body.results;
      const { body, text } = await api.get(`/accounts/${account.id}/positions`);
      expect(body.map((row: { symbol: { symbol: { symbol: string } } }) => row.symbol.symbol.symbol)).toEqual(
        present.map((row: { instrument: { symbol: string } }) => row.instrument.symbol),
      );
      for (const [index, row] of body.entries()) {
        const { units, price, cost_basis: cost, instrument } = present[index];
        expect(row.symbol.symbol.id).toBe(instrument.id);
        expect(text).toContain(`"units":${units},"price":${price},`);
        expect(text).toContain(`"average_purchase_price":${cost},`);
        const profit = new Decimal(price).minus(cost).times(units);
        expect(text).toContain(`"open_pnl":${profit.toFixed()},`);
        expect(row.fractional_units).toBe(row.units);
      }
    }
  });

  it('is gone for newer customers: an error, never an empty list', async () => {
    const api = client({ switches: { snaptrade: { customer: 'after' } } });
    const answer = await api.get(`/accounts/${SHARES}/positions`);
    expect(answer.status).toBe(410);
    expect(answer.body).toEqual({ detail: 'This endpoint is no longer available for your account.' });
    expect((await api.get(`/accounts/${SHARES}/positions/all`)).status).toBe(200);
  });

  it('describes securities by the codes of the FAQ', async () => {
    const codes = new Map<string, string>();
    const api = client();
    for (const { id } of (await api.get('/accounts')).body) {
      const kinds = (await api.get(`/accounts/${id}/positions/all`)).body.results;
      const rows = (await api.get(`/accounts/${id}/positions`)).body;
      for (const [index, row] of rows.entries()) {
        codes.set(kinds[index].instrument.kind, row.symbol.symbol.type.code);
      }
    }
    const documented: Record<string, string> = {
      stock: 'cs',
      etf: 'et',
      adr: 'ad',
      cef: 'cef',
      crypto: 'crypto',
    };
    expect(codes.size).toBeGreaterThan(2);
    for (const [kind, code] of codes) expect(code).toBe(documented[kind]);
  });
});
