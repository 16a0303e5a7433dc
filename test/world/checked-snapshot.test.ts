/** A snapshot from outside: taken as it is, or refused with what is wrong, and never a way to do harm. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redbark } from '../../mocks/redbark/provider.ts';
import { snaptrade } from '../../mocks/snaptrade/provider.ts';
import { checkedSnapshot } from '../../src/world/checked-snapshot.ts';
import type { WorldDocument } from '../../src/world/document.ts';
import { liveWorld } from '../support/live-world.ts';
import { diary } from './diary.ts';

const providers = [redbark, snaptrade, diary({ tick: () => undefined })];
type Loose = Record<string, never> & { [part: string]: never };

/** A world to which a little of everything happened. */
function full(): WorldDocument {
  const world = liveWorld(providers);
  world.arm({ fault: 'rate-limited', provider: 'redbark', operation: 'listTrades', retryAfter: 2, times: 1 });
  const changes = [
    { change: 'connection', connection: 'owner-commsec', status: 'failing', provider: 'snaptrade' },
    { change: 'trade', account: 'owner-shares', kind: 'buy', symbol: 'VAS.AX', quantity: '5', price: '1' },
  ];
  expect(world.change(changes, providers)).toEqual([]);
  const view = world.view(providers[2] as never);
  view.schedule(world.now() + 2_000, 'tick');
  view.schedule(world.now() + 1_000, 'tick', { n: 1 });
  view.meters.someone = { count: 3 };
  world.cache.entries.page = {
    status: 200,
    text: '{}',
    headers: { A: 'b' },
    expires: world.now() + 5,
  };
  for (const provider of providers) world.view(provider).state;
  return world.snapshot();
}

const errorsOf = (given: unknown) => {
  const checked = checkedSnapshot(given, providers);
  return checked.ok ? [] : checked.errors;
};

