/** The cases that come along, and how a case file with a mistake is told about. */
import { describe, expect, it } from 'vitest';
import { ledgersOf } from '../../src/build/rules.ts';
import { rules } from '../../src/control/generated/rules.ts';
import { providers } from '../../src/understudy.ts';
import { caseFindings } from '../../src/verify/check-cases.ts';
import { loadLibrary } from '../../src/verify/library.ts';
import { parseCases } from '../../src/verify/load-cases.ts';

const library = await loadLibrary(providers);
const cases = [...library.values()].flatMap((one) => one.cases);

describe('the cases that come along', () => {
  it.each([...library.keys()])(
    'of %s can be played: worlds, stories, jobs, references, rules of the wire',
    async (provider) => {
      expect(await caseFindings(library.get(provider)?.cases, providers)).toEqual([]);
    },
    120_000,
  );

  it('are 160 and more, over four providers', () => {
    expect(cases.length).toBeGreaterThanOrEqual(160);
    expect(library.size).toBe(4);
    expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
  });

  it('name every rule that concerns clients', () => {
    const named = new Set(cases.flatMap((one) => one.rules));
    const concerning = ledgersOf(new URL('../..', import.meta.url).pathname)
      .flatMap((ledger) => ledger.rules)
      .filter(({ concerns }) => concerns.includes('client'));
    expect(concerning.length).toBeGreaterThan(150);
    expect(concerning.map(({ id }) => id).filter((id) => !named.has(id))).toEqual([]);
  });

  it('name rules of their own provider only', () => {
    const providerOf = new Map(rules.map(({ id, provider }) => [id, provider]));
    expect(
      cases
        .filter((one) => one.rules.some((rule) => providerOf.get(rule) !== one.id.split('/')[0]))
        .map(({ id }) => id),
    ).toEqual([]);
  });

  it('try every job', () => {
    const tried = new Set(cases.map((one) => one.do.operation));
    const jobs = [...library].flatMap(([provider, { suite }]) =>
      Object.keys(suite.jobs).map((job) => `${provider}.${job}`),
    );
    expect(jobs.filter((job) => !tried.has(job))).toEqual([]);
  });
});

/** A sound case, a line of it changed. */
const SOUND = `- id: redbark/mine/second-page-is-lost
  says: The second page is reset on its way, and has to be asked for again.
  level: must
  rules: [RB-34]
  world: { template: household, seed: 11 }
  timeline:
    - arm: { fault: connection-reset, operation: listTrades, nth: 2 }
  do:
    operation: redbark.listTrades
    input: { connectionId: $brokerage.0 }
  reports: { value: $ledger }
  wire: [next-offset-adds-limit, { repeats-at-most: { times: 8 } }]
`;

describe('a case file', () => {
  it('without a mistake gives its cases', async () => {
    expect(await parseCases(SOUND, 'mine.yaml', providers)).toMatchObject({
      ok: true,
      cases: [{ id: 'redbark/mine/second-page-is-lost' }],
    });
  });

  it.each([
    [
      'level: must',
      'level: shall',
      'mine.yaml:3:10: redbark/mine/second-page-is-lost: level: is "shall"; it has to be one of must, should, info',
    ],
    [
      'rules: [RB-34]',
      'rules: [RB-3400]',
      'mine.yaml:4:11: redbark/mine/second-page-is-lost: rules[0]: there is no "RB-3400"',
    ],
    [
      'template: household',
      'template: houshold',
      'mine.yaml:5:22: redbark/mine/second-page-is-lost: world.template: ',
    ],
    ['fault: connection-reset', 'fault: connection-rest', 'did you mean "connection-reset"?'],
    [
      'redbark.listTrades',
      'redbark.listTrade',
      'mine.yaml:9:16: redbark/mine/second-page-is-lost: do.operation: there is no "redbark.listTrade"; did you mean "redbark.listTrades"?',
    ],
    ['connectionId: $brokerage.0', 'connection: $brokerage.0', '"connectionId" is missing in its input'],
    [
      '$brokerage.0',
      '$brokerage.99',
      'do.input.connectionId: "$brokerage.99" leads to nothing in this world.',
    ],
    ['$brokerage.0', '$day.-a', 'is no moment; write it like $day.-30'],
    ['value: $ledger', 'value: $ledgr', 'it has to be one of $ledger, $ledger.at-start, $served'],
    ['value: $ledger', 'valeu: $ledger', 'there is no field "valeu" here; did you mean "value"?'],
    [
      'next-offset-adds-limit',
      'next-offset-add-limit',
      'there is no wire rule "next-offset-add-limit"; did you mean "next-offset-adds-limit"?',
    ],
    ['times: 8', 'often: 8', '"repeats-at-most" has no parameter "often"; it has times'],
    ['times: 8', 'times: eight', '"times" of "repeats-at-most" has to be a number'],
    ['times: 8', 'times: $var.most', 'There is no variable "most"'],
    ['redbark/mine', 'redbrk/mine', 'begins with no provider: there is no "redbrk"; did you mean "redbark"?'],
    ['  level: must\n', '', '"level" is missing here'],
    [
      '  level: must',
      '  level: must\n  levle: must',
      'there is no field "levle" here; did you mean "level"?',
    ],
    ['reports: {', 'reports: { {', 'this is not valid YAML or JSON'],
  ])('with %s as %s says where and what', async (from, to, message) => {
    const text = SOUND.replace(from, to);
    expect(text).not.toBe(SOUND);
    const parsed = await parseCases(text, 'mine.yaml', providers);
    expect(parsed.ok).toBe(false);
    const errors = parsed.ok ? '' : parsed.errors.join('\n');
    expect(errors).toContain(message);
    expect(errors).toMatch(/^mine\.yaml:\d+:\d+: /);
  });
});
