/** Law: whatever is sent to whatever endpoint, the answer is no 500, and what is refused has changed nothing. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operations } from '../../src/control/generated/operations.ts';
import { type Control, control } from './support.ts';

let api: Control;
let empty: string;
beforeAll(async () => {
  api = await control({ maxWorlds: 50 });
  await api.ask('POST', '/worlds/main/faults', {
    body: { id: 'kept', fault: 'rate-limited', nth: 1_000_000 },
  });
  empty = await everything();
});
afterAll(() => api.close());

/** All that a refused request must not have touched. */
async function everything(): Promise<string> {
  const { body: worlds } = await api.ask('GET', '/worlds');
  const { body: snapshot } = await api.ask('GET', '/worlds/main/snapshot');
  const { body: entries } = await api.ask('GET', '/worlds/main/journal');
  return JSON.stringify([worlds, snapshot, entries]);
}

/** But for `.` and `..`, which HTTP clients resolve before anyone sees them. */
const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }).filter((text) => text !== '.' && text !== '..'),
  fc.constantFrom('', '%00', '__proto__', 'main', 'f1', '-1', '1e400', '\u0000', 'null', '$brokerage.0'),
);
const json: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue(),
  fc.dictionary(
    fc.constantFrom(
      ...[
        'id',
        'template',
        'seed',
        'now',
        'clock',
        'limits',
        'switches',
        'entities',
        'timeToLive',
        'scenario',
      ],
      ...[
        'fault',
        'provider',
        'operation',
        'times',
        'where',
        'ramp',
        'from',
        'mode',
        'rate',
        'by',
        'to',
        'next',
      ],
      ...[
        'changes',
        'url',
        'events',
        'headers',
        'secret',
        'version',
        'file',
        'agenda',
        '__proto__',
        'constructor',
      ],
    ),
    fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(
        'rate-limited',
        'redbark',
        'household',
        'http://127.0.0.1',
        '1970-01-01T00:00:00Z',
        1e308,
        -1,
      ),
    ),
  ),
);
const body = fc.oneof(
  json.map((value) => JSON.stringify(value)),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom('{', '[[', '"', '{"__proto__":{}}', '{"changes":[null]}', '9'.repeat(400)),
);

/** Operations whose success is a change or has no end; what is sent to them here may succeed. */
const reads = new Set(operations.filter(({ method }) => method === 'GET').map(({ id }) => id as string));

const request = fc.record({
  operation: fc.constantFrom(
    ...operations.filter(({ id }) => id !== 'streamJournal' && id !== 'awaitJournal'),
  ),
  world: fc.oneof({ weight: 3, arbitrary: fc.constant('main') }, { weight: 1, arbitrary: nasty }),
  other: nasty,
  query: fc.array(fc.tuple(fc.oneof(nasty, fc.constantFrom('limit', 'since', 'part', 'status')), nasty), {
    maxLength: 3,
  }),
  body,
  type: fc.constantFrom('application/json', 'application/json; charset=utf-8', 'text/plain'),
});

describe('garbage', () => {
  it('is refused without a bug, and changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(request, async ({ operation, world, other, query, body, type }) => {
        const path = operation.path
          .replace('{world}', encodeURIComponent(world))
          .replaceAll(/\{\w+\}/g, encodeURIComponent(other));
        const search = new URLSearchParams(query).toString();
        const answer = await api.ask(operation.method, `${path}?${search}`, {
          ...(operation.method !== 'GET' && { body }),
          headers: { 'Content-Type': type },
        });
        expect(api.bugs).toEqual([]);
        expect(answer.status).not.toBe(500);
        if (answer.status >= 400 || reads.has(operation.id)) expect(await everything()).toBe(empty);
        else await api.ask('GET', '/health').then(tidy);
      }),
      { numRuns: 800 },
    );
  }, 120_000);

  it.each(
    operations.filter(({ method }) => method !== 'GET').map(({ id, method, path }) => ({ id, method, path })),
  )('to $id in particular', async ({ method, path }) => {
    const at = path.replace('{world}', 'main').replaceAll(/\{\w+\}/g, 'none');
    for (const text of ['{', 'null', '[]', '"x"', '1', '{"a":1}', '{"__proto__":1}', '\u0000']) {
      const answer = await api.ask(method, at, { body: text });
      expect([400, 404, 409, 422], `${text}: ${answer.text}`).toContain(answer.status);
    }
    expect(await everything()).toBe(empty);
    expect(api.bugs).toEqual([]);
  });
});

/** By luck something fitted: back to where it began. */
async function tidy(): Promise<void> {
  const { body } = await api.ask('GET', '/worlds?limit=1000');
  for (const { id } of body.worlds) if (id !== 'main') await api.ask('DELETE', `/worlds/${id}`);
  await api.ask('POST', '/worlds/main/reset');
  await api.ask('POST', '/worlds/main/faults', {
    body: { id: 'kept', fault: 'rate-limited', nth: 1_000_000 },
  });
  empty = await everything();
}
