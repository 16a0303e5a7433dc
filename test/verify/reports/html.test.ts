/** The page in a real browser, opened as a file: keys, filters, the panel, colours, and no word to anybody. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src/verify/events.ts';
import { htmlOf } from '../../../src/verify/reports/html.ts';
import { runsOf } from '../../../src/verify/reports/model.ts';
import { BROWSER, startBrowser } from '../../support/browser.ts';
import { client, ended, exchange, runOf } from './events.ts';
import { friday, hurried, monday, shortPage } from './sample.ts';

// Where CI runs there has to be one; anywhere else the tests need nothing but Node.
const run = BROWSER !== undefined || process.env.CI !== undefined;
if (!run)
  console.info(
    'No browser is here: the HTML report is not opened. To have it opened: apt-get install chromium',
  );

const folder = mkdtempSync(join(tmpdir(), 'understudy-html-'));
let browser: Browser | undefined;
let context: BrowserContext | undefined;
/** What the page said on its console, threw, or asked for beside itself. */
let noise: string[] = [];

beforeAll(async () => {
  if (run) browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});
afterEach(async () => {
  await context?.close();
  context = undefined;
  expect(noise).toEqual([]);
});

interface How {
  readonly dark?: boolean;
  readonly width?: number;
  readonly hash?: string;
  readonly script?: boolean;
}

async function opened(events: readonly RunEvent[], how: How = {}): Promise<Page> {
  const { dark = false, width = 1280, hash = '', script = true } = how;
  const file = join(folder, 'report.html');
  writeFileSync(file, htmlOf(runsOf(events)));
  context = await browser?.newContext({
    viewport: { width, height: 844 },
    colorScheme: dark ? 'dark' : 'light',
    javaScriptEnabled: script,
  });
  const page = await context?.newPage();
  if (page === undefined) throw new Error('There is no browser.');
  noise = [];
  page.on('console', (message) => noise.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => noise.push(`error: ${error.message}`));
  const url = pathToFileURL(file).href;
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== url) noise.push(`request: ${request.url()}`);
  });
  await page.goto(url + hash);
  return page;
}

const both = [...friday, ...monday];

function cellOf(page: Page, id: string, column = 0) {
  return page.locator(`tr.case[data-id="${id}"] button.cell[data-run="${column}"]`);
}

/** What has the focus, as it is read aloud. */
function focused(page: Page): Promise<string> {
  return page.evaluate(
    '(document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "").trim()',
  );
}

const visibleCases = (page: Page) => page.locator('tr.case:visible').count();

describe.runIf(run)('with the keyboard alone', () => {
  it('opens a case, and comes back to where it was', async () => {
    const page = await opened(both);
    await cellOf(page, shortPage.id).focus();
    await page.keyboard.press('Enter');
    const panel = page.getByRole('dialog', { name: 'short-page-is-not-the-last' });
    await panel.waitFor();
    expect(await panel.innerText()).toContain('65 of 118 trades are missing');
    expect(await panel.innerText()).toContain(shortPage.reproduce);
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await focused(page)).toBe(`failed: ${shortPage.id}, ledgerline 1.4.0`);
  });

  it('goes from cell to cell, over folds too', async () => {
    const page = await opened(both);
    await cellOf(page, hurried.id).focus();
    await page.keyboard.press('ArrowRight');
    expect(await focused(page)).toBe(`passed: ${hurried.id}, pyledger 0.9.2`);
    await page.keyboard.press('ArrowUp');
    expect(await focused(page)).toContain('redbark/limits/wait-as-date, pyledger 0.9.2');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Home');
    // The first theme is folded: all is well in it, and there are many cases.
    expect(await focused(page)).toContain('auth');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    expect(await focused(page)).toContain('breadbox/auth/read-only-key');
    await page.keyboard.press('End');
    expect(await focused(page)).toMatch(/holdings/);
  });

  it('has one place in the order of Tab for the whole table', async () => {
    const page = await opened(both);
    expect(await page.locator('.matrix button[tabindex="0"]').count()).toBe(1);
    await cellOf(page, hurried.id).focus();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.closest(".matrix")')).toBeNull();
    await page.keyboard.press('Shift+Tab');
    expect(await focused(page)).toContain(hurried.id);
  });

  it('goes from failure to failure with n and p, in the table and in the panel', async () => {
    const page = await opened(friday);
    await page.keyboard.press('n');
    const title = page.locator('#panel-title .name');
    expect(await title.innerText()).toBe('cursor-as-given');
    await page.keyboard.press('n');
    await page.keyboard.press('n');
    expect(await title.innerText()).toBe('first-poll-is-too-early');
    await page.keyboard.press('p');
    expect(await title.innerText()).toBe('basic-not-bearer');
  });
});

