/** The connection portal, page by page: links, brokerages and logins, as a user meets them. */
import { describe, expect, it } from 'vitest';
import { SPECIAL_NAMES } from '../../mocks/snaptrade/portal/outcomes.ts';
import { client } from './client.ts';
import { connectionsOf, Visitor, visitor } from './visitor.ts';

describe('a link', () => {
  it('leads to the brokerages, in order of their names, the sandbox last', async () => {
    const here = visitor();
    await here.enter();
    expect(here.page).toMatchObject({ status: 200, title: 'Choose your brokerage' });
    const names = [...here.page.html.matchAll(/class="who">([^<]+)</g)].map(([, name]) => name);
    expect(names.slice(0, 3)).toEqual(['Alpaca', 'Charles Schwab', 'Coinbase']);
    expect(names.at(-1)).toBe('SnapTrade Sandbox');
    expect(names).not.toContain('Westpac');
  });

  it('that names a brokerage leads to its login', async () => {
    const here = visitor();
    expect((await here.enter({ broker: 'STAKE' })).title).toBe('Log in to Stake');
  });

  it('works once', async () => {
    const here = visitor();
    const { body } = await here.api.post('/snapTrade/login', {});
    await here.open(body.redirectURI);
    expect(await here.open(body.redirectURI)).toMatchObject({
      status: 410,
      title: 'This link was used before',
    });
  });

  it('works for five minutes of the world’s clock', async () => {
    const here = visitor();
    const [first, second] = [
      await here.api.post('/snapTrade/login'),
      await here.api.post('/snapTrade/login'),
    ];
    here.api.simulated.world.clock.advance('299s');
    expect((await here.open(first.body.redirectURI)).status).toBe(200);
    here.api.simulated.world.clock.advance('1s');
    expect(await here.open(second.body.redirectURI)).toMatchObject({
      status: 410,
      title: 'This link has expired',
    });
  });

  it('that was changed leads nowhere', async () => {
    const here = visitor();
    const { body } = await here.api.post('/snapTrade/login', {});
    const link = new URL(body.redirectURI);
    link.searchParams.set('token', 'guessed');
    expect(await here.open(link.href)).toMatchObject({ status: 404, title: 'This link leads nowhere' });
  });

  it('is in the language and the colours asked for', async () => {
    const here = visitor();
    await here.enter({ locale: 'pt_BR', darkMode: true });
    expect(here.page.title).toBe('Escolha sua corretora');
    expect(here.page.html).toContain('lang="pt-BR" data-theme="dark"');
  });

  it('has a close button unless the application wants none', async () => {
    const here = visitor();
    expect((await here.enter()).html).toContain('value="leave"');
    expect((await here.enter({ showCloseButton: false })).html).not.toContain('value="leave"');
  });

  it('that asks for trading offers only brokerages that have it, unless it is a wish', async () => {
    const here = visitor();
    expect((await here.enter({ connectionType: 'trade' })).html).not.toContain('CommSec');
    expect((await here.enter({ connectionType: 'trade-if-available' })).html).toContain('CommSec');
  });

  it('leaves no secret in the journal', async () => {
    const here = visitor();
    await here.enter({ broker: 'STAKE' });
    const ticket = decodeURIComponent(/ticket=([^"&]+)/.exec(here.page.html)?.[1] ?? 'none');
    await here.login('jo');
    await here.share();
    const told = JSON.stringify(here.api.simulated.world.journal.entries());
    expect(ticket).toMatch(/^[0-9a-f-]{36}\./);
    expect(told).not.toContain(ticket);
    expect(told).not.toContain(encodeURIComponent(ticket));
    expect(told).not.toContain('whatever');
  });
});

describe('a brokerage', () => {
  it('is found by a part of its name', async () => {
    const here = visitor();
    await here.enter();
    const { html } = await here.reload('&q=WEALTH');
    expect([...html.matchAll(/class="who">([^<]+)</g)].map(([, name]) => name)).toEqual([
      'SelfWealth',
      'Wealthsimple',
    ]);
    expect((await here.reload('&q=<none>')).html).toContain('No brokerage of that name');
  });

  it('may be chosen, and another one after that', async () => {
    const here = visitor();
    await here.enter();
    expect((await here.send('choose', { broker: 'STAKE' })).title).toBe('Log in to Stake');
    expect((await here.send('back')).title).toBe('Choose your brokerage');
    expect((await here.send('choose', { broker: 'WESTPAC' })).title).toBe('Choose your brokerage');
  });
});

describe('a brokerage that takes no new connections', () => {
  it('is not offered, and cannot be reached where a link names it', async () => {
    const here = visitor();
    const change = { change: 'brokerage', institution: 'stake', standing: 'maintenance' };
    here.api.simulated.world.change(change);
    expect((await here.enter()).html).not.toContain('>Stake<');
    await here.enter({ broker: 'STAKE' });
    expect((await here.login('jo')).messages).toMatchObject([{ errorCode: '3000', statusCode: 500 }]);
  });
});

describe('a login', () => {
  it('that succeeds makes a connection with accounts, holdings and activities', async () => {
    const here = visitor();
    const { api } = here;
    const before = await connectionsOf(api);
    const id = await here.connect('STAKE', 'jo@example.com');
    expect(here.page).toMatchObject({
      title: 'Connected',
      messages: [{ status: 'SUCCESS', authorizationId: id }],
    });
    const after = await connectionsOf(api);
    expect(after).toHaveLength(before.length + 1);
    expect(after.at(-1)).toMatchObject({ id, disabled: false, type: 'read', brokerage: { slug: 'STAKE' } });
    const { body: accounts } = await api.get(`/authorizations/${id}/accounts`);
    expect(accounts.map(({ name }: { name: string }) => name)).toEqual([
      'Share Trading',
      'Super Fund Trading',
    ]);
    api.simulated.world.clock.advance('1m');
    const [{ id: account }] = accounts;
    const { body: positions } = await api.get(`/accounts/${account}/positions/all`);
    expect(positions.results.length).toBeGreaterThan(0);
    const { body: activities } = await api.get(`/accounts/${account}/activities`, { limit: 5 });
    expect(activities.data).toHaveLength(5);
  });

  it('works for a user who was registered later', async () => {
    const here = visitor();
    const { body: user } = await here.api.post('/snapTrade/registerUser', { userId: 'new' }, { user: false });
    const there = new Visitor(here.api.as(user));
    const id = await there.connect('COINBASE', 'jo');
    expect(await connectionsOf(there.api)).toMatchObject([{ id }]);
    expect((await there.api.get('/accounts')).body).toMatchObject([
      { name: 'Wallet', brokerage_authorization: id },
    ]);
    expect(await connectionsOf(here.api)).not.toContainEqual(expect.objectContaining({ id }));
  });

  it('gives leave to trade where that was asked for', async () => {
    const here = visitor();
    await here.enter({ broker: 'STAKE', connectionType: 'trade' });
    await here.login('jo');
    expect(here.page.html).toContain('place and cancel orders');
    await here.share();
    expect((await connectionsOf(here.api)).at(-1)).toMatchObject({ type: 'trade' });
    const commsec = await here.connect('COMMSEC', 'jo', { connectionType: 'trade-if-available' });
    expect((await here.api.get(`/authorizations/${commsec}`)).body).toMatchObject({ type: 'read' });
  });

  it.each([
    ['wrong-password', 403, '1066'],
    ['account-locked', 403, '1066'],
    ['no-permission', 403, '1140'],
    ['login-expired', 400, '1006'],
    ['bad-auth-code', 400, '1012'],
    ['not-in-progress', 400, '1006'],
    ['broker-down', 500, '3000'],
    ['rate-limited', 429, '0000'],
    ['no-data', 503, '3002'],
    ['unexpected', 500, '1000'],
  ])(
    'as %s fails with status %i and code %s, and may be tried again',
    async (user, statusCode, errorCode) => {
      const here = visitor();
      await here.enter({ broker: 'STAKE' });
      await here.login(user);
      expect(here.page.title).toBe('That did not work');
      expect(here.page.messages).toEqual([
        { status: 'ERROR', errorCode, statusCode, detail: expect.any(String) },
      ]);
      expect((await here.send('retry')).title).toBe('Log in to Stake');
      await here.login('jo');
      expect((await here.share()).title).toBe('Connected');
    },
  );

  it('as second-factor asks for a code', async () => {
    const here = visitor();
    await here.enter({ broker: 'STAKE' });
    expect((await here.login('second-factor')).title).toBe('Enter your code');
    expect((await here.send('code', { code: '000000' })).messages).toMatchObject([
      { errorCode: '1086', statusCode: 400 },
    ]);
    await here.send('retry');
    expect((await here.send('code', { code: '123 456' })).title).toBe('Share your accounts');
  });

  it('as slow takes ten seconds of the world’s clock', async () => {
    const here = visitor();
    await here.enter({ broker: 'STAKE' });
    expect((await here.login('slow')).title).toBe('Waiting for Stake');
    // A script looks whether it goes on, and a link does so without one; no page reloads itself under its reader.
    expect(here.page.html).toMatch(/<body[^>]* data-waits>/);
    expect(here.page.html).not.toContain('http-equiv="refresh"');
    here.api.simulated.world.clock.advance('9s');
    expect((await here.reload()).title).toBe('Waiting for Stake');
    here.api.simulated.world.clock.advance('1s');
    expect((await here.reload()).title).toBe('Share your accounts');
  });

  it.each([
    ['no-accounts', 0, false],
    ['no-transactions', 2, false],
    ['cash-only', 2, true],
  ])('as %s has %i accounts', async (user, count, hasCash) => {
    const here = visitor();
    const id = await here.connect('STAKE', user);
    const { body: accounts } = await here.api.get(`/authorizations/${id}/accounts`);
    expect(accounts).toHaveLength(count);
    here.api.simulated.world.clock.advance('1m');
    for (const { id: account } of accounts) {
      expect((await here.api.get(`/accounts/${account}/positions/all`)).body.results).toEqual([]);
      const [{ cash }] = (await here.api.get(`/accounts/${account}/balances`)).body;
      expect(cash).toBe(hasCash ? 25_000 : 0);
    }
  });

  it('tells every special user name on the page', async () => {
    const here = visitor();
    const { html } = await here.enter({ broker: 'STAKE' });
    expect([...html.matchAll(/<dt>([^<]+)</g)].map(([, name]) => name)).toEqual([...SPECIAL_NAMES]);
  });

  it('at the sandbox is a choice of scenarios, and not for production keys', async () => {
    const here = visitor();
    const { html } = await here.enter({ broker: 'SANDBOX' });
    expect([...html.matchAll(/name="user" value="([^"]+)"/g)]).toHaveLength(7);
    await here.send('login', { user: 'self-directed' });
    expect((await here.share()).title).toBe('Connected');
    expect((await connectionsOf(here.api)).at(-1)).toMatchObject({
      brokerage: { slug: 'SANDBOX' },
      type: 'read',
    });
    const production = client({ switches: { snaptrade: { keys: 'production' } } });
    expect((await production.post('/snapTrade/login', { broker: 'SANDBOX' })).status).toBe(400);
  });

  it('of a user who was deleted meanwhile fails', async () => {
    const here = visitor();
    await here.enter({ broker: 'STAKE' });
    await here.api.delete(`/snapTrade/deleteUser`, {
      query: { userId: here.api.credentials.userId },
      user: false,
    });
    here.api.simulated.world.clock.advance('1m');
    expect((await here.login('jo')).messages).toMatchObject([{ errorCode: '0000', statusCode: 401 }]);
  });
});
