/** Requests no client should send: refused in the envelope of this API, with nothing broken behind them. */
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { breadbox } from '../../mocks/breadbox/provider.ts';
import { simulate } from '../support/simulate.ts';
import { open } from './support.ts';

function raw() {
  const { handler, world, bugs } = simulate(breadbox);
  const key = world.providers.breadbox?.credentials.fullAccess ?? '';
  return { handler, key, bugs };
}

const envelope = (body: unknown): string => {
  expect(body).toEqual({ error: { code: expect.stringMatching(/^[A-Z_]+$/), message: expect.any(String) } });
  return (body as { error: { code: string } }).error.code;
};

describe('bad requests', () => {
  it('to an unknown path get 404 NOT_FOUND, which says what was near', async () => {
    const { handler, key } = raw();
    const { status, body } = await request(handler).get('/breadbox/api/v1/connection').set('X-API-Key', key);
    expect([status, envelope(body)]).toEqual([404, 'NOT_FOUND']);
    expect(body.error.message).toContain('/api/v1/connections');
  });

  it('with a wrong method get 405 and the methods that are allowed', async () => {
    const { handler, key } = raw();
    const answer = await request(handler).delete('/breadbox/api/v1/connections').set('X-API-Key', key);
    expect([answer.status, envelope(answer.body)]).toEqual([405, 'METHOD_NOT_ALLOWED']);
    expect(answer.headers.allow).toContain('GET');
  });

  it('with a target that cannot be decoded get 400 INVALID_PARAMETER', async () => {
    const { handler, key, bugs } = raw();
    for (const path of [
      '/connections?user_id=%FF',
      '/connections/%C0%AF/status',
      '/connections/a%00b/status',
    ]) {
      const { status, body } = await request(handler).get(`/breadbox/api/v1${path}`).set('X-API-Key', key);
      expect([status, envelope(body)], path).toEqual([400, 'INVALID_PARAMETER']);
    }
    expect(bugs).toEqual([]);
  });

  it('with a body beyond a mebibyte get 413 PAYLOAD_TOO_LARGE', async () => {
    const { handler, key } = raw();
    const { status, body } = await request(handler)
      .post('/breadbox/api/v1/sync')
      .set('X-API-Key', key)
      .set('Content-Type', 'application/json')
      .send(`{"x":"${'x'.repeat(1024 * 1024)}"}`);
    expect([status, envelope(body)]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  });

  it('are not echoed back at length', async () => {
    const { handler, key } = raw();
    const { text } = await request(handler)
      .get(`/breadbox/api/v1/transactions?limit=${'9'.repeat(20_000)}`)
      .set('X-API-Key', key);
    expect(text.length).toBeLessThan(400);
  });
});

describe('a world', () => {
  it('gives the same bytes for the same seed, and others for another', async () => {
    const read = async (seed: number): Promise<string[]> => {
      const box = open({ seed });
      const paths = [
        '/connections',
        '/accounts',
        '/transactions?limit=200',
        `/connections/${box.idOf('child-chase')}/status`,
      ];
      return Promise.all(paths.map(async (path) => (await box.get(path)).text));
    };
    expect(await read(7)).toEqual(await read(7));
    expect((await read(7))[2]).not.toBe((await read(8))[2]);
  });

  it('does not depend on who looked when', async () => {
    const [looked, alone] = [open({ limits: 'off' }), open({ limits: 'off' })];
    for (const box of [looked, alone]) {
      box.happen('child-chase', 'failing');
      if (box === looked) await box.get('/connections');
      box.clock.advance('2d');
      if (box === looked) await box.get('/connections');
      await box.sync();
      if (box === looked) await box.status('owner-commbank');
      box.clock.advance('5h');
    }
    for (const path of ['/connections', '/accounts', '/transactions?limit=200']) {
      expect((await looked.get(path)).text).toBe((await alone.get(path)).text);
    }
  });

  it('is as new after a reset', async () => {
    const box = open();
    const before = (await box.get('/connections')).text;
    box.happen('child-chase', 'removed');
    await box.sync();
    box.clock.advance('3d');
    expect((await box.get('/connections')).text).not.toBe(before);
    box.reset();
    expect((await box.get('/connections')).text).toBe(before);
  });

  it('keeps its state as plain JSON', async () => {
    const box = open();
    box.happen('child-chase', 'failing', 'INSTITUTION_DOWN');
    await box.sync();
    await box.sync('child-chase');
    expect(JSON.parse(JSON.stringify(box.world.state))).toEqual(box.world.state);
  });
});
