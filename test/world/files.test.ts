import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { providers } from '../../src/understudy.ts';
import { checkedWorld } from '../../src/world/checked.ts';
import { parseWorld } from '../../src/world/files.ts';
import { loadWorld } from '../../src/world/load.ts';

/** Messages for a text, without the name of the file. */
function errorsOf(text: string): readonly string[] {
  const loaded = parseWorld(text, 'w.yaml', providers);
  return loaded.ok ? [] : loaded.errors.map((error) => error.replace('w.yaml:', ''));
}

describe('good files', () => {
  test('YAML and JSON say the same', () => {
    const yaml = parseWorld('template: empty\nseed: 7\n', 'w.yaml', providers);
    expect(yaml).toEqual({ ok: true, world: { template: 'empty', seed: 7 } });
    expect(parseWorld('{"template": "empty", "seed": 7}', 'w.json', providers)).toEqual(yaml);
  });

  test.each(['household', 'empty', 'messy'])('the template %s is one', async (name) => {
    expect(await loadWorld(`fixtures/worlds/${name}.yaml`, providers)).toMatchObject({ ok: true });
    expect(await loadWorld(name, providers)).toEqual({ ok: true, world: { template: name } });
  });

  test('a Fivetran world of one group and one user', () => {
    const text = `
template: empty
entities:
  pipelines:
    groups: [{ key: main, id: decent_dropsy, name: Warehouse }]
    users: [{ key: jo, id: abiding_ringing, email: jo@example.com }]
`;
    expect(errorsOf(text)).toEqual([]);
  });

  test('a time zone that there is not is refused', () => {
    const [error] = errorsOf('entities:\n  people:\n    - { key: me, timeZone: Mars/Olympus }\n');
    expect(error).toBe(
      '3:28: entities.people[0].timeZone: there is no time zone "Mars/Olympus"; write it like Australia/Sydney',
    );
  });

  test('aliases share what they name', () => {
    const text =
      'entities:\n  accounts:\n    - &a { key: one, connection: owner-stake, kind: brokerage }\nseed: 1';
    expect(errorsOf(text)).toEqual([]);
  });
});

