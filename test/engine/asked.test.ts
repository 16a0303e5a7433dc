import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Lines, wayOf } from '../../src/engine/asked.ts';
import { prepare } from '../../src/engine/stage.ts';
import { readQuery, readTarget } from '../../src/engine/target.ts';
import { toy } from './toy.ts';

const directory = { ids: new Set([toy.id]), hosts: new Map([['api.toy.example', toy.id]]) };
const stages = new Map([[toy.id, prepare(toy)]]);
const HOSTS = ['127.0.0.1:4010', 'api.toy.example', 'API.TOY.EXAMPLE:80', undefined];

const segment = fc.constantFrom('v1', 'notes', 'w', 'a', toy.id, '%41', '%FF', '..', '');
const url = fc
  .tuple(fc.array(segment, { maxLength: 6 }), fc.constantFrom('', '?limit=2', '?limit=x&a=%FF', '?a=1&a=2'))
  .map(([path, query]) => `/${path.join('/')}${query}`);

describe('a request line', () => {
  it('reads the same the first time and ever after, whatever was read in between', () => {
    const lines = new Lines(directory, stages);
    fc.assert(
      fc.property(url, fc.constantFrom(...HOSTS), (line, host) => {
        const asked = lines.read(line, host);
        const target = readTarget(line, host, directory);
        const query = readQuery(target.rawQuery);
        expect(asked.target).toEqual(target);
        expect(asked.queryError ?? asked.queryValues).toEqual(query);
        expect(asked.stage?.provider.id).toBe(target.provider);
      }),
      { numRuns: 500 },
    );
  });

  it('is read once', () => {
    const lines = new Lines(directory, stages);
    const line = `/${toy.id}/v1/notes?limit=2`;
    const asked = lines.read(line, '127.0.0.1:4010');
    expect(lines.read(line, '127.0.0.1:4010')).toBe(asked);
    expect(wayOf(asked, prepare(toy), 'GET')).toBe(wayOf(asked, prepare(toy), 'GET'));
  });

  it('leads a method to its own operation', () => {
    const lines = new Lines(directory, stages);
    const [stage] = stages.values();
    if (stage === undefined) throw new Error('The toy is not there.');
    for (const operation of toy.contract.operations) {
      const path = operation.path.replaceAll(/\{\w+\}/g, 'x');
      const { match } = wayOf(lines.read(`/${toy.id}${path}`, undefined), stage, operation.method);
      expect(match).toMatchObject({ found: 'operation', operation: { id: operation.id } });
    }
  });

  it('gives a handler nothing that it could change for the next request', () => {
    const asked = new Lines(directory, stages).read(`/${toy.id}/v1/notes?limit=2`, undefined);
    const { query } = wayOf(asked, prepare(toy), 'GET');
    expect(() => {
      (query as Record<string, unknown>).limit = 3;
    }).toThrow(TypeError);
  });

  it('that is very long is read anew each time, so that nobody can fill the memory with lines', () => {
    const lines = new Lines(directory, stages);
    const line = `/${toy.id}/v1/notes?a=${'x'.repeat(2000)}`;
    expect(lines.read(line, undefined)).not.toBe(lines.read(line, undefined));
  });

  it('is not kept among others of which none came again, and is known soon after it does', () => {
    const lines = new Lines(directory, stages);
    let serial = 0;
    const once = (): string => `/${toy.id}/v1/notes?timestamp=${serial++}`;
    for (let i = 0; i < 1000; i++) lines.read(once(), undefined);
    const line = once();
    const reads = Array.from({ length: 40 }, () => lines.read(line, undefined));
    expect(reads[0]).not.toBe(reads[1]);
    expect(reads.at(-2)).toBe(reads.at(-1));
  });

  it('has ways for few methods, whatever words a client makes up', () => {
    const asked = new Lines(directory, stages).read(`/${toy.id}/v1/notes`, undefined);
    for (let i = 0; i < 100; i++) wayOf(asked, prepare(toy), `WORD${i}`);
    expect(asked.ways.size).toBeLessThanOrEqual(8);
  });
});
