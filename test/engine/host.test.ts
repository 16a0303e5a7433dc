import { once } from 'node:events';
import { connect } from 'node:net';
import express from 'express';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../src/engine/simulator.ts';
import { exchange, head } from '../support/raw-http.ts';
import { simulate } from '../support/simulate.ts';
import { toy } from './toy.ts';

let simulator: Simulator;
let port: number;

beforeAll(async () => {
  simulator = await startSimulator({ providers: [toy], port: 0, world: { limits: 'off' } });
  port = Number(new URL(simulator.url).port);
});
afterAll(() => simulator.close());

describe('over a socket', () => {
  it('answers at the address it says', async () => {
    const answer = await fetch(`${simulator.world().providers.toy?.baseUrl}/v1/notes`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ seen: { baseUrl: `${simulator.url}/toy` } });
  });

  it('is the real API for clients with a fixed host: by Host header, or as their HTTP proxy', async () => {
    const byHost = await exchange(port, head('GET /v1/notes HTTP/1.1', 'Host: api.toy.example'));
    expect(byHost).toMatch(/^HTTP\/1.1 200/);
    const byProxy = await exchange(
      port,
      head('GET http://api.toy.example/v1/notes HTTP/1.1', 'Host: api.toy.example'),
    );
    expect(byProxy).toMatch(/^HTTP\/1.1 200/);
  });

  it('answers an absolute target that makes no sense', async () => {
    expect(await exchange(port, head('GET https://[::1 HTTP/1.1', 'Host: localhost'))).toMatch(
      /^HTTP\/1.1 200/,
    );
  });

  it('says that it is no HTTPS tunnel', async () => {
    const answer = await exchange(
      port,
      head('CONNECT api.toy.example:443 HTTP/1.1', 'Host: api.toy.example:443'),
    );
    expect(answer).toMatch(/^HTTP\/1.1 501/);
    expect(answer).toContain('plain http://');
  });

  it('answers what cannot be parsed with an error, not with a hang-up', async () => {
    expect(await exchange(port, 'this is not HTTP\r\n\r\n')).toMatch(/^HTTP\/1.1 400/);
    const fat = head('GET /toy/v1/notes HTTP/1.1', 'Host: localhost', `X-Fat: ${'x'.repeat(100_000)}`);
    expect(await exchange(port, fat)).toMatch(/^HTTP\/1.1 431/);
  });

  it('answers a request without Host, and says which expectations it cannot meet', async () => {
    expect(await exchange(port, head('GET /toy/v1/notes HTTP/1.1'))).toMatch(/^HTTP\/1.1 200/);
    const answer = await exchange(
      port,
      head('GET /toy/v1/notes HTTP/1.1', 'Host: localhost', 'Expect: miracles'),
    );
    expect(answer).toMatch(/^HTTP\/1.1 417.*100-continue/s);
  });

  it('lets a connection be idle for longer than Node would, and says nothing of a time', async () => {
    const socket = connect(port, '127.0.0.1').setEncoding('utf8');
    const ask = async (): Promise<string> => {
      socket.write('GET /toy/v1/notes HTTP/1.1\r\nHost: localhost\r\n\r\n');
      const [answer] = (await once(socket, 'data')) as [string];
      return answer;
    };
    expect(await ask()).not.toMatch(/^keep-alive:/im);
    await new Promise((resolve) => setTimeout(resolve, 6_500));
    expect(await ask()).toMatch(/^HTTP\/1.1 200/);
    socket.destroy();
  }, 15_000);

  it('says who answers where when nobody does', async () => {
    const answer = await fetch(`${simulator.url}/elsewhere`);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('/toy');
    expect((await fetch(`${simulator.url}/w/nowhere/toy/v1/notes`)).status).toBe(404);
    expect((await fetch(`${simulator.url}/`)).status).toBe(200);
  });

  it('reads a refused body to its end, so that the client sees the refusal', async () => {
    const answer = await fetch(`${simulator.url}/toy/v1/notes`, {
      method: 'POST',
      body: 'x'.repeat(3_000_000),
    });
    expect(answer.status).toBe(413);
  });

  it('survives a client that leaves in the middle of its request', async () => {
    await exchange(
      port,
      'POST /toy/v1/notes HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"text',
      200,
    );
    expect((await fetch(`${simulator.url}/toy/v1/notes`)).status).toBe(200);
  });
});

describe('its address', () => {
  it('is one that a client can use, also when it listens on all of them', async () => {
    const everywhere = await startSimulator({ providers: [toy], port: 0, host: '0.0.0.0' });
    expect(everywhere.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await fetch(`${everywhere.url}/toy/v1/notes`)).status).toBe(200);
    await everywhere.close();
  });

  it.each(['x', -1, 70_000, 1.5])('is refused a port like %j', async (port) => {
    await expect(startSimulator({ providers: [toy], port: port as number })).rejects.toThrow(
      /Allowed: 0 to 65535/,
    );
  });
});

describe('inside other programs', () => {
  it('is a handler for supertest', async () => {
    const { handler, world } = simulate(toy);
    await request(handler)
      .get(`${world.baseUrl('toy')}/v1/notes`)
      .expect(200);
  });

  it('can be mounted in an Express application, and says its address there', async () => {
    const { handler } = simulate(toy);
    const app = express();
    app.use('/mock', handler);
    const { body } = await request(app).get('/mock/toy/v1/notes').expect(200);
    expect(body.seen.baseUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/mock\/toy$/);
  });

  it('leaves the messages of another application as they are', async () => {
    const { handler } = simulate(toy);
    const app = express();
    const seen: unknown[] = [];
    app.use((req, res, next) => {
      res.on('finish', () => seen.push(req.get('x-name'), res.get('content-type')));
      next();
    });
    app.use('/mock', handler);
    await request(app).get('/mock/toy/v1/notes').set('X-Name', 'reader').expect(200);
    expect(seen).toEqual(['reader', 'application/json']);
  });

  it.each([
    ['express.json()', express.json()],
    ['express.text()', express.text({ type: '*/*' })],
    ['express.raw()', express.raw({ type: '*/*' })],
  ])('takes the body that %s has read before', async (_name, parser) => {
    const { handler } = simulate(toy);
    const app = express();
    app.use(parser);
    app.use('/mock', handler);
    const { body } = await request(app).post('/mock/toy/v1/notes').send({ text: 'read' }).expect(201);
    expect(body.text).toBe('read');
  });
});

describe('the control face', () => {
  const control = `/_understudy/worlds/main`;

  it('tells this machine how to get in', async () => {
    const answer = await fetch(`${simulator.url}${control}`);
    expect(await answer.json()).toMatchObject({
      id: 'main',
      providers: { toy: { baseUrl: `${simulator.url}/toy` } },
    });
    expect(await (await fetch(`${simulator.url}/_understudy/health`)).json()).toMatchObject({
      status: 'ok',
      worlds: 1,
    });
  });

  it('is closed to pages of other origins and to rebound names', async () => {
    const foreign = await fetch(`${simulator.url}${control}`, {
      headers: { Origin: 'https://evil.example' },
    });
    expect(foreign.status).toBe(403);
    const rebound = await exchange(port, head(`GET ${control} HTTP/1.1`, 'Host: evil.example'));
    expect(rebound).toMatch(/^HTTP\/1.1 403/);
    expect(rebound).not.toContain('key-');
  });
});
