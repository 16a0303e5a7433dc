/** JUnit XML, read by a parser that nobody here wrote, and held against what servers expect of it. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src/verify/events.ts';
import { junitOf } from '../../../src/verify/reports/junit.ts';
import { runsOf } from '../../../src/verify/reports/model.ts';
import { ended, exchange, runOf, said, started } from './events.ts';
import { friday, monday, shortPage } from './sample.ts';

const LISTS = ['testsuite', 'testcase', 'property', 'failure', 'error', 'skipped'];

interface Element {
  readonly [name: string]: string | Element | Element[];
}

function parsed(xml: string): Element {
  expect(XMLValidator.validate(xml)).toBe(true);
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseAttributeValue: false,
    parseTagValue: false,
    trimValues: false,
    htmlEntities: true,
    isArray: (name) => LISTS.includes(name),
  });
  return parser.parse(xml) as Element;
}

function junit(...runs: readonly RunEvent[][]): {
  xml: string;
  root: Element;
  suites: Element[];
  cases: Element[];
} {
  const xml = junitOf(runsOf(runs.flat()));
  const root = parsed(xml).testsuites as Element;
  const suites = list(root, 'testsuite');
  return { xml, root, suites, cases: suites.flatMap((suite) => list(suite, 'testcase')) };
}

function list(element: Element, name: string): Element[] {
  const found = element[name];
  return Array.isArray(found) ? found : [];
}

function numbers(element: Element): number[] {
  return ['@tests', '@failures', '@errors', '@skipped'].map((name) => Number(element[name]));
}

/** What Jenkins and Surefire read: which element may stand where, and which attributes have to be there. */
function conforms(xml: string): string[] {
  const children: Readonly<Record<string, readonly string[]>> = {
    '?xml': [],
    testsuites: ['testsuite'],
    testsuite: ['properties', 'testcase', 'system-out', 'system-err'],
    properties: ['property'],
    property: [],
    testcase: ['properties', 'skipped', 'failure', 'error', 'system-out', 'system-err'],
    skipped: [],
    failure: [],
    error: [],
    'system-out': [],
    'system-err': [],
  };
  const wanted: Readonly<Record<string, readonly string[]>> = {
    testsuite: ['name', 'tests', 'failures', 'errors', 'skipped', 'time'],
    testcase: ['name', 'classname', 'time'],
    property: ['name', 'value'],
    failure: ['message', 'type'],
    error: ['message', 'type'],
    skipped: ['message'],
  };
  const wrong: string[] = [];
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', preserveOrder: true });
  const walk = (nodes: readonly Record<string, unknown>[], parent: string | undefined): void => {
    for (const node of nodes) {
      const name = Object.keys(node).find((key) => key !== ':@' && key !== '#text');
      if (name === undefined) continue;
      if (parent !== undefined && !children[parent]?.includes(name)) wrong.push(`${name} in ${parent}`);
      const attributes = (node[':@'] ?? {}) as Record<string, string>;
      for (const attribute of wanted[name] ?? [])
        if (attributes[attribute] === undefined) wrong.push(`${name} has no ${attribute}`);
      if (attributes.time !== undefined && !/^\d+\.\d{3}$/.test(attributes.time))
        wrong.push(`time ${attributes.time}`);
      if (
        attributes.timestamp !== undefined &&
        !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(attributes.timestamp)
      )
        wrong.push(`timestamp ${attributes.timestamp}`);
      walk(node[name] as Record<string, unknown>[], name);
    }
  };
  walk(parser.parse(xml) as Record<string, unknown>[], undefined);
  return wrong;
}

