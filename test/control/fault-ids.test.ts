import { afterAll, describe, expect, it } from 'vitest';
import { connectUnderstudy, startUnderstudy } from '../../src/understudy.ts';

const understudy = await startUnderstudy({ port: 0 });
afterAll(() => understudy.close());

describe('the id of an armed fault', () => {
  it('is taken while the fault may still happen, and free again once it is spent', async () => {
    const world = await connectUnderstudy(understudy.url).createWorld({ clock: 'frozen' });
    const order = { fault: 'server-error', id: 'mine', provider: 'redbark', times: 1 } as const;
    await world.arm(order);
    await expect(world.arm(order)).rejects.toMatchObject({ status: 409 });
    const { baseUrl = '', credentials } = world.providers.redbark ?? {};
    const headers = { Authorization: `Bearer ${credentials?.professional}` };
    expect((await fetch(`${baseUrl}/v1/connections`, { headers })).status).toBe(500);
    await expect(world.arm(order)).resolves.toMatchObject({ id: 'mine', fired: 0 });
  });
});
