/** What Prometheus is told: counts of what happened, and nothing that grows with the number of worlds. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Control, control } from './support.ts';

let api: Control;
beforeAll(async () => {
  api = await control();
});
afterAll(() => api.close());

/** Value of a sample, by name and labels in any order. */
async function sample(name: string, labels: Record<string, string> = {}): Promise<number | undefined> {
  const { text } = await api.ask('GET', '/metrics');
  const line = text
    .split('\n')
    .filter((one) => one.startsWith(`${name}{`) || one.startsWith(`${name} `))
    .find((one) => Object.entries(labels).every(([label, value]) => one.includes(`${label}="${value}"`)));
  return line === undefined ? undefined : Number(line.split(' ').at(-1));
}

async function visit(path: string, world = 'main'): Promise<void> {
  const { baseUrl, credentials } = api.understudy.world(world).provider('redbark');
  await fetch(baseUrl + path, { headers: { Authorization: `Bearer ${credentials.professional}` } });
}

describe('the metrics', () => {
  it('count requests by provider, operation and status, and faults by their id in the catalogue', async () => {
    await visit('/v1/connections');
    await visit('/v1/nowhere');
    await api.ask('POST', '/worlds/main/faults', {
      body: { id: 'mine', fault: 'rate-limited', provider: 'redbark', times: 2 },
    });
    for (let i = 0; i < 3; i++) await visit('/v1/connections');
    const requests = (operation: string, status: string) =>
      sample('understudy_requests_total', { provider: 'redbark', operation, status });
    expect(await requests('listConnections', '200')).toBe(2);
    expect(await requests('listConnections', '429')).toBe(2);
    expect(await requests('', '404')).toBe(1);
    expect(await sample('understudy_faults_total', { fault: 'rate-limited' })).toBe(2);
    expect(await sample('understudy_faults_total', { fault: 'mine' })).toBeUndefined();
  });

  it('time requests: every one is in a bucket, and the buckets add up', async () => {
    const { text } = await api.ask('GET', '/metrics');
    const buckets = [...text.matchAll(/^understudy_request_duration_seconds_bucket\{.*\} (\d+)$/gm)];
    const values = buckets.map((match) => Number(match[1]));
    expect(values).toEqual([...values].sort((a, b) => a - b));
    expect(values.at(-1)).toBe(5);
    expect(await sample('understudy_request_duration_seconds_count', { provider: 'redbark' })).toBe(5);
    expect(await sample('understudy_request_duration_seconds_sum')).toBeGreaterThan(0);
  });

  it('count deliveries by how they ended', async () => {
    await api.ask('POST', '/worlds/main/webhooks', {
      body: { provider: 'snaptrade', url: 'http://127.0.0.1:9/nobody' },
    });
    const connection = api.understudy
      .world()
      .connections()
      .find(({ seenBy, status }) => seenBy.includes('snaptrade') && status === 'healthy');
    await api.ask('PATCH', '/worlds/main/state', {
      body: { changes: [{ change: 'connection', connection: connection?.key, status: 'login-required' }] },
    });
    await api.ask('POST', '/worlds/main/clock/advance', { body: { by: '1s' } });
    const failed = { provider: 'snaptrade', outcome: 'failed' };
    expect(await sample('understudy_deliveries_total', failed)).toBeGreaterThan(0);
  });

  it('measure worlds, journals and the process', async () => {
    await api.ask('POST', '/worlds', { body: { id: 'other' } });
    expect(await sample('understudy_worlds')).toBe(2);
    expect(await sample('understudy_journal_bytes')).toBeGreaterThan(500);
    expect(await sample('process_resident_memory_bytes')).toBeGreaterThan(1e6);
  });

  it('grow with nothing a client or a test can make up, and tell no secret', async () => {
    // What Node tells of its process comes and goes with what it is doing.
    const lines = async () => (await api.ask('GET', '/metrics')).text.match(/^understudy_/gm)?.length ?? 0;
    await api.ask('POST', '/worlds', { body: { id: 'warm' } });
    await visit('/v1/never-0', 'warm');
    const before = await lines();
    for (let i = 0; i < 20; i++) {
      await api.ask('POST', '/worlds', { body: { id: `many-${i}` } });
      await visit(`/v1/never-${i}`, `many-${i}`);
      await api.ask('POST', `/worlds/many-${i}/faults`, {
        body: { id: `fault-${i}`, fault: 'rate-limited', times: 1, provider: 'redbark' },
      });
      await visit('/v1/connections', `many-${i}`);
    }
    expect(Math.abs((await lines()) - before)).toBeLessThan(5);
    const { text } = await api.ask('GET', '/metrics');
    for (const access of Object.values(api.understudy.world().providers)) {
      for (const secret of Object.values(access.credentials)) expect(text).not.toContain(secret);
    }
    expect(text).not.toMatch(/many-1|fault-1|never-1/);
  });

  it('are counted by each simulator for itself', async () => {
    const other = await control();
    expect((await other.ask('GET', '/metrics')).text).not.toMatch(/^understudy_requests_total\{/m);
    await other.close();
  });
});
