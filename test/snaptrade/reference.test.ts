/** Reference data: brokerages, exchanges, kinds of security, currencies and rates, and the application itself. */
import { describe, expect, it } from 'vitest';
import { CURRENCIES } from '../../fixtures/ledger/index.ts';
import { type Client, client } from './client.ts';
import { ledgerOf } from './ledger.ts';
import { Visitor } from './visitor.ts';

const ledger = ledgerOf();
/** A call about no user, so without one. */
const noUser = { user: false } as const;

interface Brokerage {
  readonly id: string;
  readonly slug: string;
  readonly enabled: boolean;
  readonly maintenance_mode: boolean;
  readonly is_degraded: boolean;
  readonly allows_trading: boolean;
  readonly brokerage_type: { readonly name: string };
  readonly exchanges: readonly string[];
}

async function brokerages(api: Client): Promise<readonly Brokerage[]> {
  return (await api.get('/brokerages', {}, noUser)).body;
}

function bySlug(all: readonly Brokerage[], slug: string): Brokerage {
  const found = all.find((one) => one.slug === slug);
  if (found === undefined) throw new Error(`No brokerage ${slug}.`);
  return found;
}

describe('GET /brokerages', () => {
  it('has every broker and exchange of the world, no bank, and the sandbox', async () => {
    const all = await brokerages(client());
    const dealing = [...ledger.institutions.values()].filter(({ kind }) => kind !== 'bank');
    expect(all.map(({ slug }) => slug)).toEqual([...dealing.map(({ key }) => key.toUpperCase()), 'SANDBOX']);
    expect(new Set(all.map((one) => one.brokerage_type.name))).toEqual(
      new Set(['Traditional Brokerage', 'Cryptocurrency Exchange']),
    );
    expect(bySlug(all, 'SANDBOX').allows_trading).toBe(false);
    expect(bySlug(all, 'QUESTRADE').allows_trading).toBe(true);
  });

  it('shows each as its connections nest it', async () => {
    const api = client();
    const all = await brokerages(api);
    for (const { brokerage } of (await api.get('/authorizations')).body) {
      expect(bySlug(all, brokerage.slug)).toEqual(brokerage);
    }
  });

  it('names exchanges that GET /exchanges lists', async () => {
    const api = client();
    const listed = (await api.get('/exchanges', {}, noUser)).body.map(({ id }: { id: string }) => id);
    for (const { exchanges } of await brokerages(api))
      expect(listed).toEqual(expect.arrayContaining([...exchanges]));
  });

  it.each(['', '?clientId=NOBODY&timestamp=1', '?timestamp=x'])(
    'looks at no signature and no credentials: %s',
    async (query) => {
      const answer = await client().send('GET', `/brokerages${query}`, { Signature: 'wrong' });
      expect(answer.status).toBe(200);
      expect(answer.body.length).toBeGreaterThan(10);
    },
  );

  it('counts against no limit', async () => {
    const { headers } = await client().get('/brokerages', {}, noUser);
    expect(headers['x-ratelimit-remaining']).toBe(headers['x-ratelimit-limit']);
  });

  it('has no sandbox for production keys, whose portal does not take it either', async () => {
    const api = client({ switches: { snaptrade: { keys: 'production' } } });
    expect((await brokerages(api)).map(({ slug }) => slug)).not.toContain('SANDBOX');
    expect(await api.post('/snapTrade/login', { broker: 'SANDBOX' })).toMatchObject({
      status: 400,
      body: { code: '1012' },
    });
    expect((await client().post('/snapTrade/login', { broker: 'SANDBOX' })).status).toBe(200);
  });

  it('shows how a brokerage stands, here and in its connections', async () => {
    const api = client();
    const [{ brokerage }] = (await api.get('/authorizations')).body;
    const institution = brokerage.slug.toLowerCase();
    const shown = [
      ['maintenance', { enabled: true, maintenance_mode: true, is_degraded: false }],
      ['degraded', { enabled: true, maintenance_mode: false, is_degraded: true }],
      ['disabled', { enabled: false, maintenance_mode: false, is_degraded: false }],
      ['open', { enabled: true, maintenance_mode: false, is_degraded: false }],
    ] as const;
    for (const [standing, members] of shown) {
      api.simulated.world.change({ change: 'brokerage', provider: 'snaptrade', institution, standing });
      expect(bySlug(await brokerages(api), brokerage.slug)).toMatchObject(members);
      expect((await api.get('/authorizations')).body[0].brokerage).toMatchObject(members);
      const { allowed_brokerages: allowed } = (await api.get('/snapTrade/partners', {}, noUser)).body;
      expect(allowed.some(({ slug }: Brokerage) => slug === brokerage.slug)).toBe(standing !== 'disabled');
    }
  });
});

