/** The connection portal, page by page: what a user meets, and what the application is told of it. */
import { describe, expect, it } from 'vitest';
import type { WorldFile } from '../../fixtures/ledger/index.ts';
import { SPECIAL_NAMES } from '../../mocks/snaptrade/portal/outcomes.ts';
import { type Client, client } from './client.ts';
import { Visitor } from './visitor.ts';

function visitor(file: WorldFile = {}): Visitor {
  return new Visitor(client(file));
}

/** The email that a connection of the household is logged in with. */
async function householdLogin(here: Visitor, connection: string): Promise<string> {
  await here.enter({ reconnect: connection });
  return /name="user" value="([^"]+)"/.exec(here.page.html)?.[1] ?? '';
}

const connectionsOf = async (api: Client) => (await api.get('/authorizations')).body;

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

describe('the same login at the same brokerage', () => {
  it('is the connection that is there', async () => {
    const here = visitor();
    const first = await here.connect('STAKE', 'jo');
    expect(await here.connect('STAKE', 'jo')).toBe(first);
    expect(await here.connect('STAKE', 'someone-else')).not.toBe(first);
  });

  it('is another connection where the one that is there is disabled, or the same mended, as the world has it', async () => {
    for (const disabledDuplicate of ['new', 'mended']) {
      const here = visitor({ switches: { snaptrade: { disabledDuplicate } } });
      const first = await here.connect('STAKE', 'jo');
      await here.api.post(`/authorizations/${first}/disable`);
      const second = await here.connect('STAKE', 'jo');
      expect(second === first).toBe(disabledDuplicate === 'mended');
      expect((await here.api.get(`/authorizations/${first}`)).body.disabled).toBe(second !== first);
    }
  });

  it('after the connection was deleted shows the same accounts under new ids', async () => {
    const here = visitor();
    const accountsOf = async (id: string) => (await here.api.get(`/authorizations/${id}/accounts`)).body;
    const first = await here.connect('STAKE', 'jo');
    const before = await accountsOf(first);
    await here.api.delete(`/authorizations/${first}`);
    const after = await accountsOf(await here.connect('STAKE', 'jo'));
    const [a, b] = [before, after].map((all) =>
      all.map((one: { institution_account_id: string }) => one.institution_account_id),
    );
    expect(b).toEqual(a);
    expect(after[0].number).toBe(before[0].number);
    expect(after[0].balance).toEqual(before[0].balance);
    expect(after[0].id).not.toBe(before[0].id);
  });
});

describe('a reconnect', () => {
  it('with the same login mends the connection', async () => {
    const here = visitor();
    const [{ id }] = await connectionsOf(here.api);
    await here.api.post(`/authorizations/${id}/disable`);
    const login = await householdLogin(here, id);
    expect(here.page.title).toBe('Reconnect CommSec');
    await here.login(login);
    await here.share();
    expect(here.page.messages).toEqual([{ status: 'SUCCESS', authorizationId: id }]);
    expect((await here.api.get(`/authorizations/${id}`)).body).toMatchObject({
      id,
      disabled: false,
      disabled_date: null,
    });
  });

  it('with another login is refused', async () => {
    const here = visitor();
    const [{ id }] = await connectionsOf(here.api);
    await here.enter({ reconnect: id });
    expect((await here.login('somebody-else')).messages).toMatchObject([
      { errorCode: '1023', statusCode: 400 },
    ]);
  });

  it('can give leave to trade, and takes none back', async () => {
    const here = visitor();
    const id = await here.connect('STAKE', 'jo');
    const again = async (connectionType: string) => {
      await here.enter({ reconnect: id, connectionType });
      await here.login('jo');
      await here.share();
      return (await here.api.get(`/authorizations/${id}`)).body.type;
    };
    expect(await again('trade')).toBe('trade');
    expect(await again('read')).toBe('trade');
  });

  it('for trading is refused where the brokerage has none', async () => {
    const { api } = visitor();
    const [{ id, brokerage }] = await connectionsOf(api);
    expect(brokerage.allows_trading).toBe(false);
    const { status, body } = await api.post('/snapTrade/login', { reconnect: id, connectionType: 'trade' });
    expect([status, body.code]).toEqual([400, '1012']);
  });

  it('of a connection that was deleted meanwhile is not in progress', async () => {
    const here = visitor();
    const id = await here.connect('STAKE', 'jo');
    await here.enter({ reconnect: id });
    await here.api.delete(`/authorizations/${id}`);
    expect((await here.login('jo')).messages).toMatchObject([{ errorCode: '1006' }]);
  });

  it('shares other accounts than before', async () => {
    const here = visitor();
    const id = await here.connect('STAKE', 'jo');
    const idsOf = async () =>
      (await here.api.get(`/authorizations/${id}/accounts`)).body.map((one: { id: string }) => one.id);
    const [first, second] = await idsOf();
    await here.enter({ reconnect: id });
    await here.login('jo');
    const [, offer] = /name="account" value="([^"]+)"/.exec(here.page.html) ?? [];
    await here.send('share', { account: offer ?? '' });
    expect(await idsOf()).toEqual([first]);
    expect((await here.api.get(`/accounts/${second}`)).status).toBe(404);
    await here.enter({ reconnect: id });
    await here.login('jo');
    await here.share();
    expect(await idsOf()).toEqual([first, second]);
  });
});

