import { describe, expect, it } from 'vitest';
import { generate } from '../../src/build/generate.ts';
import { describeProblem, ProblemsFound } from '../../src/build/problems.ts';
import { brokenReferences } from '../../src/build/references.ts';
import { demoProject, openapi, project } from './project.ts';

const OK = `responses: { '200': { description: ok } }`;

/** Problems as text, without the file name that all of them begin with. */
async function problemsOf(root: string): Promise<string[]> {
  try {
    await generate(root, ['demo']);
    return [];
  } catch (error) {
    if (!(error instanceof ProblemsFound)) throw error;
    return error.problems.map(describeProblem).map((line) => line.replace('contracts/demo/openapi.yaml', ''));
  }
}

/** Problems of a contract with the given paths; the first line of `paths` is line 4. */
function findings(paths: string, components?: string): Promise<string[]> {
  return problemsOf(demoProject(openapi(paths, components)));
}

function schemaFindings(schema: string): Promise<string[]> {
  return findings('/a: {}', `schemas: { X: ${schema} }`);
}

describe('the check of a contract', () => {
  it('gathers everything that is wrong, with lines', async () => {
    const found = await findings(`
/a:
  get:
    ${OK}
/b/{id}:
  get:
    operationId: b
    tags: [t]
    parameters:
      - $ref: '#/components/parameters/Limt'
    responses:
      '404': { description: gone }
  post:
    operationId: b
    tags: [t]
    parameters:
      - { name: id, in: path, required: true, schema: { type: string } }
    responses:
      '500': { description: broken }
      '200': { description: ok, content: { application/json: {} } }`);
    expect(found.sort()).toEqual([
      ':12 /paths/~1b~1{id}/get/parameters/0: $ref "#/components/parameters/Limt" leads nowhere; is the name spelt right?',
      ':15 /paths/~1b~1{id}/post: operationId "b" is used before; it must be unique',
      ':22 /paths/~1b~1{id}/post/responses/200/content/application~1json: the JSON answer 200 has no schema',
      ':5 /paths/~1a/get: has no operationId; handlers are keyed by it',
      ':5 /paths/~1a/get: has no tags; give it at least one',
      ':8 /paths/~1b~1{id}/get: the path has {id}, but no path parameter of that name',
    ]);
  });

  it('reports what OpenAPI itself forbids, once', async () => {
    const found = await findings(`/a: { get: { operationId: a, tags: [t], ${OK}, sumary: typo } }`);
    expect(found).toEqual([':4 /paths/~1a/get: must NOT have unevaluated properties (sumary)']);
  });

  it('asks for a success, unless only refusals are left of a removed operation', async () => {
    const operation = (status: string) =>
      `/a: { get: { operationId: a, tags: [t], responses: { '${status}': { description: x } } } }`;
    expect(await findings(operation('410'))).toEqual([]);
    expect(await findings(operation('500'))).toEqual([
      ':4 /paths/~1a/get: documents 500; it needs a 2xx, or only 4xx if it was removed',
    ]);
  });

  it('refuses parameters the engine could not read', async () => {
    const found = await findings(`
/a:
  get:
    operationId: a
    tags: [t]
    ${OK}
    parameters:
      - { name: c, in: cookie, schema: { type: string } }
      - { name: d, in: query, style: deepObject, schema: { type: object } }
      - { name: e, in: query, content: { application/json: { schema: true } } }
      - { name: f, in: query, schema: { type: array, items: { type: integer } } }`);
    expect(found).toEqual([
      ':10 /paths/~1a/get/parameters/0: "c" is a cookie; the engine reads none',
      ':11 /paths/~1a/get/parameters/1: parameter "d" has style deepObject; in query the engine reads form only',
      expect.stringContaining(':11 /paths/~1a/get/parameters/1: the schema of parameter "d" names no type'),
      ':12 /paths/~1a/get/parameters/2: parameter "e" has no schema (`content` is not supported)',
      ':13 /paths/~1a/get/parameters/3: parameter "f" is a list of integer; the engine reads the items of lists as text only',
    ]);
  });

  it('refuses two descriptions of the same route', async () => {
    const operation = (id: string) =>
      `{ get: { operationId: ${id}1, tags: [t], parameters: [{ name: ${id}, in: path, required: true, schema: { type: string } }], ${OK} } }`;
    expect(await findings(`/a/{x}: ${operation('x')}\n/a/{y}: ${operation('y')}`)).toEqual([
      ':5 /paths/~1a~1{y}/get: GET /a/{} is described before, with other parameter names',
    ]);
  });

  it.each([
    [`{ type: string, nullable: true }`, `nullable is OpenAPI 3.0; in 3.1 write "type: [<type>, 'null']"`],
    [`{ type: string, format: dollars }`, 'format "dollars" is not known'],
    [`{ type: string, maxLenght: 3 }`, '"maxLenght" is no keyword of JSON Schema 2020-12'],
    [`{ type: string, pattern: '[' }`, 'the pattern cannot be read'],
    [
      `{ type: object, required: [b], properties: { a: {} } }`,
      'requires "b", which is not among its properties',
    ],
  ])('finds the mistake in the schema %s', async (schema, message) => {
    expect(await schemaFindings(schema)).toEqual([
      expect.stringContaining(`/components/schemas/X: ${message}`),
    ]);
  });

  it('places the mistakes that only the compiler sees', async () => {
    const found = await schemaFindings(`{ type: object, properties: { a: { type: string, minimum: 3 } } }`);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^:6 \/components\/schemas\/X\/properties\/a: strict mode: .*"minimum"/);
  });

  it('takes neither data nor a field of that name for a reference', () => {
    const schema = { properties: { $ref: { type: 'string' }, default: {} }, example: { $ref: '#/no' } };
    expect(brokenReferences({ components: { schemas: { X: schema } } })).toEqual([]);
    const inDefault = { responses: { default: { $ref: '#/no' } } };
    expect(brokenReferences(inDefault)).toMatchObject([{ pointer: '/responses/default' }]);
  });

  it('refuses references in a circle and to other files', async () => {
    const found = await findings(
      '/a: {}',
      `schemas: { X: { $ref: '#/components/schemas/X' }, Y: { $ref: 'other.yaml' } }`,
    );
    expect(found).toEqual([
      ':6 /components/schemas/X: $ref "#/components/schemas/X" only leads back to itself',
      ':6 /components/schemas/Y: $ref "other.yaml" leaves this file; write "#/components/..."',
    ]);
  });

  it('refuses a reference in place of a map of names, and says it once', async () => {
    const found = await findings(
      `/a: { get: { operationId: a, tags: [t], responses: { '200': { description: x, headers: { $ref: '#/components/headers' } } } } }`,
      'headers: { X: { schema: { type: string } } }',
    );
    expect(found).toEqual([
      ':4 /paths/~1a/get/responses/200/headers: $ref "#/components/headers" stands among names; only single entries can be references: "<name>: { $ref: ... }"',
    ]);
  });

  it('reports YAML that cannot be read, and other versions of OpenAPI', async () => {
    expect(await problemsOf(demoProject('openapi: 3.1.0\nopenapi: 3.1.0\n'))).toEqual([
      expect.stringMatching(/^:2: is not valid YAML: Map keys must be unique/),
    ]);
    expect(await problemsOf(demoProject('openapi: 3.0.3\npaths: {}\n'))).toEqual([
      ':1 /openapi: is "3.0.3"; contracts are written in OpenAPI 3.1',
    ]);
  });

  it('passes over a provider whose contract is not written yet', async () => {
    expect(await generate(project({}), ['demo', 'world'])).toEqual([]);
  });
});
