import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Sender } from '../support/traffic/send.ts';
import { type PrismProxy, startPrism } from './proxy.ts';
import { violationsOf } from './violations.ts';

/** Answers with the status and body that the query asks for, whatever the contract says. */
const liar = (): Server =>
  createServer((req, res) => {
    const query = new URL(req.url ?? '/', 'http://liar').searchParams;
    res.writeHead(Number(query.get('status')), { 'content-type': 'application/json' });
    res.end(query.get('body'));
  });

describe('Prism as a judge', () => {
  let upstream: Server;
  let prism: PrismProxy;
  let sender: Sender;
  beforeAll(async () => {
    upstream = liar();
    await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
    prism = await startPrism('redbark', `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`);
    sender = new Sender(prism.url);
  }, 60_000);
  afterAll(async () => {
    await sender.close();
    prism.stop();
    upstream.close();
  });

  const said = async (status: number, body: string): Promise<string[]> => {
    const query = `status=${status}&body=${encodeURIComponent(body)}`;
    const answer = await sender.send({ method: 'GET', path: '/v1/connections', query, headers: {} });
    return violationsOf(answer).map(({ message }) => message);
  };

  it('lets a right answer pass', async () => {
    expect(await said(200, '{"data":[]}')).toEqual([]);
  });

  it('objects to a body without a required member', async () => {
    expect(await said(200, '{}')).toEqual([expect.stringContaining('data')]);
  });

  it('objects to a refusal in another envelope', async () => {
    expect(await said(401, '{"message":"no"}')).toEqual([expect.stringContaining('error')]);
  });

  it('objects to a status the contract does not know', async () => {
    expect(await said(418, '{}')).toEqual([expect.stringContaining('status code')]);
  });
});
