/** What the build reads from a contract for the legal extremes. */
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readContract } from '../../src/build/contract.ts';
import { generate } from '../../src/build/generate.ts';
import { ProblemsFound } from '../../src/build/problems.ts';
import { shapesOf } from '../../src/build/shapes/shapes-of.ts';
import type { Shapes } from '../../src/provider/shape.ts';
import { demoProject, openapi } from './project.ts';

/** The shape of an answer with one member `m`. */
function shapeOf(schema: string, components = '{}') {
  const { answers, named } = shapesFrom(
    `{ type: object, required: [m], properties: { m: ${schema} } }`,
    components,
  );
  const answer = answers.get?.['200'];
  return { m: answer?.is === 'object' ? answer.members.m : undefined, named };
}

function shapesFrom(schema: string, components = '{}'): Shapes {
  const document = openapi(
    `
/a:
  get:
    operationId: get
    tags: [t]
    responses:
      '200': { description: ok, content: { application/json: { schema: ${schema.replaceAll(/\s+/g, ' ')} } } }
      '404': { description: none, content: { application/json: { schema: { type: 'null' } } } }`,
    components,
  );
  return shapesOf(readContract('demo', 'demo.yaml', parse(document)));
}

const FIXED = undefined;
const NULLABLE = { is: 'fixed', nullable: true };

describe('null', () => {
  it.each([
    [`{ type: [integer, 'null'] }`],
    [`{ anyOf: [{ type: boolean }, { type: 'null' }] }`],
    [`{ oneOf: [{ type: 'null' }, { $ref: '#/components/schemas/Code' }] }`],
    [`{ type: [string, 'null'], enum: [a, null] }`],
    [`{ $ref: '#/components/schemas/MaybeCode' }`],
    [`{ description: x, $ref: '#/components/schemas/MaybeCode' }`],
    ['{ description: Any JSON. }'],
  ])('is allowed by %s', (schema) => {
    const { m } = shapeOf(
      schema,
      `schemas: { Code: { type: string }, MaybeCode: { type: [string, 'null'], pattern: '^x$' } }`,
    );
    expect(m).toEqual(NULLABLE);
  });

  it.each([
    ['{ type: integer }'],
    [`{ type: [string, 'null'], enum: [a, b] }`],
    [`{ allOf: [{ type: [string, 'null'] }, { type: string }] }`],
  ])('is not allowed by %s', (schema) => {
    expect(shapeOf(schema).m).toBe(FIXED);
  });
});

describe('text', () => {
  it('is read without the alternatives that nothing can fit', () => {
    const text = '{ type: string, x-role: text, anyOf: [{ type: integer }, { type: string, minLength: 2 }] }';
    expect(shapeOf(text).m).toEqual({ is: 'text', min: 2 });
  });

  it('is for people only where the contract says so', () => {
    expect(shapeOf('{ type: string }').m).toBe(FIXED);
    expect(shapeOf('{ type: string, x-role: text, maxLength: 9 }').m).toEqual({ is: 'text', max: 9 });
    expect(shapeOf(`{ type: [string, 'null'], x-role: open-list, minLength: 1 }`).m).toEqual({
      is: 'open-list',
      min: 1,
      nullable: true,
    });
  });

  it.each([
    [`{ type: string, pattern: '^-?\\d+(\\.\\d+)?$' }`, { is: 'decimal' }],
    [`{ type: string, pattern: '^\\d+\\.\\d{2,}$' }`, { is: 'decimal' }],
    [`{ type: string, pattern: '^\\d+\\.\\d{2}$' }`, FIXED],
    [`{ type: string, pattern: '^\\d{1,3}\\.\\d+$' }`, FIXED],
    [`{ type: string, pattern: '^[\\d.-]+$' }`, FIXED],
    [`{ type: string, pattern: '^-?\\d+(\\.\\d+)?$', maxLength: 12 }`, FIXED],
    [
      `{ allOf: [{ type: string, pattern: '\\.' }, { type: string, pattern: '^-?\\d+(\\.\\d+)?$' }] }`,
      { is: 'decimal' },
    ],
    ['{ type: number }', { is: 'number' }],
    ['{ type: number, minimum: 0 }', { is: 'number' }],
    ['{ type: number, maximum: 100 }', FIXED],
    ['{ type: integer }', FIXED],
  ])('%s is a decimal of any size, or is not', (schema, shape) => {
    expect(shapeOf(schema).m).toEqual(shape);
  });

  it.each([
    ['{ type: string, format: date }', FIXED],
    [`{ type: string, pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$' }`, FIXED],
    ['{ type: string, format: date-time }', ['utc', 'utc-fraction', 'offset', 'offset-fraction']],
    [`{ type: string, pattern: '^\\d{4}-\\d\\d-\\d\\d(T\\d\\d:\\d\\d:\\d\\dZ)?$' }`, ['day', 'utc']],
    ['{ anyOf: [{ type: string, format: date-time }, { type: string, format: date }] }', FIXED],
  ])('%s may be written in several forms, or not', (schema, forms) => {
    expect(shapeOf(schema).m).toEqual(forms && { is: 'time', forms });
  });
});

