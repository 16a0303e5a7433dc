/** What Fivetran tells receivers about syncs and about what is done to connections, and how. */
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { webhooks } from '../../mocks/fivetran/webhooks.ts';
import { type Receiver, receive } from '../webhooks/receiver.ts';
import { type Fivetran, worldWith } from './fivetran.ts';

const MINUTE = 60_000;

type Connections = Parameters<typeof worldWith>[0];

interface Listening {
  readonly ft: Fivetran;
  readonly receiver: Receiver;
  readonly secret: string;
  // biome-ignore lint/suspicious/noExplicitAny: bodies differ from event to event.
  pass(by: string | number): Promise<any[]>;
}

async function listening(connections: Connections, events?: string[]): Promise<Listening> {
  const receiver = await receive();
  const ft = worldWith(connections);
  const { secret } = ft.world.webhooks.add({
    provider: 'fivetran',
    url: receiver.url,
    ...(events && { events }),
  });
  let seen = 0;
  return {
    ft,
    receiver,
    secret,
    async pass(by) {
      ft.world.clock.advance(by);
      await ft.world.webhooks.idle();
      const all = receiver.bodies();
      const news = all.slice(seen);
      seen = all.length;
      return news;
    },
  };
}

const HOURLY = { service: 'postgres', schema: 'shop', syncFrequency: 60 };

describe('a message', () => {
  it('has the fields of the captured one', async () => {
    const here = await listening([HOURLY]);
    const [start, end] = await here.pass('61m');
    expect(start).toEqual({
      event: 'sync_start',
      created: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      connector_type: 'postgres',
      connector_id: 'c1',
      connector_name: 'shop',
      sync_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      destination_group_id: 'the_group',
      data: {},
    });
    expect(end).toEqual({
      ...start,
      event: 'sync_end',
      created: new Date(Date.parse(start.created) + MINUTE).toISOString(),
      data: { status: 'SUCCESSFUL' },
    });
  });

  it('is signed over its raw body, in capital hexadecimal digits', async () => {
    const here = await listening([HOURLY]);
    await here.pass('1h');
    const [first] = here.receiver.received;
    const digest = createHmac('sha256', here.secret)
      .update(first?.body ?? '')
      .digest('hex');
    expect(first?.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'Fivetran-Webhook',
      'x-fivetran-signature-256': digest.toUpperCase(),
    });
  });

  it('is delivered with any 2xx', () => {
    expect([200, 201, 204, 299].every((status) => webhooks.succeeded(status))).toBe(true);
    expect([199, 300, 302, 400, 500].some((status) => webhooks.succeeded(status))).toBe(false);
  });
});

