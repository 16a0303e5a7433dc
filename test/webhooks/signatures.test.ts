/** Signatures, verified by code that only knows the providers' documentation: in Node and in Python. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { providers } from '../../src/understudy.ts';
import { client } from '../snaptrade/client.ts';
import { simulate } from '../support/simulate.ts';
import { missingTools } from '../support/tools.ts';
import { type Received, receive } from './receiver.ts';
import { type Signed, verified } from './verify.ts';

const python = missingTools('python3').length === 0;

interface Case {
  readonly provider: string;
  readonly key: string;
  readonly message: Received;
}

/** Two days of what three providers send, and an event about a user whose id is not ASCII. */
async function sent(forged = false): Promise<Case[]> {
  const cases: Case[] = [];
  for (const provider of ['snaptrade', 'redbark', 'fivetran']) {
    const receiver = await receive();
    const { world } = simulate(providers);
    const { secret } = world.webhooks.add({ provider, url: receiver.url });
    if (forged) world.arm({ fault: 'webhook-forged', provider });
    world.clock.advance(provider === 'fivetran' ? '10m' : '2d');
    await world.webhooks.idle();
    const key = provider === 'snaptrade' ? (world.provider(provider).credentials.consumerKey ?? '') : secret;
    cases.push(...receiver.received.map((message) => ({ provider, key, message })));
  }
  return cases;
}

async function aboutStrangeUsers(): Promise<Case[]> {
  const receiver = await receive();
  const st = client();
  st.simulated.world.webhooks.add({ provider: 'snaptrade', url: receiver.url });
  for (const userId of ['zoë', '雪 ☃ 🎿', '</script>', 'a"b\\c', 'del\u007f\u2028']) {
    await st.post('/snapTrade/registerUser', { userId }, { user: false });
  }
  await st.simulated.world.webhooks.idle();
  const { consumerKey } = st.credentials;
  return receiver.received.map((message) => ({ provider: 'snaptrade', key: consumerKey, message }));
}

function inNode(cases: readonly Case[]): boolean[] {
  return cases.map(({ provider, key, message }) => verified[provider]?.(message, key) === true);
}

function inPython(cases: readonly Case[]): boolean[] {
  const lines = cases.map(({ provider, key, message: { headers, body } }) =>
    JSON.stringify({ provider, key, headers, body }),
  );
  const { status, stdout, stderr } = spawnSync('python3', [join(import.meta.dirname, 'verify.py')], {
    input: lines.join('\n'),
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return stdout
    .trim()
    .split('\n')
    .map((line) => line === 'true');
}

const verifiers: [string, (cases: readonly Case[]) => boolean[]][] = [
  ['Node', inNode],
  ...(python ? [['Python', inPython] as [string, typeof inPython]] : []),
];

describe.each(verifiers)('in %s', (_, verify) => {
  it('every message of every provider is signed as documented', async () => {
    const cases = [...(await sent()), ...(await aboutStrangeUsers())];
    expect(new Set(cases.map(({ provider }) => provider)).size).toBe(3);
    expect(verify(cases).filter((genuine) => !genuine)).toEqual([]);
  });

  it('a forged one is found out', async () => {
    expect(verify(await sent(true)).filter((genuine) => genuine)).toEqual([]);
  });

  it('so is another body, and another key', async () => {
    const cases = await sent();
    const tampered = cases.map((one) => ({ ...one, message: tamper(one.message) }));
    expect(verify(tampered).filter((genuine) => genuine)).toEqual([]);
    const others = cases.map((one) => ({ ...one, key: `${one.key}x` }));
    expect(verify(others).filter((genuine) => genuine)).toEqual([]);
  });

  it('the known signature of a known text fits', () => {
    const message: Signed = {
      headers: { signature: 'zbznpCJill3ZV7ts91hVbCh9M4zzsEaQRGmVwDm+bqU=' },
      body: '{"webhookId":"dbaee13a-1184-4677-9741-b6845e60ee3a","clientId":"PASSIVTEST","eventTimestamp":"2025-01-01T00:00:00.000000+00:00","eventType":"USER_REGISTERED","userId":"snaptrade-user-123"}',
    };
    const known = { provider: 'snaptrade', key: 'test-consumer-key', message: message as Received };
    expect(verify([known])).toEqual([true]);
  });
});

function tamper(message: Received): Received {
  const digit = message.body.lastIndexOf('0');
  return { ...message, body: `${message.body.slice(0, digit)}1${message.body.slice(digit + 1)}` };
}