describe('objects', () => {
  it('have members that need not be there, unless the request has to ask for that', () => {
    const members = 'properties: { id: { type: string }, note: { type: string } }, required: [id]';
    const note = { is: 'fixed', optional: true };
    expect(shapeOf(`{ type: object, ${members} }`).m).toEqual({ is: 'object', members: { note } });
    expect(shapeOf(`{ type: object, x-absent: on-request, ${members} }`).m).toEqual({
      is: 'object',
      members: {},
    });
  });

  it('may be closed, or have nothing documented at all', () => {
    const closed =
      '{ type: object, additionalProperties: false, properties: { a: { type: string } }, required: [a] }';
    expect(shapeOf(closed).m).toEqual({ is: 'object', members: {}, closed: true });
    expect(shapeOf('{ type: object }').m).toBe(FIXED);
  });

  it('keep their names, and may hold themselves', () => {
    const { m, named } = shapeOf(
      `{ $ref: '#/components/schemas/Node' }`,
      `
schemas:
  Node:
    type: object
    required: [label, next]
    properties:
      label: { type: string, x-role: text }
      next: { anyOf: [{ $ref: '#/components/schemas/Node' }, { type: 'null' }] }`,
    );
    expect(m).toEqual({ is: 'named', name: 'Node' });
    expect(named.Node).toEqual({
      is: 'object',
      members: { label: { is: 'text' }, next: { is: 'named', name: 'Node', nullable: true } },
    });
  });

  it('are told apart by what each of them fixes, and that stays', () => {
    const { m } = shapeOf(`{
      type: object,
      required: [state, ended],
      properties: { state: { type: string, enum: [runs, done] }, ended: { type: [string, 'null'] } },
      oneOf: [
        { type: object, properties: { state: { const: runs }, ended: { type: 'null' } } },
        { type: object, properties: { state: { const: done }, ended: { type: string } } },
      ],
    }`);
    expect(m).toEqual({
      is: 'choice',
      of: [
        { when: { state: ['runs'] }, shape: { is: 'object', members: { ended: NULLABLE } } },
        { when: { state: ['done'] }, shape: { is: 'object', members: {} } },
      ],
    });
  });

  it('that cannot be told apart are left alone', () => {
    const either = (member: string) =>
      `{ type: object, properties: { ${member}: { type: [string, 'null'] } } }`;
    expect(shapeOf(`{ anyOf: [${either('a')}, ${either('b')}] }`).m).toBe(FIXED);
  });

  it('of paging are not touched', () => {
    expect(shapeOf(`{ type: [string, 'null'], x-role: paging }`).m).toBe(FIXED);
    const whole = '{ type: object, properties: { next: { type: string, x-role: paging } } }';
    expect(shapesFrom(whole).answers.get?.['200']).toEqual({ is: 'object', members: {} });
  });
});

describe('lists', () => {
  it('have bounds; those of distinct items are left alone', () => {
    expect(shapeOf('{ type: array, minItems: 1, maxItems: 5, items: { type: string } }').m).toEqual({
      is: 'array',
      items: { is: 'fixed' },
      min: 1,
      max: 5,
    });
    expect(shapeOf('{ type: array, uniqueItems: true, items: { type: string } }').m).toBe(FIXED);
  });
});

it('only successful answers have shapes', () => {
  expect(Object.keys(shapesFrom('{ type: object }').answers.get ?? {})).toEqual(['200']);
});

it.each([
  ['{ type: string, x-role: words }', 'x-role is "words"; there are text, open-list, paging'],
  [
    '{ type: string, x-role: text, enum: [a] }',
    'x-role: text says that any text will do, and enum that it will not',
  ],
  ['{ type: integer, x-role: open-list }', 'x-role: open-list stands at text; the type here is "integer"'],
  ['{ type: string, x-absent: on-request }', 'x-absent stands at an object with properties'],
  ['{ type: object, properties: {}, x-absent: sometimes }', 'x-absent is "sometimes"; there is on-request'],
])('%s is refused: %s', async (schema, message) => {
  const root = demoProject(
    openapi(`
/a:
  get:
    operationId: get
    tags: [t]
    responses: { '200': { description: ok, content: { application/json: { schema: ${schema} } } } }`),
  );
  const told = await generate(root, ['demo']).then(
    () => '',
    (error: unknown) => error,
  );
  expect(told).toBeInstanceOf(ProblemsFound);
  expect(String(told)).toContain(message);
});
