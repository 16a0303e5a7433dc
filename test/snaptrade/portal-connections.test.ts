/** What the portal makes of connections: the same again, reconnected, told to the application, kept in a snapshot. */
import { describe, expect, it } from 'vitest';
import { connectionsOf, type Visitor, visitor } from './visitor.ts';

/** The email that a connection of the household is logged in with. */
async function householdLogin(here: Visitor, connection: string): Promise<string> {
  await here.enter({ reconnect: connection });
  return /name="user" value="([^"]+)"/.exec(here.page.html)?.[1] ?? '';
}

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
