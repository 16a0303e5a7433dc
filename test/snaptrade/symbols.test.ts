/** Finding securities: by part of a ticker or name, among all or among a brokerage's, and one by one. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { searchSecurities } from '../../mocks/snaptrade/reference/search.ts';
import { type Client, client } from './client.ts';
import { idOf, ledgerOf } from './ledger.ts';

const ledger = ledgerOf();
const noUser = { user: false } as const;

interface Found {
  readonly id: string;
  readonly symbol: string;
  readonly raw_symbol: string;
  readonly description: string;
  readonly exchange: { readonly code: string };
}

async function search(api: Client, substring: string): Promise<readonly Found[]> {
  return (await api.post('/symbols', { substring }, noUser)).body;
}

async function symbolsOf(substring: string): Promise<string[]> {
  return (await search(client(), substring)).map(({ symbol }) => symbol);
}

describe('a search', () => {
  it('looks at the ticker and at the name, capitals or not', async () => {
    expect(await symbolsOf('aapl')).toEqual(['AAPL']);
    expect(await symbolsOf('ApPlE')).toEqual(['AAPL']);
    expect(await symbolsOf('nothing like it')).toEqual([]);
  });

  it('gives the whole security, with the list of its one currency', async () => {
    const [found] = await search(client(), 'SHOP.TO');
    expect(found).toMatchObject({
      symbol: 'SHOP.TO',
      raw_symbol: 'SHOP',
      description: 'Shopify Inc.',
      currency: { code: 'CAD' },
      exchange: { code: 'TSX', mic_code: 'XTSE', suffix: '.TO' },
      type: { code: 'cs' },
      currencies: [{ code: 'CAD' }],
    });
  });

  it('puts the symbol itself first, then the same ticker elsewhere, then what begins so', async () => {
    const found = await symbolsOf('T');
    expect(found.slice(0, 2)).toEqual(['T', 'T.TO']);
    const begins = found.findIndex((symbol) => !symbol.startsWith('T'));
    expect(found.slice(begins).some((symbol) => symbol.startsWith('T'))).toBe(false);
  });

  it('stops at twenty', async () => {
    expect(await search(client(), 'a')).toHaveLength(20);
  });

  it('without a text finds the first twenty of all', async () => {
    const api = client();
    const { body } = await api.post('/symbols', {}, noUser);
    expect(body).toHaveLength(20);
    expect((await api.post('/symbols', undefined, noUser)).body).toEqual(body);
  });

  it('of something that is no text is refused', async () => {
    const answer = await client().post('/symbols', { substring: 7 }, noUser);
    expect(answer).toMatchObject({ status: 400, body: { code: '1012' } });
  });

  it('finds nothing that lacks the text, and leaves nothing out that has it', () => {
    const parts = [...ledger.securities.values()].flatMap(({ symbol, name }) => [symbol, ...name.split(' ')]);
    const text = fc.oneof(fc.constantFrom(...parts), fc.string({ maxLength: 3 }));
    fc.assert(
      fc.property(text, (substring) => {
        const wanted = substring.trim().toUpperCase();
        const has = [...ledger.securities.values()].filter(({ symbol, name }) =>
          [symbol, name].some((where) => where.toUpperCase().includes(wanted)),
        );
        const found = searchSecurities(ledger, substring);
        expect(found).toHaveLength(Math.min(20, has.length));
        expect(new Set(found).size).toBe(found.length);
        for (const security of found) expect(has).toContain(security);
      }),
    );
  });
});

describe('a search for an account', () => {
  it('finds what its brokerage deals in, and nothing else', async () => {
    const api = client();
    const all = await search(api, 'bit');
    expect(all.length).toBeLessThan(20);
    for (const { id } of (await api.get('/accounts')).body) {
      const found = (await api.post(`/accounts/${id}/symbols`, { substring: 'bit' })).body;
      const key = ledger.find('snaptrade', 'account', id) ?? '';
      const connection = ledger.connections.get(ledger.accounts.get(key)?.connection ?? '');
      const institution = ledger.institutions.get(connection?.institution ?? '');
      const markets = { AU: ['ASX', 'NASDAQ', 'NYSE', 'ARCA'], exchange: ['CRYPTO'] };
      const wanted = institution?.kind === 'exchange' ? markets.exchange : markets.AU;
      expect(found).toEqual(all.filter(({ exchange }) => wanted.includes(exchange.code)));
    }
  });

  it.each(['household', 'messy'])('finds everything that is held there: %s', async (template) => {
    const api = client({ template, limits: 'off' });
    let held = 0;
    for (const { id } of (await api.get('/accounts')).body) {
      const { results } = (await api.get(`/accounts/${id}/positions/all`)).body;
      for (const { instrument } of results.slice(0, 4)) {
        const { body } = await api.post(`/accounts/${id}/symbols`, { substring: instrument.symbol });
        expect(body[0]).toMatchObject({ id: instrument.id, symbol: instrument.symbol });
        held += 1;
      }
    }
    expect(held).toBeGreaterThan(5);
  });

  it('asks the brokerage, so a disabled connection is refused', async () => {
    const api = client();
    const id = idOf(ledger, 'account', 'owner-shares');
    const { body: account } = await api.get(`/accounts/${id}`);
    await api.post(`/authorizations/${account.brokerage_authorization}/disable`);
    const answer = await api.post(`/accounts/${id}/symbols`, { substring: 'van' });
    expect(answer).toMatchObject({ status: 402, body: { code: '3003' } });
  });

  it('of another user is 404', async () => {
    const api = client({ providers: { snaptrade: { person: 'partner' } } });
    const id = idOf(ledger, 'account', 'owner-shares');
    expect(await api.post(`/accounts/${id}/symbols`, { substring: 'van' })).toMatchObject({
      status: 404,
      body: { code: '1011' },
    });
  });
});

describe('one security', () => {
  it.each([
    ['AAPL', 'AAPL'],
    ['aapl', 'AAPL'],
    ['VAS.AX', 'VAS.AX'],
    ['SHOP.TO', 'SHOP.TO'],
    ['BRK.B', 'BRK.B'],
    // Without its suffix: the first that has the ticker.
    ['SHOP', 'SHOP.TO'],
    ['T', 'T'],
  ])('is found by its ticker: %s', async (query, symbol) => {
    expect((await client().get(`/symbols/${query}`, {}, noUser)).body.symbol).toBe(symbol);
  });

  it('is found by its id, wherever that was seen', async () => {
    const api = client();
    for (const { id } of (await api.get('/accounts')).body) {
      for (const { instrument } of (await api.get(`/accounts/${id}/positions/all`)).body.results) {
        const { body } = await api.get(`/symbols/${instrument.id}`, {}, noUser);
        expect(body).toMatchObject({ id: instrument.id, symbol: instrument.symbol });
      }
    }
  });

  it.each(['NOPE', 'Apple', 'AAP', '11111111-1111-4111-8111-111111111111'])(
    'is not found by part of a ticker or by a name: %s',
    async (query) => {
      const answer = await client().get(`/symbols/${query}`, {}, noUser);
      expect(answer).toMatchObject({ status: 404, body: { code: '1011' } });
    },
  );
});
