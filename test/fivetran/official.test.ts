/**
 * Our answers, held against the provider's own OpenAPI document. It is no part of this project: the tests need a copy at
 * `../shared/specs/fivetran-openapi.json` and are left out without one.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../support/answer.ts';
import { type Fivetran, fivetranIn, type Method } from './fivetran.ts';
import { differences, type Patch, patches, undocumentedStatuses } from './official-differences.ts';

const FILE = join(resolve(import.meta.dirname, '../..'), '../shared/specs/fivetran-openapi.json');
const present = existsSync(FILE);
if (!present) console.log(`The official document is not at ${FILE}: answers are not held against it.`);

type Json = Record<string, unknown>;
interface Official {
  readonly paths: Record<string, Record<string, OfficialOperation>>;
  readonly components: { readonly schemas: Record<string, Json> };
}
interface OfficialOperation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Record<
    string,
    { readonly content?: { readonly 'application/json': { readonly schema: Json } } }
  >;
}

/** An answer of ours, and the official operation it is one of. */
interface Specimen {
  readonly operation: string;
  readonly answer: Answer;
}

const ADDRESSES: readonly [operation: string, method: Method, path: string][] = [
  ['list_connections', 'get', '/v1/connections'],
  ['connection_details', 'get', '/v1/connections/{connectionId}'],
  ['modify_connection', 'patch', '/v1/connections/{connectionId}'],
  ['sync_connection', 'post', '/v1/connections/{connectionId}/sync'],
  ['list_all_groups', 'get', '/v1/groups'],
  ['get_account_info', 'get', '/v1/account/info'],
];

describe.runIf(present)('the official document', () => {
  const official: Official = present
    ? JSON.parse(readFileSync(FILE, 'utf8'))
    : { paths: {}, components: { schemas: {} } };
  const operations = new Map(ADDRESSES.map(([id, method, path]) => [id, official.paths[path]?.[method]]));
  const specimens = collect();

  it('has our operations at our paths, with our parameters', () => {
    for (const [id, operation] of operations) expect(operation?.operationId).toBe(id);
    const names = (id: string): string[] =>
      (operations.get(id)?.parameters ?? []).filter((p) => p.in === 'query').map((p) => p.name);
    expect(names('list_connections')).toEqual(['group_id', 'schema', 'cursor', 'limit']);
    expect(names('list_all_groups')).toEqual(['cursor', 'limit']);
  });

  it('accepts our answers, but for the differences that are listed', async () => {
    const found = complaints(await specimens, official, operations, patches);
    expect(
      [...found.keys()]
        .filter((key) => !differences.some((each) => keyOf(each) === key))
        .map((key) => found.get(key)),
    ).toEqual([]);
  });

  it('shows every difference that is listed', async () => {
    const found = complaints(await specimens, official, operations, patches);
    expect(differences.map(keyOf).filter((key) => !found.has(key))).toEqual([]);
  });

  it.each(patches.map((patch) => [`${patch.schema} ${patch.at.join('.')}`, patch] as const))(
    'needs its patch of %s',
    async (_, patch) => {
      const others = patches.filter((each) => each !== patch);
      const without = complaints(await specimens, official, operations, others);
      const withAll = complaints(await specimens, official, operations, patches);
      expect(without.size).toBeGreaterThan(withAll.size);
    },
  );

  it('accepts the config of every service we make up, in the variant of that service', async () => {
    const details = (await specimens).filter(
      ({ operation, answer }) => operation === 'connection_details' && answer.status === 200,
    );
    const compile = compiler(official, patches);
    const validators = new Map<string, ValidateFunction>();
    for (const { answer } of details) {
      const { service } = answer.body.data;
      const validate =
        validators.get(service) ?? compile({ $ref: `#/components/schemas/${service}_config_V1` });
      validators.set(service, validate);
      validate(answer.body.data);
      expect(validate.errors ?? [], `${service} ${JSON.stringify(answer.body.data.config)}`).toEqual([]);
    }
    expect(validators.size).toBeGreaterThan(8);
  });

  it('documents our statuses, or the reason why not is listed, and every reason is used', async () => {
    const missing = new Set<number>();
    for (const { operation, answer } of await specimens) {
      if (operations.get(operation)?.responses[String(answer.status)] === undefined)
        missing.add(answer.status);
    }
    expect([...missing].map(String).sort()).toEqual(Object.keys(undocumentedStatuses).sort());
  });
});

/** Answers of every kind: all connections in two worlds, at their start and days later, changed ones, and refusals. */
async function collect(): Promise<Specimen[]> {
  const found: Specimen[] = [];
  const add = (operation: string, answer: Answer): Answer => {
    found.push({ operation, answer });
    return answer;
  };
  for (const seed of [7, 8]) {
    const ft = fivetranIn({ seed, limits: 'off' });
    for (let day = 0; day < 2; day++) {
      await tour(ft, add);
      ft.world.clock.advance('3d');
    }
  }
  const system = fivetranIn({ switches: { fivetran: { keyKind: 'system' } } });
  add('get_account_info', await system.get('/v1/account/info'));
  const denied = fivetranIn({ switches: { fivetran: { accountRead: 'denied' } } });
  add('get_account_info', await denied.get('/v1/account/info'));
  await refusals(add);
  return found;
}