describe('a run', () => {
  const { root, suites, cases, xml } = junit(friday);

  it('is what Jenkins and Surefire expect', () => {
    expect(conforms(xml)).toEqual([]);
  });

  it('is a suite for each provider, and one for what is wrong with the run', () => {
    expect(suites.map((suite) => suite['@name'])).toEqual([
      'breadbox',
      'fivetran',
      'redbark',
      'snaptrade',
      'run',
    ]);
  });

  it('counts what is in it, in every suite and in all', () => {
    const sums = [0, 0, 0, 0];
    for (const suite of suites) {
      const own = list(suite, 'testcase');
      const count = (name: string): number => own.filter((one) => list(one, name).length > 0).length;
      const found = [own.length, count('failure'), count('error'), count('skipped')];
      expect(numbers(suite), String(suite['@name'])).toEqual(found);
      for (const [index, value] of found.entries()) sums[index] = (sums[index] ?? 0) + value;
    }
    expect(numbers(root)).toEqual(sums);
  });

  it('fails exactly what counts against the client', () => {
    const failed = cases.filter((one) => list(one, 'failure').length + list(one, 'error').length > 0);
    expect(failed.map((one) => one['@name'])).toEqual([
      'fivetran/auth/basic-not-bearer',
      'fivetran/syncs/first-poll-is-too-early',
      'redbark/limits/waits-as-told',
      'redbark/trades/money-stays-exact',
      'redbark/trades/short-page-is-not-the-last',
      'redbark/wire/slow-answer',
      'snaptrade/connections/answer-never-comes',
      'problem 1',
    ]);
  });

  it('skips the rest with its reason', () => {
    const reasons = cases.flatMap((one) =>
      list(one, 'skipped').map((skipped) => String(skipped['@message'])),
    );
    expect(reasons).toContain('unsupported: the client has no call that starts a sync');
    expect(reasons).toContain('not run: needs the capability clock');
    expect(
      reasons.find((reason) => reason.startsWith('failed, not counted (should): wire: cursor-as-given')),
    ).toBeDefined();
  });

  it('has rules, level, exchanges and the adapter’s lines of a failure', () => {
    const one = cases.find((each) => each['@name'] === shortPage.id) as Element;
    const properties = list(one.properties as Element, 'property').map((each) => [
      each['@name'],
      each['@value'],
    ]);
    expect(properties).toContainEqual(['level', 'must']);
    expect(properties.find(([name]) => name === 'rule')?.[1]).toMatch(
      /^RB-36: hasMore may be true .* \(seed 001, /,
    );
    expect(one['system-out']).toContain(
      '#2 +0.004s GET /v1/trades?connectionId=conn_7a&limit=50&offset=50 -> 200 (fault short-page)',
    );
    expect(one['system-err']).toContain('stderr +0.003s ledgerline: listing trades');
    expect(one['@classname']).toBe('redbark.trades');
  });
});

describe('several clients', () => {
  it('have suites of their own names', () => {
    const names = junit(friday, monday).suites.map((suite) => String(suite['@name']));
    expect(names).toContain('ledgerline 1.4.0: redbark');
    expect(names).toContain('pyledger 0.9.2: redbark');
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('what others wrote', () => {
  const nasty =
    ']]></failure><x a="\'&amp;&#0;\u0000\u001b[31m\ufffe\ud800 \udc00 \ud83d\ude00\r\n\ttab"/><!-- -->';
  const { xml, cases } = junit(
    runOf([
      ended(`toy/notes/${nasty}`, {
        verdict: 'fail',
        says: nasty,
        expectation: nasty,
        reported: { failure: { kind: 'other', message: nasty, code: nasty } },
        findings: [{ about: 'wire', rule: nasty, message: nasty, expected: nasty, reported: nasty }],
        rules: [{ id: nasty, says: nasty, source: nasty }],
        exchanges: [exchange(1, { target: nasty, outcome: nasty })],
        adapter: [said('stderr', nasty)],
        reproduce: nasty,
      }),
      ended('toy/notes/b', { verdict: 'not-run', reason: nasty }),
    ]),
  );

  it('stays text', () => {
    expect(conforms(xml)).toEqual([]);
    expect(xml).not.toContain('<x');
    expect(cases).toHaveLength(2);
  });

  it('has only characters that XML has, and whole ones', () => {
    // XML 1.0, section 2.2.
    expect(xml).toMatch(/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u);
    expect(xml).toContain('\ud83d\ude00');
  });

  it('keeps its line breaks in attributes', () => {
    expect(xml).toContain('&#13;&#10;&#9;tab');
  });
});

describe('runs that are no ordinary ones', () => {
  it('may be empty', () => {
    const { root, suites } = junit(runOf([]));
    expect(numbers(root)).toEqual([0, 0, 0, 0]);
    expect(suites).toEqual([]);
  });

  it('that were broken off are an error', () => {
    const { cases } = junit([started({ cases: 2 }), shortPage]);
    expect(cases.map((one) => one['@name'])).toEqual([shortPage.id, 'problem 1']);
  });

  it('of thousands of cases are written in no time', () => {
    const many = Array.from({ length: 5000 }, (_, index) => ended(`toy/notes/n${index}`));
    expect(junit(runOf(many)).cases).toHaveLength(5000);
  });
});