describe('GET /brokerages/{slug}/instruments', () => {
  it('lists what can be traded there, under the ids that searches give', async () => {
    const api = client();
    const { instruments } = (await api.get('/brokerages/QUESTRADE/instruments', {}, noUser)).body;
    expect(instruments).toContainEqual({
      symbol: 'SHOP',
      exchange_mic: 'XTSE',
      tradeable: true,
      fractionable: false,
      universal_symbol_id: (await api.get('/symbols/SHOP.TO', {}, noUser)).body.id,
    });
    expect(instruments.some((one: { exchange_mic: string }) => one.exchange_mic === 'XASX')).toBe(false);
    const coins = (await api.get('/brokerages/KRAKEN/instruments', {}, noUser)).body.instruments;
    expect(coins).toContainEqual(expect.objectContaining({ symbol: 'BTC', exchange_mic: null }));
  });

  it('is an empty list where the brokerage does not tell', async () => {
    const { body } = await client().get('/brokerages/SANDBOX/instruments', {}, noUser);
    expect(body).toEqual({ instruments: [] });
  });

  it('of an unknown brokerage is 404', async () => {
    const answer = await client().get('/brokerages/NOWHERE/instruments', {}, noUser);
    expect(answer).toMatchObject({ status: 404, body: { code: '1011' } });
  });
});

describe('GET /brokerageAuthorizationTypes', () => {
  it('has an entry for reading from each brokerage, and one for trading where that is allowed', async () => {
    const api = client();
    const types = (await api.get('/brokerageAuthorizationTypes', {}, noUser)).body;
    for (const { id, slug, allows_trading: trades } of await brokerages(api)) {
      const own = types.filter((one: { brokerage: Brokerage }) => one.brokerage.slug === slug);
      expect(own.map((one: { type: string }) => one.type)).toEqual(trades ? ['read', 'trade'] : ['read']);
      for (const { brokerage } of own) expect(brokerage).toMatchObject({ id, slug });
    }
    expect(new Set(types.map((one: { auth_type: string }) => one.auth_type))).toEqual(
      new Set(['OAUTH', 'SCRAPE', 'UNOFFICIAL_API', 'TOKEN']),
    );
  });

  it('is narrowed to brokerages named with commas between; unknown ones have no entry', async () => {
    const asked = { brokerage: 'QUESTRADE,ALPACA,NOWHERE' };
    const types = (await client().get('/brokerageAuthorizationTypes', asked, noUser)).body;
    const slugs = types.map((one: { brokerage: Brokerage }) => one.brokerage.slug);
    expect(new Set(slugs)).toEqual(new Set(['QUESTRADE', 'ALPACA']));
  });
});

describe('GET /exchanges', () => {
  it('tells hours, time zone, market identifier and suffix', async () => {
    const { body } = await client().get('/exchanges', {}, noUser);
    expect(body).toContainEqual({
      id: expect.any(String),
      code: 'TSX',
      mic_code: 'XTSE',
      name: 'Toronto Stock Exchange',
      timezone: 'America/Toronto',
      start_time: '09:30:00',
      close_time: '16:00:00',
      suffix: '.TO',
    });
  });

  it('has the exchange of every security of the world', async () => {
    const api = client();
    const { body } = await api.get('/exchanges', {}, noUser);
    const codes = body.map(({ code }: { code: string }) => code);
    for (const { exchange } of ledger.securities.values()) expect(codes).toContain(exchange ?? 'CRYPTO');
    const { body: apple } = await api.get('/symbols/AAPL', {}, noUser);
    expect(body).toContainEqual(apple.exchange);
  });
});

