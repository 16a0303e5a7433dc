import { describe, expect, it } from 'vitest';
import { compileDemo, openapi } from './project.ts';

const OK = `responses: { '200': { description: ok } }`;

describe('the operation table', () => {
  it('is sorted by path, then method, whatever the order in the contract', async () => {
    const { operations } = await compileDemo(
      openapi(`
/b: { get: { operationId: b, tags: [t], ${OK} } }
/a:
  post: { operationId: postA, tags: [t], ${OK} }
  get: { operationId: getA, tags: [t], deprecated: true, ${OK} }`),
    );
    expect(operations.map(({ id }) => id)).toEqual(['getA', 'postA', 'b']);
    expect(operations[0]).toEqual({
      id: 'getA',
      method: 'GET',
      path: '/a',
      segments: ['a'],
      parameters: [],
      body: 'none',
      statuses: [200],
      tags: ['t'],
      deprecated: true,
    });
  });

  it('lists numeric statuses only, ascending', async () => {
    const { operations } = await compileDemo(
      openapi(`
/a:
  get:
    operationId: a
    tags: [t]
    responses:
      default: { description: any }
      404: { description: none }
      '5XX': { description: bad }
      200: { description: ok }`),
    );
    expect(operations[0]?.statuses).toEqual([200, 404]);
  });

  it('says whether a body is required', async () => {
    const body = (required: string) =>
      `requestBody: { ${required} content: { application/json: { schema: true } } }`;
    const { operations } = await compileDemo(
      openapi(`
/a:
  post: { operationId: optional, tags: [t], ${body('')}, ${OK} }
  put: { operationId: required, tags: [t], ${body('required: true,')}, ${OK} }`),
    );
    expect(operations.map(({ id, body }) => [id, body])).toEqual([
      ['optional', 'optional'],
      ['required', 'required'],
    ]);
  });
});

describe('the parameter plan', () => {
  async function plan(parameters: string, components = '{}') {
    const { operations } = await compileDemo(
      openapi(
        `
/a/{id}:
  parameters:
    - { name: id, in: path, required: true, schema: { type: string } }
    - { name: limit, in: query, schema: { type: string } }
  get:
    operationId: a
    tags: [t]
    ${OK}
    parameters:
${parameters}`,
        components,
      ),
    );
    return Object.fromEntries(operations[0]?.parameters.map(({ name, ...rest }) => [name, rest]) ?? []);
  }

  it('joins the parameters of path and operation, and follows references', async () => {
    const found = await plan(
      `      - $ref: '#/components/parameters/Limit'`,
      `
parameters:
  Limit: { name: limit, in: query, schema: { $ref: '#/components/schemas/Limit' } }
schemas:
  Limit: { type: integer, default: 50 }`,
    );
    expect(found).toEqual({
      id: { in: 'path', required: true, type: 'string' },
      limit: { in: 'query', required: false, type: 'integer', default: 50 },
    });
  });

  it.each([
    [`{ type: [integer, 'null'] }`, 'integer'],
    [`{ anyOf: [{ type: 'null' }, { type: boolean }] }`, 'boolean'],
    [`{ allOf: [{ minimum: 1 }, { type: number }], type: number }`, 'number'],
    [`{ enum: [1, 2] }`, 'integer'],
    [`{ const: yes-please }`, 'string'],
  ])('reads %s as %s', async (schema, type) => {
    const { x } = await plan(`      - { name: x, in: query, schema: ${schema} }`);
    expect(x).toMatchObject({ type });
  });

  it('knows how lists are written', async () => {
    const list = 'schema: { type: array, items: { type: string } }';
    const found = await plan(`
      - { name: many, in: query, ${list} }
      - { name: commas, in: query, explode: false, ${list} }
      - { name: X-List, in: header, ${list} }`);
    expect(found.many).toMatchObject({ type: 'array', explode: true });
    expect(found.commas).toMatchObject({ type: 'array', explode: false });
    expect(found['x-list']).toMatchObject({ type: 'array', explode: false });
  });

  it('leaves out the headers that OpenAPI describes elsewhere', async () => {
    const found = await plan(`      - { name: Authorization, in: header, schema: { type: string } }`);
    expect(found).not.toHaveProperty('authorization');
  });
});