describe('syncs', () => {
  it('on a schedule are told of as they start and end', async () => {
    const here = await listening([HOURLY, { service: 's3', schema: 'files', syncFrequency: 360 }]);
    const bodies = await here.pass('1d');
    const of = (id: string) => bodies.filter((body) => body.connector_id === id).map(({ event }) => event);
    expect(of('c1')).toEqual(Array.from({ length: 48 }, (_, n) => (n % 2 === 0 ? 'sync_start' : 'sync_end')));
    expect(of('c2')).toHaveLength(8);
    const ends = bodies.filter(({ event, connector_id: id }) => event === 'sync_end' && id === 'c1');
    const { succeeded_at: succeededAt } = await here.ft.details('c1');
    expect(Date.parse(succeededAt ?? '')).toBe(Date.parse(ends.at(-1).created));
    expect(new Set(bodies.map((body) => body.sync_id)).size).toBe(28);
  });

  it('that fail say why', async () => {
    const here = await listening([{ ...HOURLY, syncs: 'fail' }], ['sync_end']);
    const [end] = await here.pass('62m');
    expect(end.data).toEqual({ status: 'FAILURE', reason: expect.stringContaining('failed') });
  });

  it('that are put off say until when, in two events', async () => {
    const here = await listening([{ ...HOURLY, syncs: 'quota' }], ['sync_end', 'status']);
    const [end, status] = await here.pass('62m');
    expect(end.data).toMatchObject({
      status: 'RESCHEDULED',
      reason: expect.stringMatching(/^Rescheduled for /),
    });
    expect(status).toEqual({ ...end, event: 'status' });
    const { status: shown } = await here.ft.details('c1');
    expect(shown.rescheduled_for?.slice(0, 23)).toBe(end.data.rescheduledAt.slice(0, 23));
  });

  it('that somebody asks for are told of at once', async () => {
    const here = await listening([{ ...HOURLY, scheduleType: 'manual' }]);
    expect(await here.pass('1d')).toEqual([]);
    await here.ft.sync('c1');
    expect((await here.pass(0)).map(({ event }) => event)).toEqual(['force_update_connector', 'sync_start']);
    expect((await here.pass('1m')).map(({ event }) => event)).toEqual(['sync_end']);
  });

  it('that are forced out or paused away end without a word', async () => {
    const here = await listening([{ ...HOURLY, scheduleType: 'manual' }], ['sync_start', 'sync_end']);
    await here.ft.sync('c1');
    await here.pass('30s');
    await here.ft.sync('c1', { force: true });
    await here.pass('30s');
    await here.ft.patch('c1', { paused: true });
    const bodies = [...here.receiver.bodies(), ...(await here.pass('1d'))];
    expect(bodies.map(({ event }) => event)).toEqual(['sync_start', 'sync_start']);
    expect(new Set(bodies.map((body) => body.sync_id)).size).toBe(2);
  });

  it('follow a schedule that is changed meanwhile', async () => {
    const here = await listening([{ ...HOURLY, syncFrequency: 1440 }], ['sync_start']);
    await here.ft.patch('c1', { sync_frequency: 60 });
    expect(await here.pass('1d')).toHaveLength(24);
    await here.ft.patch('c1', { paused: true });
    expect(await here.pass('1d')).toEqual([]);
    await here.ft.patch('c1', { paused: false });
    expect(await here.pass('1d')).toHaveLength(24);
    const waiting = here.ft.world.clock.events(100).filter(({ event }) => event === 'recurrence:sync');
    expect(waiting).toHaveLength(1);
  });

  it('under way when somebody begins to listen are told of as they end', async () => {
    const receiver = await receive();
    const ft = worldWith([{ ...HOURLY, syncState: 'syncing' }]);
    ft.world.webhooks.add({ provider: 'fivetran', url: receiver.url });
    ft.world.clock.advance('1m');
    await ft.world.webhooks.idle();
    expect(receiver.bodies().map(({ event }) => event)).toEqual(['sync_end']);
  });
});

describe('deeds', () => {
  it('are told of by what they change, without the id of a sync', async () => {
    const here = await listening([HOURLY]);
    await here.ft.patch('c1', { paused: true });
    await here.ft.patch('c1', { paused: true });
    await here.ft.patch('c1', { paused: false });
    await here.ft.patch('c1', { sync_frequency: 120, paused: true });
    await here.ft.patch('c1', { schedule_type: 'manual' });
    const bodies = await here.pass(0);
    expect(bodies.map(({ event }) => event)).toEqual([
      'pause_connector',
      'resume_connector',
      'pause_connector',
      'edit_connector',
      'edit_connector',
    ]);
    expect(bodies.every((body) => !('sync_id' in body))).toBe(true);
  });
});

describe('an undelivered message', () => {
  it('is tried for a day, each wait five minutes longer; then the webhook is switched off', async () => {
    const here = await listening([HOURLY], ['pause_connector']);
    here.receiver.answers(500);
    await here.ft.patch('c1', { paused: true });
    await here.pass('2d');
    const [delivery] = here.ft.world.webhooks.deliveries();
    const start = Date.parse(delivery?.happenedAt ?? '');
    const minutes = (delivery?.attempts ?? []).map(({ at }) => (Date.parse(at) - start) / MINUTE);
    expect(minutes.slice(0, 5)).toEqual([0, 5, 15, 30, 50]);
    expect(minutes.at(-1)).toBe(1380);
    expect(minutes).toHaveLength(24);
    expect(here.ft.world.webhooks.list()[0]?.disabledAt).toBe(delivery?.attempts.at(-1)?.at);
    await here.ft.patch('c1', { paused: false });
    await here.ft.patch('c1', { paused: true });
    await here.pass('1d');
    expect(here.receiver.received).toHaveLength(24);
  });
});
