/** The journal as an HTTP archive. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { type Har, harOf } from '../../src/journal/har.ts';
import { Journal } from '../../src/journal/journal.ts';
import { keptText, type RequestRecord } from '../../src/journal/record.ts';
import { toy } from '../engine/toy.ts';
import { simulate } from '../support/simulate.ts';
import { harSchema } from './har-schema.ts';
import { answered, deliveryRecord, requestRecord } from './records.ts';

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
addFormats.default(ajv);
const isHar = ajv.compile(harSchema);

function archiveOf(...records: (RequestRecord | ReturnType<typeof deliveryRecord>)[]): Har {
  const journal = new Journal();
  for (const record of records) journal.write(record);
  const har = harOf(journal.entries(), '1.0.0');
  isHar(har);
  expect(isHar.errors ?? []).toEqual([]);
  return har;
}

describe('a HAR', () => {
  it('shows a request as browsers do, in the machine’s time', () => {
    const body = keptText('{"text":"hello"}', 16);
    const headers = ['Content-Type', 'application/json', 'X-Twice', 'a', 'x-twice', 'b'];
    const [entry] = archiveOf(requestRecord({ method: 'POST', request: { headers, body } })).log.entries;
    expect(entry).toMatchObject({
      startedDateTime: '2026-11-21T08:00:00.000Z',
      time: 1.5,
      connection: '7',
      request: {
        method: 'POST',
        url: 'http://127.0.0.1:4010/toy/v1/notes?limit=2&tag=a%20b',
        httpVersion: 'HTTP/1.1',
        headers: [
          { name: 'content-type', value: 'application/json' },
          { name: 'x-twice', value: 'a, b' },
        ],
        queryString: [
          { name: 'limit', value: '2' },
          { name: 'tag', value: 'a b' },
        ],
        postData: { mimeType: 'application/json', text: '{"text":"hello"}' },
        bodySize: 16,
      },
      response: {
        status: 200,
        statusText: 'OK',
        content: { size: 12, mimeType: 'application/json', text: '{"notes":[]}' },
        bodySize: 12,
      },
      timings: { send: 0, wait: 1.5, receive: 0 },
    });
  });

  it('tells what HAR has no field for in one of its own', () => {
    const [entry] = archiveOf(requestRecord({ by: 'fault', faults: [{ id: 'f1', fault: 'rate-limited' }] }))
      .log.entries;
    expect(entry?._understudy).toMatchObject({
      kind: 'request',
      number: 1,
      worldTime: '2026-03-16T09:00:00.000Z',
      operation: 'listNotes',
      by: 'fault',
      faults: [{ id: 'f1', fault: 'rate-limited' }],
      outcome: 'answered',
    });
    expect(entry?._understudy).not.toHaveProperty('response');
  });

  it('has deliveries of webhooks too', () => {
    const [sent, failed] = archiveOf(
      deliveryRecord(),
      deliveryRecord({ response: undefined, error: 'ECONNREFUSED', attempt: 2 }),
    ).log.entries;
    expect(sent).toMatchObject({
      request: {
        method: 'POST',
        url: 'http://127.0.0.1:9000/hook',
        postData: { text: '{"type":"note.added"}' },
      },
      response: { status: 204, statusText: 'No Content' },
      _understudy: { kind: 'delivery', event: 'note.added', attempt: 1 },
    });
    expect(failed?.response).toMatchObject({ status: 0, headers: [], _error: 'ECONNREFUSED' });
  });

  it('says why a request has no answer', () => {
    const [entry] = archiveOf(requestRecord({ outcome: 'aborted by client', response: undefined })).log
      .entries;
    expect(entry?.response).toMatchObject({ status: 0, bodySize: -1, _error: 'aborted by client' });
  });

  it('says where it cut a body', () => {
    const [entry] = archiveOf(requestRecord({ response: answered(200, 'x'.repeat(20_000)) })).log.entries;
    expect(entry?.response.content).toMatchObject({
      size: 20_000,
      comment: 'The first 16384 characters of 20000 bytes.',
    });
  });

  it.each([
    ['an odd Host', { baseUrl: 'http://[::bad/toy' }],
    ['a query that cannot be decoded', { rawQuery: 'a=%FF&%=&=&&b' }],
    ['what an address may not hold', { path: '/v1/{"é|^`\\[x]}', rawQuery: '{}=[]<>"' }],
    ['an IPv6 address', { baseUrl: 'http://[::1]:4010/toy' }],
    ['an unheard-of status', { response: answered(299, '') }],
    ['no query', { rawQuery: '' }],
  ])('is valid with %s', (_what, more) => {
    archiveOf(requestRecord(more));
  });

  it('can be had of any world', async () => {
    const { handler, world } = simulate(toy);
    await request(handler).get('/toy/v1/notes?secret=abc');
    await request(handler).get('/toy/elsewhere');
    const har = world.journal.har({ status: 200 });
    isHar(har);
    expect(isHar.errors ?? []).toEqual([]);
    expect(har.log.creator.name).toBe('understudy');
    expect(har.log.entries.map((one) => one.request.queryString)).toEqual([
      [{ name: 'secret', value: '***' }],
    ]);
  });

  it('is nothing without its fields: the schema here is no rubber stamp', () => {
    const har = archiveOf(requestRecord()) as unknown as {
      log: { entries: { timings?: unknown; extra?: unknown }[] };
    };
    const [entry] = har.log.entries;
    if (entry === undefined) throw new Error('There is an entry.');
    entry.extra = 1;
    expect(isHar(har)).toBe(false);
    delete entry.extra;
    delete entry.timings;
    expect(isHar(har)).toBe(false);
  });
});
