/** A sync of everything: the active connections, one after another. */
import { describe, expect, it } from 'vitest';
import { type ConnectionBody, open, QUIET, rfc3339 } from './support.ts';

const CHASE = 'child-chase';

describe('a sync of all', () => {
  const active = async (box: ReturnType<typeof open>): Promise<string[]> =>
    (await box.get<{ data: ConnectionBody[] }>('/connections')).body.data
      .filter(({ status }) => status === 'active')
      .map(({ id }) => id);
  const manual = async (box: ReturnType<typeof open>, id: string) => {
    const { recent_sync: row } = (
      await box.get<{
        recent_sync: {
          trigger: string;
          status: string;
          started_at: string;
          completed_at: string | null;
        } | null;
      }>(`/connections/${id}/status`)
    ).body;
    return row?.trigger === 'manual' ? row : undefined;
  };

  it('is asked for by no body, by {}, by null and by connection_id null', async () => {
    for (const body of [undefined, {}, 'null', { connection_id: null }]) {
      const options = body === 'null' ? { headers: { 'Content-Type': 'application/json' } } : {};
      const { status, body: said } = await open().post('/sync', body, options);
      expect(status).toBe(202);
      expect(said).toEqual({ message: 'Sync started for all active connections.', connection_id: null });
    }
  });

  it('takes the active connections one after another, in the order they were made', async () => {
    const box = open();
    const ids = await active(box);
    expect(ids.length).toBeGreaterThan(3);
    const start = box.now();
    await box.sync();
    for (const [index, id] of ids.entries()) {
      // Half way through the turn of this connection: those before are done, those after have not begun.
      box.clock.advance(start + 2000 + index * 8000 + 4000 - box.now());
      expect(await manual(box, id)).toMatchObject({
        status: 'in_progress',
        started_at: rfc3339(box.now() - 4000),
      });
      for (const earlier of ids.slice(0, index)) expect((await manual(box, earlier))?.status).toBe('success');
      for (const later of ids.slice(index + 1)) expect(await manual(box, later)).toBeUndefined();
    }
  });

  it('leaves out error, pending_reauth and disconnected', async () => {
    const box = open();
    const { data } = (await box.get<{ data: ConnectionBody[] }>('/connections')).body;
    const others = data.filter(({ status }) => status !== 'active');
    expect(others).toHaveLength(3);
    await box.sync();
    box.clock.advance('5m');
    for (const { id } of others) expect(await manual(box, id)).toBeUndefined();
  });

  it('goes on by itself when the clock jumps, and is over then', async () => {
    const box = open();
    const ids = await active(box);
    await box.sync();
    box.clock.advance('5m');
    const ends = await Promise.all(ids.map(async (id) => (await manual(box, id))?.completed_at));
    expect(ends.every((end) => end !== undefined && end !== null)).toBe(true);
    expect([...ends].sort()).toEqual(ends);
    expect(new Set(ends).size).toBe(ids.length);
  });

  it('is not refused while one connection is being synced; that one is passed over', async () => {
    const box = open(QUIET);
    await box.sync('owner-commbank');
    box.clock.advance('5s');
    const running = (await box.status('owner-commbank')).recent_sync;
    expect(await box.sync()).toBe(202);
    box.clock.advance('5m');
    expect((await box.status('owner-commbank')).recent_sync?.id).toBe(running?.id);
    expect((await box.status('partner-westpac')).recent_sync).toMatchObject({
      trigger: 'manual',
      status: 'success',
    });
  });

  it('holds each connection only in its turn', async () => {
    const box = open(QUIET);
    await box.sync();
    expect(await box.sync('owner-commbank')).toBe(409);
    expect(await box.sync(CHASE)).toBe(202);
  });

  it('asked for twice at once happens once', async () => {
    const box = open(QUIET);
    expect(await Promise.all([box.sync(), box.sync(), box.sync()])).toEqual([202, 202, 202]);
    box.clock.advance('2s');
    const first = (await box.status('owner-commbank')).recent_sync?.id;
    box.clock.advance('10m');
    expect((await box.status('owner-commbank')).recent_sync?.id).toBe(first);
    // When it is over, it can be asked for again.
    await box.sync();
    box.clock.advance('2s');
    expect((await box.status('owner-commbank')).recent_sync?.id).not.toBe(first);
  });

  it('asked for again half way joins the one under way: what is done is not done twice', async () => {
    const box = open(QUIET);
    await box.sync();
    box.clock.advance('12s');
    const done = (await box.status('owner-commbank')).recent_sync;
    expect(done?.status).toBe('success');
    expect(await box.sync()).toBe(202);
    box.clock.advance('5m');
    expect((await box.status('owner-commbank')).recent_sync).toEqual(done);
    expect((await box.status('partner-westpac')).recent_sync).toMatchObject({
      trigger: 'manual',
      status: 'success',
    });
  });

  it('is accepted with no active connection at all', async () => {
    const box = open({ template: 'empty' });
    expect(await box.sync()).toBe(202);
    box.clock.advance('1h');
    expect(await box.sync()).toBe(202);
  });
});