describe.runIf(run)('the panel', () => {
  it('leads from a finding to the exchange that shows it, with bodies', async () => {
    const page = await opened(friday);
    await cellOf(page, shortPage.id).click();
    await page.getByRole('button', { name: 'Show exchange 2' }).first().click();
    const exchangeShown = page.locator('#exchange-2');
    expect(await exchangeShown.getAttribute('open')).not.toBeNull();
    expect(await exchangeShown.innerText()).toContain('"fees": "9.95"');
    expect(await exchangeShown.innerText()).toContain('understudy-fault: short-page');
  });

  it('tells how long nothing was sent, and what was left out', async () => {
    const waited = ended('toy/notes/a', {
      exchanges: [exchange(1), exchange(2, { atMs: 3_600_000 }), exchange(90, { atMs: 3_600_001 })],
      exchangesLeftOut: 87,
    });
    const page = await opened(runOf([waited]));
    await cellOf(page, waited.id).click();
    expect(await page.locator('.wire .pause').allInnerTexts()).toEqual(['1h00m00s later', '87 more']);
  });

  it('copies the line that plays the case again', async () => {
    const page = await opened(friday);
    await cellOf(page, shortPage.id).click();
    await page.getByRole('button', { name: 'Copy' }).click();
    // What the browser may do with its clipboard is known a moment later.
    const told = page.getByRole('button', { name: /Copied|Selected/ });
    await told.waitFor();
    expect(await told.count()).toBe(1);
  });

  it('is opened by a link to a case, and closed by a click beside it', async () => {
    const page = await opened(both, { hash: `#1/${encodeURIComponent(hurried.id)}` });
    expect(await page.locator('#panel-title').innerText()).toContain('waits-as-told');
    expect(await page.locator('.panel-head').innerText()).toContain('pyledger');
    await page.mouse.click(100, 400);
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  it('shows what others wrote as text', async () => {
    const nasty = '<img src=x onerror="document.title=1"><b>bold</b></script>';
    const page = await opened(
      runOf([
        ended('toy/notes/a', {
          verdict: 'fail',
          says: nasty,
          expectation: nasty,
          findings: [{ about: 'wire', rule: nasty, message: nasty }],
          exchanges: [exchange(1, { target: nasty, request: { headers: { x: nasty }, body: nasty } })],
          reproduce: nasty,
        }),
      ]),
    );
    await cellOf(page, 'toy/notes/a').click();
    expect(await page.locator('.panel-body > .says').innerText()).toBe(nasty);
    expect(await page.locator('#panel img, #panel p b').count()).toBe(0);
  });
});

describe.runIf(run)('filters', () => {
  it('narrow to verdicts and levels, open what is folded, and say how many are left', async () => {
    const page = await opened(both);
    const all = await page.locator('tr.case').count();
    await page.getByRole('button', { name: 'unsupported', exact: true }).click();
    expect(await visibleCases(page)).toBe(3);
    expect(await page.locator('#shown').innerText()).toBe(`3 of ${all} cases`);
    await page.getByRole('button', { name: 'unsupported', exact: true }).click();
    await page.getByRole('button', { name: 'failed', exact: true }).click();
    await page.getByRole('button', { name: 'should', exact: true }).click();
    expect(await visibleCases(page)).toBe(1);
    expect(await page.getByRole('button', { name: 'should', exact: true }).getAttribute('aria-pressed')).toBe(
      'true',
    );
  });

  it('find words anywhere in a case; Enter leads to the first of them', async () => {
    const page = await opened(both);
    await page.keyboard.press('/');
    await page.keyboard.type('rb-57 retry-after');
    expect(await visibleCases(page)).toBe(1);
    await page.keyboard.press('Enter');
    expect(await focused(page)).toMatch(/limits/);
    await page.locator('#text').fill('no such words');
    expect(await page.getByText('No case is like that.').isVisible()).toBe(true);
    await page.locator('#text').fill('');
    expect(await page.getByText('No case is like that.').isVisible()).toBe(false);
  });

  it('fold and unfold all', async () => {
    const page = await opened(both);
    await page.getByRole('button', { name: 'Fold all' }).click();
    expect(await visibleCases(page)).toBe(0);
    await page.getByRole('button', { name: 'Unfold all' }).click();
    expect(await visibleCases(page)).toBe(await page.locator('tr.case').count());
  });
});

describe.runIf(run)('wherever it is looked at', () => {
  /** Contrast of text against what is behind it (WCAG 2.2, 1.4.3): 4.5 is what small text needs. */
  const CONTRASTS = `(() => {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const rgb = (colour) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); return canvas.getImageData(0, 0, 1, 1).data; };
    const light = (colour) => { const [r, g, b] = [...rgb(colour)].slice(0, 3).map((c) => { const s = c / 255; return s <= 0.03928 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
    const behind = (e) => { for (let at = e; at; at = at.parentElement) { const b = getComputedStyle(at).backgroundColor; if (rgb(b)[3] === 255) return b; } return 'white'; };
    const low = [];
    for (const e of document.querySelectorAll('body *')) {
      if (!e.checkVisibility() || e.closest('svg, script, style, :disabled, .unseen')) continue;
      if (![...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim() !== '')) continue;
      const [a, b] = [light(getComputedStyle(e).color), light(behind(e))].sort((x, y) => y - x);
      const ratio = (a + 0.05) / (b + 0.05);
      if (ratio < 4.5) low.push(e.tagName + '.' + e.className + ' ' + ratio.toFixed(2));
    }
    return [...new Set(low)];
  })()`;

  it.each([false, true])('can be read, dark: %s', async (dark) => {
    const page = await opened(both, { dark });
    const paper = await page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(paper).toBe(dark ? 'rgb(19, 21, 24)' : 'rgb(246, 244, 239)');
    expect(await page.evaluate(CONTRASTS)).toEqual([]);
    await cellOf(page, shortPage.id).click();
    await page.locator('#exchange-2 summary').click();
    expect(await page.evaluate(CONTRASTS)).toEqual([]);
  });

  it.each([320, 390, 1280])('is not wider than a screen of %i', async (width) => {
    const page = await opened(both, { width });
    const wider = 'document.documentElement.scrollWidth - innerWidth';
    expect(await page.evaluate(wider)).toBeLessThanOrEqual(0);
    await cellOf(page, shortPage.id).click();
    expect(await page.evaluate(wider)).toBeLessThanOrEqual(0);
  });

  it('can be read without its script', async () => {
    const page = await opened(both, { script: false });
    expect(await visibleCases(page)).toBe(await page.locator('tr.case').count());
    expect(await page.locator('.tools').isVisible()).toBe(false);
  });

  it.each([390, 1280])('takes six clients beside each other on %i', async (width) => {
    const six = Array.from({ length: 6 }, (_, index) =>
      runOf([shortPage, ended('toy/notes/a')], {
        client: client(`client-with-a-long-name-${index}`, '1.0.0-beta.1'),
      }),
    ).flat();
    const page = await opened(six, { width });
    expect(await page.locator('thead .client').count()).toBe(6);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
  });

  it('takes thousands of cases', async () => {
    const many = Array.from({ length: 4000 }, (_, index) =>
      ended(`toy/theme-${index % 40}/n${index}`, index % 500 === 0 ? { verdict: 'fail' } : {}),
    );
    const page = await opened(runOf(many));
    await page.locator('#text').fill('n1234');
    expect(await visibleCases(page)).toBe(1);
  });

  it('may have nothing to show', async () => {
    const page = await opened(runOf([]));
    expect(await page.getByText('No case was judged.').isVisible()).toBe(true);
  });
});
