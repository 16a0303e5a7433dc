/** The page as text: what is in it without its script, and that nothing a client said becomes part of the page. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src/verify/events.ts';
import { htmlOf } from '../../../src/verify/reports/html.ts';
import { runsOf } from '../../../src/verify/reports/model.ts';
import { pretty } from '../../../src/verify/reports/page/pretty.ts';
import { client, ended, exchange, runOf, said } from './events.ts';
import { friday, monday, shortPage } from './sample.ts';

function page(...runs: readonly RunEvent[][]): string {
  return htmlOf(runsOf(runs.flat()));
}

function dataOf(html: string): unknown {
  return JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html)?.[1] ?? '');
}

describe('the page', () => {
  const html = page(friday, monday);

  it('has a row for each case and a button for each verdict, without its script', () => {
    const ids = new Set(
      [...friday, ...monday].flatMap((event) => (event.event === 'case' ? [event.id] : [])),
    );
    expect(html.match(/<tr class="case"/g)).toHaveLength(ids.size);
    expect(html.match(/<button type="button" class="cell /g)).toHaveLength(
      [...friday, ...monday].filter(({ event }) => event === 'case').length,
    );
    expect(html).toContain(`aria-label="failed: ${shortPage.id}, ledgerline 1.4.0"`);
  });

  it('asks for nothing: no address but of names, and a policy that lets only its own script and style be', () => {
    const addresses = [...html.matchAll(/(?: (?:src|href|action)=["']?|url\(|@import)([^"'\s>)]*)/g)].map(
      ([, to]) => to,
    );
    for (const address of addresses) expect(address).toMatch(/^#i-/);
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
    const [, script = ''] = /<script>(.*?)<\/script>/s.exec(html) ?? [];
    const [, style = ''] = /<style>(.*?)<\/style>/s.exec(html) ?? [];
    const hash = (text: string): string =>
      `&#39;sha256-${createHash('sha256').update(text).digest('base64')}&#39;`;
    expect(policy).toContain('default-src &#39;none&#39;');
    expect(policy).toContain(`script-src ${hash(script)};`);
    expect(policy).toContain(`style-src ${hash(style)};`);
    expect(html).not.toMatch(/ (style|on\w+)="/);
  });

  it('carries the runs as they were', () => {
    expect(dataOf(html)).toEqual({ runs: JSON.parse(JSON.stringify(runsOf([...friday, ...monday]))) });
  });
});

describe('what others wrote', () => {
  const nasty =
    '</script><!--<script>alert(1)</script><img src=x onerror=alert(1)>"\' onload="x\u2028\u2029&lt;';
  const html = page(
    runOf(
      [
        ended(`toy/${nasty}/${nasty}`, {
          provider: nasty,
          verdict: 'fail',
          says: nasty,
          expectation: nasty,
          findings: [{ about: 'wire', rule: nasty, message: nasty, path: nasty }],
          exchanges: [exchange(1, { target: nasty, request: { headers: { [nasty]: nasty }, body: nasty } })],
          adapter: [said('stderr', nasty)],
          reproduce: nasty,
        }),
      ],
      { client: client(nasty, nasty, nasty), suite: nasty, shard: nasty, at: nasty },
      { problems: [nasty] },
    ),
  );

  it('stays text in the page and data in the data', () => {
    expect(html).not.toMatch(/<img|<!--|alert\(1\)<\/script>/);
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html.match(/<\/script>/g)).toHaveLength(2);
    expect(JSON.stringify(dataOf(html))).toContain('onerror=alert(1)');
  });
});

describe('runs that are no ordinary ones', () => {
  it('may be none, or empty', () => {
    expect(page()).toContain('No events of a run were given.');
    expect(page(runOf([]))).toContain('No case was judged.');
  });

  it('of thousands of cases make a page that can still be sent', () => {
    const many = Array.from({ length: 5000 }, (_, index) => ended(`toy/notes${index % 50}/n${index}`));
    const html = page(runOf(many));
    expect(html.match(/<tr class="case"/g)).toHaveLength(5000);
    expect(html.length).toBeLessThan(8_000_000);
  });
});

describe('bodies with line breaks', () => {
  it.each([
    ['{"a":1.10,"b":[],"c":{}}', '{\n  "a": 1.10,\n  "b": [],\n  "c": {}\n}'],
    ['[1e400,-0,12345678901234567890]', '[\n  1e400,\n  -0,\n  12345678901234567890\n]'],
    ['{"a":"x\\"{,}\\u0041"}', '{\n  "a": "x\\"{,}\\u0041"\n}'],
    ['{"a":[{"b":"cut of', '{\n  "a": [\n    {\n      "b": "cut of'],
    ['<html>{}</html>', '<html>{}</html>'],
    ['', ''],
  ])('%s keeps every sign', (text, shown) => {
    expect(pretty(text)).toBe(shown);
  });
});
