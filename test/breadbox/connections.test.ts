import { describe, expect, it } from 'vitest';
import { shortId } from '../../mocks/breadbox/directory.ts';
import { type ConnectionBody, type ErrorBody, open, type StatusBody } from './support.ts';

type List = { data: ConnectionBody[] };

const UNKNOWN = '00000000-0000-4000-8000-000000000000';

describe('listing connections', () => {
  it('gives every connection linked here, oldest first', async () => {
    const box = open();
    const { body } = await box.get<List>('/connections');
    const expected = [...box.ledger.connections.values()]
      .filter(({ seenBy }) => seenBy.includes('breadbox'))
      .sort((a, b) => a.createdAt - b.createdAt)
      .map(({ key }) => box.idOf(key));
    expect(expected.length).toBeGreaterThan(5);
    expect(body.data.map(({ id }) => id)).toEqual(expected);
  });

  it('filters by family member', async () => {
    const box = open();
    const all = (await box.get<List>('/connections')).body.data;
    const people = [...new Set(all.map(({ user_id }) => user_id))];
    expect(people.length).toBe(3);
    for (const person of people) {
      const { body } = await box.get<List>(`/connections?user_id=${person}`);
      expect(body.data).toEqual(all.filter(({ user_id }) => user_id === person));
    }
  });

  it('gives an empty list for a person nobody knows', async () => {
    const { status, body } = await open().get<List>(`/connections?user_id=${UNKNOWN}`);
    expect([status, body]).toEqual([200, { data: [] }]);
  });

  it('refuses a malformed user_id with 400 INVALID_PARAMETER', async () => {
    const box = open();
    for (const bad of ['maria', '123', `${UNKNOWN}0`, '%00', '']) {
      const { status, body } = await box.get<ErrorBody>(`/connections?user_id=${bad}`);
      expect([status, body.error.code], bad).toEqual([400, 'INVALID_PARAMETER']);
    }
  });

  it('takes a short user_id only where the world says so', async () => {
    const strict = open();
    const short = shortId(strict.world, 'person', 'owner');
    const refused = await strict.get<ErrorBody>(`/connections?user_id=${short}`);
    expect([refused.status, refused.body.error.code]).toEqual([400, 'INVALID_PARAMETER']);

    const lenient = open({ switches: { breadbox: { shortIds: 'everywhere' } } });
    const taken = await lenient.get<List>(`/connections?user_id=${short}`);
    expect(taken.body.data.length).toBeGreaterThan(0);
  });

  it('shows an owner by UUID and name', async () => {
    const box = open();
    const { body } = await box.get<List>('/connections');
    for (const row of body.data) {
      const person = box.ledger.people.get(box.ledger.find('breadbox', 'person', row.user_id) ?? '');
      expect(row.user_name).toBe(person?.name);
    }
  });

  it('has one of four statuses on every row', async () => {
    const { body } = await open().get<List>('/connections');
    const statuses = new Set(body.data.map(({ status }) => status));
    // The household has one of each, so that clients meet them all.
    expect([...statuses].sort()).toEqual(['active', 'disconnected', 'error', 'pending_reauth']);
  });

  it('has error fields exactly on error and pending_reauth', async () => {
    const { body } = await open().get<List>('/connections');
    for (const { status, error_code: code, error_message: message } of body.data) {
      const troubled = status === 'error' || status === 'pending_reauth';
      expect([code !== null, message !== null], status).toEqual([troubled, troubled]);
    }
  });

  it('counts the accounts that GET /accounts lists', async () => {
    const box = open({ switches: { breadbox: { disconnectedAccounts: 'included' } } });
    const connections = (await box.get<List>('/connections')).body.data;
    const accounts = (await box.get<{ data: { connection_id: string }[] }>('/accounts')).body.data;
    for (const { id, accounts_count: count } of connections) {
      expect(count).toBe(accounts.filter(({ connection_id }) => connection_id === id).length);
    }
    expect(accounts.length).toBe(connections.reduce((sum, { accounts_count }) => sum + accounts_count, 0));
  });

  it('numbers institutions as Plaid, names them as Teller, and not at all for files', async () => {
    const providers = {
      breadbox: {
        connections: { 'owner-commbank': { provider: 'csv' }, 'child-chase': { provider: 'teller' } },
      },
    };
    const box = open({ providers });
    const { body } = await box.get<List>('/connections');
    const of = (key: string) => body.data.find(({ id }) => id === box.idOf(key));
    expect(of('owner-commbank')).toMatchObject({ provider: 'csv', institution_id: null });
    expect(of('child-chase')).toMatchObject({ provider: 'teller', institution_id: 'chase' });
    expect(of('partner-westpac')).toMatchObject({
      provider: 'plaid',
      institution_id: expect.stringMatching(/^ins_\d+$/),
    });
  });

  it('hides disconnected connections only where the world says so', async () => {
    const listed = (await open().get<List>('/connections')).body.data;
    const box = open({ switches: { breadbox: { disconnectedConnections: 'hidden' } } });
    const shown = (await box.get<List>('/connections')).body.data;
    expect(shown).toEqual(listed.filter(({ status }) => status !== 'disconnected'));
    expect(shown.length).toBe(listed.length - 1);
    // By id it is still there.
    expect((await box.status('owner-macquarie')).status).toBe('disconnected');
  });
});

describe('the status of one connection', () => {
  it('is the same by UUID and by short id', async () => {
    const box = open();
    for (const { key, seenBy } of box.ledger.connections.values()) {
      if (!seenBy.includes('breadbox')) continue;
      const byShort = await box.get<StatusBody>(
        `/connections/${shortId(box.world, 'connection', key)}/status`,
      );
      expect(byShort.status).toBe(200);
      expect(byShort.body).toEqual(await box.status(key));
    }
  });

  it('reads a UUID in capital letters', async () => {
    const box = open();
    const { status } = await box.get(`/connections/${box.idOf('child-chase').toUpperCase()}/status`);
    expect(status).toBe(200);
  });

  it('repeats the row of the list and adds the latest sync', async () => {
    const box = open();
    for (const row of (await box.get<List>('/connections')).body.data) {
      const { recent_sync: recent, ...rest } = (await box.get<StatusBody>(`/connections/${row.id}/status`))
        .body;
      expect(rest).toEqual(row);
      expect(recent).not.toBeUndefined();
    }
  });

  it('answers 404 NOT_FOUND for an id nobody has, UUID or short', async () => {
    const box = open();
    for (const id of [UNKNOWN, 'AbCd1234']) {
      const { status, body } = await box.get<ErrorBody>(`/connections/${id}/status`);
      expect([status, body.error.code]).toEqual([404, 'NOT_FOUND']);
    }
  });

  it('does not find a connection that was linked elsewhere', async () => {
    const box = open();
    expect(box.ledger.connections.get('owner-commsec')?.seenBy).not.toContain('breadbox');
    expect((await box.get(`/connections/${box.idOf('owner-commsec')}/status`)).status).toBe(404);
  });

  it('answers 400 INVALID_PARAMETER for text that is neither form of id', async () => {
    const box = open();
    for (const id of ['chase', 'AbCd12345', 'AbCd-234', '..%2F..', '__proto__', 'x'.repeat(5000)]) {
      const { status, body } = await box.get<ErrorBody>(`/connections/${id}/status`);
      expect([status, body.error.code], id.slice(0, 20)).toEqual([400, 'INVALID_PARAMETER']);
      expect(body.error.message.length).toBeLessThan(300);
    }
  });
});