describe('GET /snapTrade/partners', () => {
  it('says what the application may do, and with which brokerages', async () => {
    const api = client();
    const { body } = await api.get('/snapTrade/partners', {}, noUser);
    expect(body.allowed_brokerages).toEqual(await brokerages(api));
    expect(body).toMatchObject({ can_access_trades: true, can_access_orders: true, pin_required: false });
  });

  it('says where users go back to from the portal, and they do, but none of a personal key', async () => {
    const redirectUri = 'https://app.example/connected';
    const configured = client({ providers: { snaptrade: { redirectUri } } });
    const told = async (api: Client, more: object = {}) =>
      (await api.get('/snapTrade/partners', {}, { ...noUser, ...more })).body.redirect_uri;
    expect(await told(client())).toBeNull();
    expect(await told(configured)).toBe(redirectUri);
    const { personalClientId, personalConsumerKey } = configured.credentials as unknown as Record<
      string,
      string
    >;
    const credentials = { clientId: personalClientId ?? '', consumerKey: personalConsumerKey ?? '' };
    expect(await told(configured, { credentials })).toBeNull();
    const here = new Visitor(configured);
    await here.enter({ broker: 'STAKE', immediateRedirect: true });
    await here.login('jo');
    expect((await here.share()).away).toMatch(`${redirectUri}?status=SUCCESS&connection_id=`);
    await here.enter({
      broker: 'STAKE',
      immediateRedirect: true,
      customRedirect: 'https://app.example/other',
    });
    await here.login('jo');
    expect((await here.share()).away).toMatch('https://app.example/other?status=SUCCESS');
  });
});

describe('reference data that is about no user', () => {
  it.each([
    ['GET', '/snapTrade/partners'],
    ['GET', '/brokerageAuthorizationTypes'],
    ['GET', '/brokerages/QUESTRADE/instruments'],
    ['GET', '/exchanges'],
    ['POST', '/symbols'],
    ['GET', '/symbols/AAPL'],
    ['GET', '/currencies'],
    ['GET', '/currencies/rates'],
    ['GET', '/currencies/rates/USD-CAD'],
    ['GET', '/securityTypes'],
  ])('needs no user, and a signature that holds: %s %s', async (method, path) => {
    const api = client();
    expect((await api.call(method, path, noUser)).status).toBe(200);
    const wrong = await api.call(method, path, { ...noUser, signed: { path: '/elsewhere' } });
    expect(wrong).toMatchObject({ status: 401, body: { code: '1076' } });
  });
});

describe('currencies', () => {
  it('have a code and a name', async () => {
    const { body } = await client().get('/currencies', {}, noUser);
    expect(body.map(({ code }: { code: string }) => code)).toEqual(CURRENCIES);
    for (const { code, name } of body) expect(name).not.toBe(code);
  });

  it('have a rate for every ordered pair: the ledger’s at the world’s time', async () => {
    const api = client();
    const { body, text } = await api.get('/currencies/rates', {}, noUser);
    expect(body).toHaveLength(CURRENCIES.length * (CURRENCIES.length - 1));
    for (const { src, dst } of body) {
      const rate = ledger.rate(src.code, dst.code, api.simulated.world.clock.now());
      expect(text).toContain(`"code":"${dst.code}","name":"${dst.name}"},"exchange_rate":${rate.toFixed()}}`);
    }
  });

  it('are asked for in pairs, and the rate moves with the clock', async () => {
    const api = client();
    const ask = async () => (await api.get('/currencies/rates/USD-CAD', {}, noUser)).body;
    const before = await ask();
    expect(before).toMatchObject({ src: { code: 'USD' }, dst: { code: 'CAD' } });
    api.simulated.world.clock.advance('7d');
    const now = api.simulated.world.clock.now();
    expect((await ask()).exchange_rate).toBe(ledger.rate('USD', 'CAD', now).toNumber());
    expect((await ask()).exchange_rate).not.toBe(before.exchange_rate);
  });

  it('of a currency with itself are 1', async () => {
    const { body } = await client().get('/currencies/rates/eur-eur', {}, noUser);
    expect(body).toMatchObject({ src: { code: 'EUR' }, dst: { code: 'EUR' }, exchange_rate: 1 });
  });

  it.each(['USD', 'USD-XXX', 'USD-CAD-AUD', 'USDCAD'])('that are no known pair are 404: %s', async (pair) => {
    const answer = await client().get(`/currencies/rates/${pair}`, {}, noUser);
    expect(answer).toMatchObject({ status: 404, body: { code: '1011' } });
  });
});

describe('kinds of security', () => {
  it('are those of the FAQ, under the ids that securities have', async () => {
    const api = client();
    const { body } = await api.get('/securityTypes', {}, noUser);
    expect(body.map(({ code }: { code: string }) => code).sort()).toEqual(
      ['ad', 'bnd', 'cef', 'crypto', 'cs', 'et', 'oef', 'pm', 'ps', 'rt', 'struct', 'ut', 'wi', 'wt'].sort(),
    );
    for (const symbol of ['AAPL', 'VAS.AX', 'BTC', 'BABA', 'ADX']) {
      expect(body).toContainEqual((await api.get(`/symbols/${symbol}`, {}, noUser)).body.type);
    }
  });
});