describe('back at the application', () => {
  const customRedirect = 'https://app.example.com/done?state=7#top';
  const ways = { broker: 'STAKE', customRedirect };

  it('a user who connected comes with the connection', async () => {
    const here = visitor();
    const id = await here.connect('STAKE', 'jo', ways);
    expect(here.page.html).toContain('Back to the application');
    expect((await here.send('return')).away).toBe(
      `https://app.example.com/done?state=7&status=SUCCESS&connection_id=${id}#top`,
    );
  });

  it('a user comes at once where the application wants it so', async () => {
    const here = visitor();
    await here.enter({ ...ways, immediateRedirect: true });
    await here.login('jo');
    expect((await here.share()).away).toMatch(/\?state=7&status=SUCCESS&connection_id=[0-9a-f-]{36}#top$/);
    await here.enter({ ...ways, immediateRedirect: true });
    expect((await here.login('broker-down')).away).toMatch(
      /status=ERROR&status_code=500&error_code=3000#top$/,
    );
  });

  it('a user who gave up comes with that, or with nothing, as the world has it', async () => {
    for (const [abandonedRedirect, query] of [
      ['told', '&status=ABANDONED'],
      ['silent', ''],
    ] as const) {
      const here = visitor({ switches: { snaptrade: { abandonedRedirect } } });
      await here.enter(ways);
      expect((await here.send('leave')).away).toBe(`https://app.example.com/done?state=7${query}#top`);
    }
  });

  it('an address of its own scheme is left as it is, and one that runs a script is not followed', async () => {
    const here = visitor();
    await here.enter({ ...ways, customRedirect: 'myapp://done' });
    expect((await here.send('leave')).away).toBe('myapp://done?status=ABANDONED');
    await here.enter({ ...ways, customRedirect: 'JavaScript:alert(1)' });
    expect(await here.send('leave')).toMatchObject({ away: undefined, title: 'Nothing was connected' });
  });

  it('nobody comes from a frame: messages say it', async () => {
    const here = visitor();
    const framed = { 'Sec-Fetch-Dest': 'iframe' };
    await here.enter({ ...ways, immediateRedirect: true }, framed);
    await here.login('jo');
    expect(await here.share()).toMatchObject({ title: 'Connected', messages: [{ status: 'SUCCESS' }] });
    expect(here.page.html).toContain('data-close');
    await here.enter(ways, framed);
    expect((await here.send('leave')).messages).toEqual(['CLOSE_MODAL']);
    await here.enter({ broker: 'STAKE' });
    expect((await here.send('leave')).messages).toEqual(['ABANDONED']);
  });

  it('is told that the brokerage’s window was closed', async () => {
    const here = visitor();
    await here.enter({ broker: 'COINBASE' }, { 'Sec-Fetch-Dest': 'iframe' });
    expect(here.page.html).toContain('Continue to Coinbase');
    expect((await here.reload('&closed=1')).messages).toEqual(['CLOSED']);
    expect((await here.reload('&popup=1')).html).toContain('name="password"');
  });
});

describe('a form', () => {
  it('that is sent twice, or from a page gone back to, changes nothing', async () => {
    const here = visitor();
    await here.connect('STAKE', 'jo');
    const count = (await connectionsOf(here.api)).length;
    for (const act of ['login', 'share', 'leave', 'retry', 'choose', 'nonsense']) {
      expect((await here.send(act, { user: 'jo', broker: 'STAKE' })).title).toBe('Connected');
    }
    expect(await connectionsOf(here.api)).toHaveLength(count);
  });

  it('without an account ticked asks again', async () => {
    const here = visitor();
    await here.enter({ broker: 'STAKE' });
    await here.login('jo');
    expect((await here.send('share')).title).toBe('Share your accounts');
  });

  it('comes too late after half an hour', async () => {
    const here = visitor();
    await here.enter({ broker: 'STAKE' });
    here.api.simulated.world.clock.advance('30m');
    expect(await here.login('jo')).toMatchObject({ status: 410, title: 'This link has expired' });
  });
});

describe('a world with connections made in the portal', () => {
  it('goes on from a snapshot with the same answers', async () => {
    const here = visitor();
    const id = await here.connect('STAKE', 'jo');
    const { simulator, world } = here.api.simulated;
    const before = (await here.api.get(`/authorizations/${id}/accounts`)).text;
    simulator.restore(JSON.parse(JSON.stringify(world.snapshot())));
    expect((await here.api.get(`/authorizations/${id}/accounts`)).text).toBe(before);
  });
});

describe('session events', () => {
  const eventsOf = async ({ api }: Visitor, query: object = {}) =>
    (
      await api.get(
        '/sessionEvents',
        { PartnerClientId: api.credentials.clientId, ...query },
        { user: false },
      )
    ).body;
  const types = (events: { session_event_type: string }[]) => events.map((one) => one.session_event_type);

  it('tell the steps of a connection', async () => {
    const here = visitor();
    await here.enter({ customRedirect: 'https://app.example.com/' });
    await here.send('choose', { broker: 'STAKE' });
    await here.login('second-factor');
    await here.send('code', { code: '123456' });
    await here.share();
    await here.send('return');
    const events = await eventsOf(here);
    expect(types(events)).toEqual([
      'SESSION_STARTED',
      'BROKERAGE_CONNECTION_INITIATED',
      'BROKERAGE_AUTHENTICATION',
      'MFA_REQUESTED',
      'MFA_SUBMITTED',
      'DISCLAIMER_ACCEPTED',
      'CONNECTION_SUCCESSFUL',
      'PARTNER_REDIRECT',
    ]);
    expect(events.at(-1)).toMatchObject({
      user_id: here.api.credentials.userId,
      brokerage_status_code: null,
      brokerage_authorization_id: (await connectionsOf(here.api)).at(-1).id,
    });
  });

  it('tell failures, and can be had of one session or user', async () => {
    const here = visitor();
    await here.enter({ broker: 'STAKE' });
    await here.login('broker-down');
    await here.enter({ reconnect: (await connectionsOf(here.api))[0].id });
    await here.send('leave');
    const events = await eventsOf(here);
    expect(types(events)).toEqual([
      'SESSION_STARTED',
      'BROKERAGE_CONNECTION_INITIATED',
      'BROKERAGE_AUTHENTICATION',
      'CONNECTION_FAILED',
      'SESSION_STARTED',
      'BROKERAGE_RECONNECT_INITIATED',
      'CONNECTION_ABORTED',
    ]);
    expect(events[3]).toMatchObject({ brokerage_status_code: 500 });
    expect(await eventsOf(here, { sessionId: events[0].session_id })).toHaveLength(4);
    expect(await eventsOf(here, { userId: 'somebody-else' })).toEqual([]);
  });

  it('are of the application that asks, and of no other', async () => {
    const { api } = visitor();
    expect((await api.get('/sessionEvents', { PartnerClientId: 'OTHER' }, { user: false })).status).toBe(403);
    expect((await api.get('/sessionEvents', {}, { user: false })).status).toBe(400);
  });
});
