import { describe, expect, it } from 'vitest';
import type { Validate } from '../../src/provider/operation.ts';
import { compileDemo, openapi } from './project.ts';

const CONTRACT = openapi(
  `
/trades:
  get:
    operationId: list-trades
    tags: [t]
    parameters:
      - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 500 } }
      - { name: since, in: query, required: true, schema: { type: string, format: date } }
      - { name: X-Request-Id, in: header, schema: { type: string, maxLength: 4 } }
    responses:
      '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Page' } } } }
      '204': { description: nothing }
      '302': { description: away, content: { text/html: { schema: { type: string } } } }
      '4XX': { $ref: '#/components/responses/Problem' }
      default: { $ref: '#/components/responses/Problem' }
  post:
    operationId: addTrade
    tags: [t]
    requestBody:
      required: true
      content: { application/json: { schema: { $ref: '#/components/schemas/Trade' } } }
    responses:
      '201': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Trade' } } } }
  patch:
    operationId: touch
    tags: [t]
    requestBody: { content: { application/json: { schema: { type: object, required: [a] , properties: { a: {} } } } } }
    responses: { '204': { description: ok } }`,
  `
responses:
  Problem:
    description: no
    content:
      application/problem+json:
        schema: { type: object, required: [title], properties: { title: { type: string, example: Oops } } }
schemas:
  Page:
    type: object
    required: [data]
    properties: { data: { type: array, items: { $ref: '#/components/schemas/Trade' } } }
  Trade:
    type: object
    required: [id, leg]
    x-note: our own
    properties:
      id: { type: string, format: uuid, description: which one }
      note: { type: [string, 'null'], maxLength: 12 }
      parent: { $ref: '#/components/schemas/Trade' }
      same: { $ref: '#/components/schemas/Trade/properties/id' }
      leg:
        oneOf: [{ $ref: '#/components/schemas/Buy' }, { $ref: '#/components/schemas/Sell' }]
        discriminator: { propertyName: side }
      example: { type: string }
      title: { type: integer }
  Buy: { type: object, required: [side], properties: { side: { const: buy } } }
  Sell: { type: object, required: [side], properties: { side: { const: sell }, short: { type: boolean } } }`,
);

const ID = 'a3bb189e-8bf9-3888-9912-ace4e6543002';
const TRADE = { id: ID, leg: { side: 'sell', short: true } };

describe('generated validators', async () => {
  const { requests, answers, text, outputs } = await compileDemo(CONTRACT);
  const list = errorsOf(requests['list-trades']);
  const add = errorsOf(requests.addTrade);

  it('accept a request as described, and parameters nobody described', () => {
    expect(
      list({ path: {}, query: { since: '2026-01-31', limit: 500, debug: '1' }, header: { host: 'x' } }),
    ).toEqual([]);
  });

  it('report every fault of a request at once', () => {
    const query = { since: '2026-02-31', limit: 'ten' };
    expect(list({ path: {}, query, header: { 'x-request-id': '12345' } })).toEqual([
      '/query/limit type',
      '/query/since format',
      '/header/x-request-id maxLength',
    ]);
  });

  it('miss a required parameter, even when its whole section is missing', () => {
    expect(list({ path: {}, query: {}, header: {} })).toEqual(['/query required']);
    expect(list({})).toEqual([' required']);
  });

  it('tell a missing body from a wrong one, and an optional body from a required one', () => {
    const touch = errorsOf(requests.touch);
    expect(add({ path: {}, query: {}, header: {} })).toEqual([' required']);
    expect(add({ path: {}, query: {}, header: {}, body: TRADE })).toEqual([]);
    expect(touch({ path: {}, query: {}, header: {} })).toEqual([]);
    expect(touch({ path: {}, query: {}, header: {}, body: {} })).toEqual(['/body required']);
  });

  it('follow recursive references and references into a schema', () => {
    expect(
      add({ body: { ...TRADE, parent: { ...TRADE, same: 'nope', parent: { id: 1, leg: TRADE.leg } } } }),
    ).toEqual(['/body/parent/parent/id type', '/body/parent/same format']);
  });

  it('choose among alternatives without the discriminator', () => {
    expect(add({ body: { ...TRADE, leg: { side: 'buy' } } })).toEqual([]);
    expect(add({ body: { ...TRADE, leg: { side: 'hold' } } })).toContain('/body/leg oneOf');
  });

  it('keep fields that have the name of an annotation', () => {
    expect(add({ body: { ...TRADE, example: 1, title: 'x' } })).toEqual([
      '/body/example type',
      '/body/title type',
    ]);
  });

  it('allow null only where the contract does', () => {
    expect(add({ body: { ...TRADE, note: null } })).toEqual([]);
    expect(add({ body: { ...TRADE, id: null } })).toEqual(['/body/id type']);
  });

  it('cover JSON answers by status, ranges and default included', () => {
    expect(Object.keys(answers['list-trades'] ?? {}).sort()).toEqual(['200', '4XX', 'default']);
    expect(answers.touch).toEqual({});
    expect(errorsOf(answers['list-trades']?.['200'])({ data: [TRADE, {}] })).toEqual([
      '/data/1 required',
      '/data/1 required',
    ]);
    expect(errorsOf(answers['list-trades']?.['4XX'])({ detail: 1 })).toEqual([' required']);
  });

  it('compile a shared schema once, and the same answer once', () => {
    expect(text('answers.js').match(/instancePath \+ "\/leg", schemaPath/g)).toHaveLength(1);
    expect(text('answers.js').match(/missingProperty: "leg"/g)).toHaveLength(1);
    expect(answers['list-trades']?.['4XX']).toBe(answers['list-trades']?.default);
  });

  it('need nothing at run time, and name no place on a disk', () => {
    for (const { text } of outputs.filter(({ path }) => path.endsWith('.js'))) {
      expect(text).not.toMatch(/^\s*import\b|= require\("/m);
      expect(text.includes(process.cwd())).toBe(false);
      expect(text).not.toContain('node_modules');
    }
  });

  it('carry their source in the first line', () => {
    for (const { text } of outputs) {
      expect(text.split('\n', 1)[0]).toBe(
        '// Generated by `npm run generate` from contracts/demo/openapi.yaml. Do not edit.',
      );
    }
  });

  it('are the same bytes on every run', async () => {
    const again = await compileDemo(CONTRACT);
    expect(again.outputs).toEqual(outputs);
  });
});

/** The faults as `<where> <keyword>`: what a provider's error envelope is made from. */
function errorsOf(validate: Validate | undefined): (value: unknown) => string[] {
  if (!validate) throw new Error('there is no such validator');
  return (value) =>
    validate(value) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.keyword}`);
}
