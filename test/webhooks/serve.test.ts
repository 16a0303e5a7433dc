/** Webhooks of the command, over the control API. */
import { expect, it, onTestFinished } from 'vitest';
import { serve } from '../support/serve.ts';
import { receive } from './receiver.ts';

async function started(...args: string[]): Promise<(path: string, body?: object) => Promise<Response>> {
  const served = await serve(...args);
  onTestFinished(() => served.stop());
  return (path, body) =>
    fetch(`${served.url}/_understudy/worlds/main${path}`, {
      ...(body !== undefined && {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
}

it('serve --webhook-host lets webhooks go to a host that is named, and to no other', async () => {
  const ask = await started('--webhook-host', 'a.example.com', '--webhook-host', 'b.example.com');
  const add = async (url: string) => (await ask('/webhooks', { provider: 'redbark', url })).status;
  expect(await add('https://a.example.com/hook')).toBe(201);
  expect(await add('https://b.example.com/hook')).toBe(201);
  expect(await add('https://c.example.com/hook')).toBe(422);
});

it('moving the clock answers when what fell due was delivered', async () => {
  const receiver = await receive(500, 200);
  const ask = await started('--clock', 'frozen');
  const added = await ask('/webhooks', { provider: 'snaptrade', url: receiver.url });
  expect(await added.json()).toMatchObject({ id: 'wh1', secret: expect.any(String) });
  await ask('/clock/advance', { by: '1d' });
  const told = receiver.received.length;
  expect(told).toBeGreaterThan(10);
  const { deliveries } = (await (await ask('/deliveries?limit=1000')).json()) as {
    deliveries: { id: string; state: string }[];
  };
  expect(new Set(deliveries.map(({ state }) => state))).toEqual(new Set(['delivered']));
  const again = await ask(`/deliveries/${deliveries[0]?.id}/redeliver`, {});
  expect(again.status).toBe(202);
  await ask('/clock/advance', { by: '1s' });
  expect(receiver.received).toHaveLength(told + 1);
});
