/** Markdown, of which everything that others wrote has to stay text. */
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src/verify/events.ts';
import { markdownOf } from '../../../src/verify/reports/markdown.ts';
import { runsOf } from '../../../src/verify/reports/model.ts';
import { ended, exchange, runOf } from './events.ts';
import { friday, monday, shortPage } from './sample.ts';

function markdown(...runs: readonly RunEvent[][]): string {
  return markdownOf(runsOf(runs.flat()));
}

describe('a run', () => {
  const text = markdown(friday);

  it('begins with the verdict and a table of providers', () => {
    expect(text).toMatch(/^## ⚠️ ledgerline 1\.4\.0 failed 6 of 43 cases \\?\(5 must, 1 should/);
    expect(text).toContain('| redbark | 14 | **3** |');
    expect(text).toContain('| **all** | 34 | **5** |');
  });

  it('opens each failure, and nothing else', () => {
    const heads = [...text.matchAll(/<details><summary><code>(.*?)<\/code>/g)].map((match) => match[1]);
    expect(heads).toHaveLength(8);
    expect(heads).toContain(shortPage.id);
    expect(text.match(/<details>/g)).toHaveLength(text.match(/<\/details>/g)?.length ?? 0);
  });

  it('sets expected against reported, and shows exchanges, rules and the line to repeat it', () => {
    const part = text.slice(text.indexOf(shortPage.id));
    expect(part).toContain('```diff\n- expected 118 rows\n+ reported 53 rows\n```');
    expect(part).toContain(
      '#2 +0.004s GET /v1/trades?connectionId=conn_7a&limit=50&offset=50 -> 200 (fault short-page)',
    );
    expect(part).toContain('- <code>RB-36</code> hasMore may be true');
    expect(part).toContain(
      '```sh\nunderstudy verify --adapter ./adapter --run redbark/trades/short-page-is-not-the-last\n```',
    );
  });
});

it('tells several clients one after the other', () => {
  expect(markdown(friday, monday).match(/^## .*/gm)).toHaveLength(2);
});

it('tells of an empty run', () => {
  expect(markdown(runOf([]))).toMatch(/^## ✅ ledgerline 1\.4\.0 passed 0 of 0 cases/);
});

describe('what others wrote', () => {
  const nasty = [
    '</details></summary><script>alert(1)</script><img src=x onerror=alert(1)>',
    '| a | b |',
    '# head',
    '```',
    '````js',
    '- item',
    '1. item',
    '[link](javascript:alert(1)) ![i](http://x/y.png) <http://x> @someone **bold** `code` ~~x~~ &lt; \\ $x$',
  ].join('\n');
  const text = markdown(
    runOf(
      [
        ended(`toy/${nasty}/x`, {
          provider: nasty,
          verdict: 'fail',
          says: nasty,
          expectation: nasty,
          reported: { value: nasty },
          findings: [{ about: 'report', message: nasty, path: nasty, expected: nasty, reported: nasty }],
          rules: [{ id: nasty, says: nasty, source: nasty }],
          exchanges: [exchange(1, { target: nasty })],
          reproduce: nasty,
        }),
        ended('toy/notes/b', { verdict: 'unsupported', reason: nasty }),
      ],
      {},
      { problems: [nasty] },
    ),
  );
  const fence = /^(`{3,})\w*\n[\s\S]*?\n\1$/gm;
  const outside = text.replace(fence, '');

  it('never ends the block it stands in', () => {
    // Five backticks around what has four.
    expect(text).toContain('`````text\n');
    expect(outside).not.toMatch(/```/);
  });

  it('is no markup outside of blocks', () => {
    const tags = [...outside.matchAll(/<\/?(\w+)/g)].map((match) => match[1]);
    expect([...new Set(tags)].sort()).toEqual(['code', 'details', 'summary']);
    expect(outside).not.toMatch(/(?<!\\)[[\]!*~@]\(?(?=someone|link|i\]|x~~|bold)/);
    expect(outside).not.toMatch(/https?:\/\//);
    expect(outside.match(/<details>/g)).toHaveLength(outside.match(/<\/details>/g)?.length ?? 0);
  });

  it('makes no further columns and no further lines of a table', () => {
    const rows = outside.split('\n').filter((line) => line.startsWith('|'));
    const columns = rows.map((row) => row.replaceAll('\\|', '').split('|').length);
    expect(new Set(columns).size).toBe(1);
  });

  it('begins no list', () => {
    expect(markdown(runOf([ended('toy/notes/a', { verdict: 'fail', says: '1. one' })]))).toContain(
      '\n1\\. one\n',
    );
    expect(markdown(runOf([ended('toy/notes/a', { verdict: 'fail', says: '- one' })]))).toContain(
      '\n\\- one\n',
    );
  });
});

it('stays below what a summary may have, and names what it left out', () => {
  const many = Array.from({ length: 3000 }, (_, index) => ({ ...shortPage, id: `toy/notes/n${index}` }));
  const text = markdown(runOf(many));
  expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024);
  expect(text).toMatch(/\d+ more for which there is no room: <code>toy\/notes\/n\d+<\/code>/);
});