describe('messages name file, line and column, what was given and what is allowed', () => {
  const cases: [what: string, text: string, ...expected: RegExp[]][] = [
    ['a wrong type', 'seed: [1]', /^1:1: seed: is a list; it has to be text or a whole number/],
    [
      'a time at which no world can stand',
      'now: 9999-12-31',
      /^1:6: now: is 9999-12-31; a world's time lies between 1970-01-01 and 2199-12-31/,
    ],
    [
      'a provider that there is not, among switches',
      'seed: 1\nswitches:\n  redbrk: { total: exact }',
      /^3:3: switches.redbrk: there is no "redbrk"; did you mean "redbark"\?/,
    ],
    [
      'a switch that there is not',
      'switches:\n  redbark: { totl: exact }',
      /^2:14: switches.redbark.totl: no such switch; did you mean "total"\?/,
    ],
    [
      'a value that a switch does not have',
      'switches:\n  redbark: { total: exactly }',
      /^2:21: switches.redbark.total: is "exactly"; it has to be one of null, exact, minus-one/,
    ],
    [
      'a provider that there is not, among ids',
      'entities:\n  people:\n    - { key: owner, ids: { redbrk: x } }',
      /^3:28: entities.people\[0\].ids.redbrk: there is no "redbrk"; did you mean "redbark"\?/,
    ],
    [
      'an unknown field',
      'template: empty\nsed: 7',
      /^2:1: sed: there is no field "sed" here; did you mean "seed"\?/,
    ],
    [
      'an unknown field deep down',
      'entities:\n  people:\n    - key: a\n      nmae: b',
      /^4:7: entities\.people\[0\]\.nmae: .*did you mean "name"/,
    ],
    [
      'a value not in the list',
      'clock: stopped',
      /^1:8: clock: is "stopped"; it has to be one of running, frozen/,
    ],
    [
      'a float for money',
      'entities: { accounts: [{ key: owner-card, limit: 12.5 }] }',
      /^1:50: .*limit: is 12.5; .*Put it in quotes: "12.5"/,
    ],
    [
      'a bad key',
      'entities: { people: [{ key: "a b" }] }',
      /^1:29: entities\.people\[0\]\.key: is "a b"; wanted: A handle/,
    ],
    [
      'a missing key',
      'entities: { people: [{ name: x }] }',
      /^1:22: entities\.people\[0\]: "key" is missing here/,
    ],
    [
      'an unknown template',
      'template: houshold',
      /^1:11: template: there is no "houshold"; did you mean "household"/,
    ],
    [
      'a reference to nobody',
      'entities:\n  connections:\n    - { key: c, person: ownr, institution: nab }',
      /^3:25: entities\.connections\[0\]\.person: there is no "ownr"; did you mean "owner"/,
    ],
    [
      'an unknown institution',
      'entities: { connections: [{ key: c, person: owner, institution: zzz-bank }] }',
      /institution: there is no "zzz-bank"; there are commonwealth-bank/,
    ],
    [
      'an account without connection',
      'entities: { accounts: [{ key: a, kind: loan }] }',
      /accounts\[0\]: a new one of accounts needs "connection"/,
    ],
    [
      'an id that is taken',
      'entities:\n  people:\n    - { key: owner, id: x }\n    - { key: partner, id: x }',
      /^4:27: .*the id "x" is taken by "owner"/,
    ],
    [
      'a key that stands twice',
      'entities:\n  people:\n    - { key: a }\n    - { key: a }',
      /^4:14: .*"a" stands here twice/,
    ],
    [
      'an unknown symbol',
      'entities: { accounts: [{ key: owner-shares, securities: [VAS.AX, VSA.AX] }] }',
      /securities\[1\]: there is no "VSA.AX"; did you mean/,
    ],
    [
      'a trade in a bank account',
      'entities: { trades: [{ key: t, account: owner-card, kind: fee, amount: -1, at: "2026-01-01" }] }',
      /"owner-card" is a credit-card account; trades need/,
    ],
    [
      'a day that does not exist',
      'entities: { people: [{ key: owner, createdAt: "2025-02-30" }] }',
      /createdAt: "2025-02-30" is no instant/,
    ],
    [
      'a time that does not exist',
      'now: "2026-03-16T25:00:00Z"',
      /^1:6: now: "2026-03-16T25:00:00Z" is no instant/,
    ],
    [
      'removing what others need',
      'entities: { people: [{ key: partner, remove: true }] }',
      /^1:46: .*"partner" can't be removed: connections "partner-westpac" still refers/,
    ],
    [
      'removing what is not there',
      'entities: { people: [{ key: nobody, remove: true }] }',
      /nothing to remove/,
    ],
    [
      'a key for nobody',
      'providers: { redbark: { keys: { x: { plan: saver, person: bob } } } }',
      /person: there is no "bob"; there are owner, partner, child/,
    ],
    [
      'settings of a connection there is not',
      'providers: { breadbox: { connections: { owner-comsec: { paused: true } } } }',
      /^1:41: providers\.breadbox\.connections\.owner-comsec: .*did you mean "owner-commsec"/,
    ],
    [
      'a provider there is not',
      'providers: { stripe: {} }',
      /^1:14: providers\.stripe: there is no field "stripe" here; there are redbark/,
    ],
    [
      'a group there is not',
      'template: empty\nentities: { pipelines: { connections: [{ key: c, group: g }] } }',
      /connections\[0\]\.group: there is no "g"/,
    ],
    ['broken YAML', 'entities:\n  people: [\n   - x', /^3:4: this is not valid YAML or JSON/],
    ['broken JSON', '{"seed": 1,, }', /^1:\d+: this is not valid YAML or JSON/],
    ['a field that stands twice', 'seed: 1\nseed: 2', /^2:1: the field "seed" stands here twice/],
    ['nothing at all', '', /^1:1: is empty/],
    ['a list', '- a', /^1:1: is a list; it has to be a set of fields/],
    ['two mistakes', 'seed: true\nclock: x', /^1:7: seed/, /^2:8: clock/],
  ];
  test.each(cases)('%s', (_, text, ...expected) => {
    const errors = errorsOf(text);
    expect(errors.length).toBeGreaterThanOrEqual(expected.length);
    expected.forEach((pattern, index) => {
      expect(errors[index]).toMatch(pattern);
    });
  });

  test('without text there is no line, but the path', () => {
    expect(checkedWorld({ clock: 'x' }, providers)).toEqual({
      ok: false,
      errors: ['clock: is "x"; it has to be one of running, frozen'],
    });
  });

  test('a path that leads nowhere names the templates', async () => {
    expect(await loadWorld('no-such.yaml', providers)).toEqual({
      ok: false,
      errors: [expect.stringMatching(/neither a file nor a template; templates are .*household/)],
    });
    expect(await loadWorld('test', providers)).toMatchObject({
      ok: false,
      errors: [expect.stringContaining('is a folder')],
    });
  });
});

describe('hostile files', () => {
  test('__proto__ is refused where names are free, and pollutes nothing', () => {
    for (const text of [
      '__proto__: { polluted: yes }',
      'switches: { __proto__: { polluted: yes } }',
      'entities: { people: [{ key: a, __proto__: { polluted: yes } }] }',
      '{"switches": {"redbark": {"__proto__": "x"}}}',
    ]) {
      expect(errorsOf(text)).not.toEqual([]);
    }
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test('an alias bomb is refused', () => {
    const levels = Array.from({ length: 9 }, (_, n) => {
      const items = Array.from({ length: 9 }, () => (n === 0 ? 'x' : `*a${n - 1}`));
      return `k${n}: &a${n} [${items.join(',')}]`;
    });
    expect(errorsOf(levels.join('\n'))).toEqual([expect.stringContaining('alias')]);
  });

  test('a file too large, or nested too deeply, is refused', () => {
    expect(errorsOf(`description: ${'x'.repeat(5_000_001)}`)).toEqual([
      expect.stringContaining('larger than'),
    ]);
    expect(errorsOf('['.repeat(20_000))).toEqual([expect.stringContaining('nested too deeply')]);
  });

  test('thousands of mistakes are told in part, and in time', () => {
    const text = Array.from({ length: 20_000 }, (_, n) => `k${n}: 1`).join('\n');
    const errors = errorsOf(text);
    expect(errors).toHaveLength(51);
    expect(errors.at(-1)).toMatch(/and 50 more/);
  });

  test('no text makes it throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.string({ unit: 'binary' })), (text) => {
        const loaded = parseWorld(text, 'w.yaml', providers);
        if (!loaded.ok)
          for (const error of loaded.errors) expect(error).toMatch(/^w\.yaml:(\d+:\d+: |\s*and \d+)/);
      }),
      { numRuns: 300 },
    );
  });
});
