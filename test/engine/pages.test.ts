/** Pages that a provider serves beside the operations of its contract. */
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { type Html, html, htmlPage, type Page, seeOther } from '../../src/provider/index.ts';
import { simulate } from '../support/simulate.ts';
import { toy } from './toy.ts';

const frame = (body: Html): Html => html`<html><head><title>Toy</title></head><body>${body}</body></html>`;

const pages: readonly Page[] = [
  {
    id: 'hello',
    method: 'GET',
    path: '/hello/{name}',
    serve: (x) =>
      htmlPage(200, frame(html`<p>${x.path.name} ${x.query('ticket')} ${x.world.now()}</p>`), {
        style: 'p{color:red}',
        script: '"use strict"',
      }),
  },
  {
    id: 'answer',
    method: 'POST',
    path: '/hello/{name}',
    openFields: ['step'],
    serve: (x) =>
      x.field('password') === 'right'
        ? seeOther(`${x.baseUrl}/hello/you?ticket=fresh-ticket&step=${x.field('step')}`)
        : htmlPage(403, frame(html`<p>No: ${x.fields('box').join('+')}</p>`), {
            formsTo: ['app:'],
            framed: true,
          }),
  },
  { id: 'shadowed', method: 'GET', path: '/v1/notes', serve: () => seeOther('/never') },
];
const paged = { ...toy, pages, secretParameters: ['ticket'] };

describe('a page', () => {
  it('is found by its path, decoded, and escapes what came from outside', async () => {
    const { handler } = simulate(paged);
    const { status, text, headers } = await request(handler).get('/toy/hello/%3Cb%3E?ticket=a%22b');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(text).toContain('<p>&lt;b&gt; a&quot;b 1773612000000</p>');
  });

  it('lets in its own style and script by their hashes, and nothing else', async () => {
    const { handler } = simulate(paged);
    const { headers, text } = await request(handler).get('/toy/hello/you');
    const policy = headers['content-security-policy'];
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+';/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(text).toContain('<style>p{color:red}</style></head>');
    expect(headers['cache-control']).toBe('no-store');
    const framed = await request(handler).post('/toy/hello/you').type('form').send({});
    expect(framed.headers['content-security-policy']).toContain("form-action 'self' app:");
    expect(framed.headers['content-security-policy']).toContain('frame-ancestors *');
  });

  it('takes a form, with several values of one name, and may lead on', async () => {
    const { handler } = simulate(paged);
    const refused = await request(handler).post('/toy/hello/you').type('form').send('box=1&box=2+3');
    expect(refused).toMatchObject({ status: 403, text: expect.stringContaining('No: 1+2 3') });
    const taken = await request(handler).post('/toy/hello/you').type('form').send('password=right&step=two');
    expect(taken.status).toBe(303);
    expect(taken.headers.location).toMatch(/^http:\/\/.*\/toy\/hello\/you\?ticket=fresh-ticket&step=two$/);
  });

  it.each([
    ['is larger than any form', 'a='.padEnd(70_000, 'x'), 413],
    ['is no UTF-8', 'a=%ff', 400],
  ])('refuses a form that %s', async (_name, form, status) => {
    const { handler, bugs } = simulate(paged);
    expect((await request(handler).post('/toy/hello/you').type('form').send(form)).status).toBe(status);
    expect(bugs).toEqual([]);
  });

  it('goes past checks, limits, faults and the last word on headers', async () => {
    const { handler, world } = simulate(paged);
    const page = await request(handler).get('/toy/hello/you');
    const operation = await request(handler).get('/toy/v1/notes');
    expect(Object.keys(operation.headers)).toEqual(expect.arrayContaining(['x-left', 'x-finished']));
    for (const name of ['x-left', 'x-finished']) expect(Object.keys(page.headers)).not.toContain(name);
    expect(world.journal.entries().map((entry) => 'operation' in entry && entry.operation)).toEqual([
      'page:hello',
      'listNotes',
    ]);
  });

  it('gives way to an operation of the contract on the same path', async () => {
    const { handler } = simulate(paged);
    expect((await request(handler).get('/toy/v1/notes')).status).toBe(200);
  });

  it('is refused by the provider where the method is none of its own', async () => {
    const { handler } = simulate(paged);
    const { status, body } = await request(handler).delete('/toy/hello/you');
    expect([status, body.details]).toEqual([405, ['GET', 'POST']]);
  });

  it('that throws is a bug, answered in the provider’s own words', async () => {
    const broken: Page = {
      id: 'broken',
      method: 'GET',
      path: '/broken',
      serve: () => {
        throw new Error('broken page');
      },
    };
    const { handler, bugs } = simulate({ ...toy, pages: [broken] });
    expect((await request(handler).get('/toy/broken')).status).toBe(500);
    expect(bugs).toHaveLength(1);
  });

  it('leaves neither what was typed nor HTML nor tickets in the journal', async () => {
    const { handler, world } = simulate(paged);
    await request(handler)
      .post('/toy/hello/you')
      .type('form')
      .send('password=right&step=two&note=typed+text');
    await request(handler)
      .get('/toy/hello/you?ticket=fresh-ticket')
      .set('Referer', 'http://x/?ticket=fresh-ticket');
    const entries = world.journal.entries();
    const told = JSON.stringify(entries);
    for (const secret of ['right', 'typed', 'fresh-ticket', '<p>']) expect(told).not.toContain(secret);
    expect(entries[0]).toMatchObject({ request: { body: 'password=***&step=two&note=***' } });
    expect(entries[1]).toMatchObject({ response: { body: '', bytes: expect.any(Number) } });
  });
});