describe('a snapshot', () => {
  it('of a world in the middle of things is taken as it is', () => {
    const snapshot = full();
    expect(checkedSnapshot(JSON.parse(JSON.stringify(snapshot)), providers)).toEqual({
      ok: true,
      document: snapshot,
    });
  });

  it('has its events put in order, whatever order they come in', () => {
    const snapshot = full();
    const checked = checkedSnapshot({ ...snapshot, agenda: snapshot.agenda.toReversed() }, providers);
    expect(checked).toEqual({ ok: true, document: snapshot });
  });

  it.each<[what: string, change: (snapshot: Loose) => unknown, field: string, words: RegExp]>([
    ['of another version', (s) => ({ ...s, version: 2 }), 'version', /is 2; this process reads version 1/],
    ['of no version', () => ({}), 'version', /is missing; this/],
    ['that is a list', () => [], '', /is no snapshot/],
    ['with a part more', (s) => ({ ...s, extra: 1 }), 'extra', /is no part of a snapshot/],
    ['with a part less', ({ meters: _, ...s }) => s, 'meters', /is missing/],
    ['of no world file', (s) => ({ ...s, file: { template: 'castle' } }), 'file', /castle/],
    ['of no id', (s) => ({ ...s, id: '../etc' }), 'id', /no world's id/],
    ['born at no instant', (s) => ({ ...s, bornAt: 'now' }), 'bornAt', /a whole number/],
    [
      'with a clock of its own',
      (s) => with_(s, 'clock', { mode: 'backwards' }),
      'clock.mode',
      /there are frozen, running/,
    ],
    ['with a clock too fast', (s) => with_(s, 'clock', { rate: 1e9 }), 'clock.rate', /0.001 to 1000000/],
    ['with a clock out of time', (s) => with_(s, 'clock', { at: 1e15 }), 'clock.at', /a whole number/],
    [
      'with an event of nobody',
      (s) => event(s, { provider: 'redbrk' }),
      'agenda[0].provider',
      /did you mean "redbark"/,
    ],
    ['with an event nobody handles', (s) => event(s, { event: 'boom' }), 'agenda[0].event', /there is tick/],
    ['with an event at no time', (s) => event(s, { at: 1.5 }), 'agenda[0].at', /a whole number/],
    [
      'with serials that are none',
      (s) => with_(s, 'serials', { agenda: -1 }),
      'serials.agenda',
      /a whole number/,
    ],
    [
      'with a connection of nobody',
      (s) => with_(s, 'connections', { everywhere: { nobody: {} } }),
      'connections.everywhere.nobody',
      /there is no "nobody"/,
    ],
    [
      'with a status there is not',
      (s) => with_(s, 'connections', { redbark: { 'owner-commsec': { status: 'x', since: 1 } } }),
      'connections.redbark.owner-commsec.status',
      /there are healthy/,
    ],
    [
      'with a part of a provider there is not',
      (s) => ({ ...s, providers: { stripe: {} } }),
      'providers.stripe',
      /there is no "stripe"/,
    ],
    [
      'with a part that is no object',
      (s) => with_(s, 'providers', { redbark: [] }),
      'providers.redbark',
      /a set of fields/,
    ],
    [
      'with a header that is two',
      (s) => page(s, { headers: { A: 'b\r\nC: d' } }),
      'cache.entries.page.headers.A',
      /on one line/,
    ],
    [
      'with a cached answer of no status',
      (s) => page(s, { status: 7 }),
      'cache.entries.page.status',
      /100 to 599/,
    ],
    [
      'with a fault there is not',
      (s) => fault(s, { given: { fault: 'flood' } }),
      'faults.f1.given.fault',
      /there is no "flood"/,
    ],
    ['with a fault under another name', (s) => fault(s, { id: 'f2' }), 'faults.f1.id', /has to be "f1"/],
    [
      'with a fault that counts in words',
      (s) => fault(s, { seen: 'twice' }),
      'faults.f1.seen',
      /a whole number/,
    ],
    [
      'with a row of no account',
      (s) => row(s, { account: 'nobody' }),
      'arrivals[0].row.account',
      /there is no "nobody"/,
    ],
    [
      'with a row from the future',
      (s) => ({ ...s, arrivals: [{ of: 'trades', arrivedAt: 5e12, row: {} }] }),
      'arrivals[0].arrivedAt',
      /ahead of the clock/,
    ],
  ])('%s is refused', (_what, change, field, words) => {
    const errors = errorsOf(change(JSON.parse(JSON.stringify(full()))));
    expect(errors[0]?.field).toBe(field);
    expect(errors[0]?.message).toMatch(words);
  });

  it('with tricks in its names is refused and pollutes nothing', () => {
    for (const at of ['meters', 'serials', 'providers', 'connections', 'faults']) {
      const text = JSON.stringify({ ...full(), [at]: '@' }).replace('"@"', '{"__proto__": {"polluted": 1}}');
      expect(errorsOf(JSON.parse(text))).toEqual([
        { field: `${at}.__proto__`, message: 'is a name that may not stand here' },
      ]);
    }
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('nested without end, or too large, is refused in time', () => {
    let deep: unknown = 1;
    for (let n = 0; n < 100_000; n++) deep = [deep];
    expect(errorsOf({ ...full(), meters: { deep } })[0]?.message).toMatch(/nested deeper than 64 levels/);
    const wide = Array.from({ length: 5_000_001 }, () => 0);
    expect(errorsOf({ ...full(), meters: { wide } })[0]?.message).toMatch(/more than 5000000 values/);
  });

  it('damaged anywhere never throws: it is refused, or still one that can be gone on from', () => {
    const snapshot = full();
    const paths = pathsOf(snapshot);
    const damage = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(undefined, Number.NaN, () => 1, new Map()),
    );
    fc.assert(
      fc.property(fc.constantFrom(...paths), damage, (path, value) => {
        const damaged = structuredClone(snapshot) as never;
        put(damaged, path, value as never);
        const checked = checkedSnapshot(damaged, providers);
        if (!checked.ok) {
          expect(checked.errors.length).toBeGreaterThan(0);
          return;
        }
        // Only a provider knows what its own part has to be.
        if (path[0] === 'providers') return;
        const world = liveWorld(providers, checked.document.file, Date.now, checked.document);
        world.clock.advance(1_000);
        world.snapshot();
      }),
      { numRuns: 300 },
    );
  });
});

function with_(snapshot: Loose, part: string, change: object): object {
  return { ...snapshot, [part]: { ...(snapshot[part] as unknown as object), ...change } };
}
function event(snapshot: Loose, change: object): object {
  const [first, ...rest] = snapshot.agenda as unknown as object[];
  return { ...snapshot, agenda: [{ ...first, ...change }, ...rest] };
}
function page(snapshot: Loose, change: object): object {
  const { entries } = snapshot.cache as unknown as { entries: { page: object } };
  return with_(snapshot, 'cache', { entries: { page: { ...entries.page, ...change } } });
}
function fault(snapshot: Loose, change: object): object {
  const { f1 } = snapshot.faults as unknown as { f1: object };
  return { ...snapshot, faults: { f1: { ...f1, ...change } } };
}
function row(snapshot: Loose, change: object): object {
  const [first] = snapshot.arrivals as unknown as { row: object }[];
  return { ...snapshot, arrivals: [{ ...first, row: { ...first?.row, ...change } }] };
}

type Path = readonly string[];
/** Every place in a value but the world file, which has tests of its own. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null || path[0] === 'file') return [path];
  const below = Object.entries(value).flatMap(([name, member]) => pathsOf(member, [...path, name]));
  return path.length === 0 ? below : [path, ...below];
}
function put(value: Record<string, never>, path: Path, member: never): void {
  const [name = '', ...rest] = path;
  if (rest.length === 0) value[name] = member;
  else put(value[name] as never, rest, member);
}