async function tour(ft: Fivetran, add: (operation: string, answer: Answer) => Answer): Promise<void> {
  add('list_connections', await ft.get('/v1/connections'));
  const { body } = add('list_connections', await ft.get('/v1/connections?limit=1000'));
  for (const { id } of body.data.items) add('connection_details', await ft.get(`/v1/connections/${id}`));
  for (const { id } of body.data.items.slice(0, 50)) {
    add('sync_connection', await ft.sync(id, { force: true }));
    add('modify_connection', await ft.patch(id, { paused: false }));
  }
  add('list_all_groups', await ft.get('/v1/groups'));
  add('get_account_info', await ft.get('/v1/account/info'));
}

async function refusals(add: (operation: string, answer: Answer) => Answer): Promise<void> {
  const ft = fivetranIn({ switches: { fivetran: { plan: 'trial', pausedTrigger: 'refused' } } });
  add('list_connections', await ft.get('/v1/connections?limit=0'));
  add('list_all_groups', await ft.get('/v1/groups', { pair: 'a:b' }));
  add('list_all_groups', await ft.get('/v1/groups', { headers: { Accept: 'text/html' } }));
  const { body } = await ft.get('/v1/connections?limit=1000');
  const { id } = body.data.items.find((item: { paused: boolean }) => item.paused);
  add('sync_connection', await ft.sync(id, {}));
  add('modify_connection', await ft.patch(id, { config: { a: 'x'.repeat(1_100_000) } }));
  add(
    'modify_connection',
    await ft.call('patch', `/v1/connections/${id}`, '{}', { headers: { 'Content-Type': 'text/plain' } }),
  );
  add('modify_connection', await ft.patch('nobody', { paused: true }));
  for (let n = 0; n < 30; n++) add('modify_connection', await ft.patch(id, { paused: true }));
}

/** What the document, patched, says against the answers: one error for each place and keyword. */
function complaints(
  specimens: readonly Specimen[],
  official: Official,
  operations: ReadonlyMap<string, OfficialOperation | undefined>,
  applied: readonly Patch[],
): Map<string, { readonly operation: string; readonly error: ErrorObject }> {
  const compile = compiler(official, applied);
  const found = new Map<string, { readonly operation: string; readonly error: ErrorObject }>();
  const validators = new Map<string, ValidateFunction>();
  for (const { operation, answer } of specimens) {
    const schema =
      operations.get(operation)?.responses[String(answer.status)]?.content?.['application/json'].schema;
    if (schema === undefined) continue;
    const name = `${operation} ${answer.status}`;
    const validate = validators.get(name) ?? compile(schema);
    validators.set(name, validate);
    if (validate(answer.body)) continue;
    for (const error of validate.errors ?? []) {
      const at = error.instancePath.replaceAll(/\/\d+(?=\/|$)/g, '/*');
      found.set(keyOf({ operation, at, keyword: error.keyword }), { operation, error });
    }
  }
  return found;
}

function keyOf({ operation, at, keyword }: { operation: string; at: string; keyword: string }): string {
  return `${operation} ${at} ${keyword}`;
}

/** Compiles a schema of the document together with those it refers to. */
function compiler(official: Official, applied: readonly Patch[]): (schema: Json) => ValidateFunction {
  return (schema) => {
    const reached = new Map<string, Json>();
    const local = (node: unknown): unknown => {
      if (Array.isArray(node)) return node.map(local);
      if (typeof node !== 'object' || node === null) return node;
      const { discriminator: _, example: __, ...kept } = node as Json;
      if (typeof kept.$ref === 'string') {
        const name = kept.$ref.replace('#/components/schemas/', '');
        reach(name);
        return { $ref: `#/definitions/${name}` };
      }
      return Object.fromEntries(Object.entries(textEnums(kept)).map(([key, value]) => [key, local(value)]));
    };
    const reach = (name: string): void => {
      if (reached.has(name)) return;
      reached.set(name, {});
      const mended = structuredClone(official.components.schemas[name] ?? {});
      for (const patch of applied) if (patch.schema === name) apply(mended, patch);
      reached.set(name, local(mended) as Json);
    };
    const root = local(schema) as Json;
    const ajv = new Ajv({ strict: false, allErrors: true });
    (addFormats as unknown as { default: (ajv: Ajv) => void }).default(ajv);
    return ajv.compile({ ...root, definitions: Object.fromEntries(reached) });
  };
}

/** 684 nodes of the document say they are objects and then list texts as allowed values; the texts are meant. */
function textEnums(node: Json): Json {
  const texts = Array.isArray(node.enum) && node.enum.every((value) => typeof value === 'string');
  return node.type === 'object' && texts ? { ...node, type: 'string' } : node;
}

function apply(schema: Json, { at, becomes }: Patch): void {
  let node = schema;
  for (const name of at.slice(0, -1)) node = node[name] as Json;
  const last = at.at(-1);
  if (last === undefined || !(last in node)) throw new Error(`There is nothing at ${at.join('.')} to patch.`);
  node[last] = becomes;
}
