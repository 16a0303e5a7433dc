import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { generate } from '../../src/build/generate.ts';
import { staleOutputs, writeOutputs } from '../../src/build/outputs.ts';
import { project } from './project.ts';

const FILES = {
  'fixtures/worlds/whale.yaml': 'seed: 7\naccounts: [{ trades: 100000000 }]\n',
  'fixtures/worlds/empty.yaml': 'seed: 1\n',
  'contracts/world/world.schema.json': JSON.stringify({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'world.schema.json',
    title: 'World',
    type: 'object',
    required: ['seed'],
    properties: { seed: { $ref: '#/$defs/seed' } },
    $defs: { seed: { type: 'integer', description: 'Any whole number', examples: [7] } },
  }),
};

describe('world files', () => {
  it('become data and a validator', async () => {
    const root = project(FILES);
    writeOutputs(root, await generate(root, ['world']));
    const load = (path: string) => import(pathToFileURL(join(root, path)).href);
    const { templates } = await load('fixtures/worlds/generated/templates.ts');
    const { validateWorldFile } = await load('src/world/generated/world-schema.js');
    expect(Object.entries(templates)).toEqual([
      ['empty', { seed: 1 }],
      ['whale', { seed: 7, accounts: [{ trades: 100_000_000 }] }],
    ]);
    expect(validateWorldFile(templates.whale)).toBe(true);
    expect(validateWorldFile({ seed: 'x' })).toBe(false);
    expect(validateWorldFile.errors).toMatchObject([{ instancePath: '/seed', keyword: 'type' }]);
  });

  it('refuse a template that does not follow the schema, with its line', async () => {
    const root = project({ ...FILES, 'fixtures/worlds/messy.yaml': '# odd\nseed: x\n' });
    await expect(generate(root, ['world'])).rejects.toThrow(
      'fixtures/worlds/messy.yaml:2 /seed: must be integer',
    );
  });

  it('are stale when missing or changed, and are only written then', async () => {
    const root = project(FILES);
    const outputs = await generate(root, ['world']);
    expect(staleOutputs(root, outputs)).toHaveLength(3);
    writeOutputs(root, outputs);
    expect(writeOutputs(root, outputs)).toEqual([]);
    const edited = outputs.map((output, index) => (index === 0 ? { ...output, text: '' } : output));
    expect(staleOutputs(root, edited)).toEqual(['fixtures/worlds/generated/templates.ts']);
  });
});
