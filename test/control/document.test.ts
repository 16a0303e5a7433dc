/** The contract as a document, and the catalogue: what both say has to be so. */
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import worldSchema from '../../contracts/world/world.schema.json' with { type: 'json' };
import { catalogue } from '../../src/faults/generated/catalogue.ts';
import { providers } from '../../src/understudy.ts';
import { type Control, control } from './support.ts';

let api: Control;
// biome-ignore lint/suspicious/noExplicitAny: a document of many parts, read here and there.
let document: any;
beforeAll(async () => {
  api = await control();
  document = (await api.ask('GET', '/openapi.json')).body;
});
afterAll(() => api.close());

/** A check of one of the document's schemas. */
function checkOf(name: string) {
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  ajv.addSchema(document, 'document');
  const check = ajv.getSchema(`document#/components/schemas/${name.replaceAll('/', '~1')}`);
  if (check === undefined) throw new Error(`There is no schema ${name}.`);
  return check;
}

describe('openapi.json', () => {
  it('is valid OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document));
    expect(valid ? [] : errors).toEqual([]);
  });

  it('leads nowhere that is not there', () => {
    const refs = JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/([^"/]+)/g);
    for (const [, kind = '', name = ''] of refs) {
      expect(Object.keys(document.components[kind]), `${kind}/${name}`).toContain(name);
    }
  });

  it('has the order of every fault of the catalogue, in full', () => {
    const check = checkOf('FaultOrder');
    for (const { id, example } of Object.values(catalogue)) {
      expect(check(example) ? [] : check.errors, id).toEqual([]);
      expect(check({ ...example, unheardOf: 1 }), id).toBe(false);
    }
    expect(check({ fault: 'unheard-of' })).toBe(false);
  });

  it('describes worlds as world files are described', () => {
    const check = checkOf('WorldDescription');
    const names = Object.keys(document.components.schemas.WorldDescription.properties);
    expect(names).toEqual(
      expect.arrayContaining([...Object.keys(worldSchema.properties), 'id', 'timeToLive']),
    );
    expect(check({ template: 'household', id: 'a', timeToLive: '10m', clock: 'frozen' })).toBe(true);
    expect(check({ entities: { people: [{ key: 'a', nickname: 'b' }] } })).toBe(false);
    expect(check({ unheardOf: 1 })).toBe(false);
  });

  it('says of every object whether it is open', () => {
    const open: string[] = [];
    for (const [name, schema] of Object.entries<Record<string, unknown>>(document.components.schemas)) {
      if (schema.type === 'object' && schema.additionalProperties === undefined) open.push(name);
    }
    expect(open).toEqual([]);
  });
});

describe('the catalogue', () => {
  it('tells each provider’s operations as its contract has them', async () => {
    const { body } = await api.ask('GET', '/catalogue?part=providers');
    expect(body.providers.map(({ id }: { id: string }) => id)).toEqual(providers.map(({ id }) => id));
    for (const [index, { contract }] of providers.entries()) {
      expect(body.providers[index].operations).toHaveLength(contract.operations.length);
      for (const operation of body.providers[index].operations)
        expect(operation.summary).toEqual(expect.any(String));
    }
  });

  it('tells every fault, and where it can happen', async () => {
    const { body } = await api.ask('GET', '/catalogue?part=faults');
    expect(body.faults.map(({ id }: { id: string }) => id)).toEqual(Object.keys(catalogue));
    for (const fault of body.faults) {
      expect(Object.keys(fault.appliesTo).length, `${fault.id} applies somewhere`).toBeGreaterThan(0);
      const armed = await api.ask('POST', '/worlds/main/faults', { body: fault.example });
      expect(armed.status, `${fault.id}: ${armed.text}`).toBe(201);
    }
    await api.ask('DELETE', '/worlds/main/faults');
  });

  it('can be asked for one fault at one provider', async () => {
    const { body } = await api.ask('GET', '/catalogue?part=faults&fault=rate-limited&provider=redbark');
    expect(body.faults).toHaveLength(1);
    expect(Object.keys(body.faults[0].appliesTo)).toEqual(['redbark']);
    expect(body.order).toHaveProperty('times');
  });

  it('has the rules only when they are asked for', async () => {
    expect((await api.ask('GET', '/catalogue')).body).not.toHaveProperty('rules');
    const { body } = await api.ask('GET', '/catalogue?part=rules&provider=redbark&part=templates');
    expect(Object.keys(body).sort()).toEqual(['rules', 'templates']);
    expect(body.rules.length).toBeGreaterThan(50);
    for (const rule of body.rules) expect(rule.provider).toBe('redbark');
  });

  it('names changes that are there, with the fields they take', async () => {
    const { body } = await api.ask('GET', '/catalogue?part=changes');
    expect(body.changes.map(({ change }: { change: string }) => change)).toEqual(
      expect.arrayContaining(['connection', 'trade', 'transaction']),
    );
    for (const { change, provider, parameters } of body.changes) {
      const { status, body: refused } = await api.ask('PATCH', '/worlds/main/state', {
        body: { changes: [{ change, ...(provider && { provider }), unheardOf: 1 }] },
      });
      expect(status).toBe(422);
      const told = JSON.stringify(refused.errors);
      expect(told, change).toContain('unheardOf');
      for (const name of Object.keys(parameters)) expect(told, change).toContain(name);
    }
  });
});
