/** The consent page of OAuth in a real browser: somebody allows, denies, comes with a bad link; by keyboard too. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { snaptrade } from '../../mocks/snaptrade/provider.ts';
import { type Simulator, startSimulator } from '../../src/engine/simulator.ts';
import { BROWSER, startBrowser } from '../support/browser.ts';
import { Client } from './client.ts';
import { Application } from './oauth.ts';
import { heading, noiseOf, seriousProblems } from './portal-browser/stage.ts';

// Where CI runs there has to be one; anywhere else the tests need nothing but Node.
const run = BROWSER !== undefined || process.env.CI !== undefined;
if (!run)
  console.info('No browser is here: OAuth is not looked at. To have it looked at: apt-get install chromium');

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser: Browser;
let simulator: Simulator;
/** The application's own page, which shows nothing. */
const server = createServer((_, response) => {
  response.setHeader('Content-Type', 'text/html');
  response.end('<!doctype html><title>App</title><link rel="icon" href="data:,">');
});
let returnTo = '';
let context: BrowserContext | undefined;
let noise: string[] = [];
const bugs: unknown[] = [];

beforeAll(async () => {
  if (!run) return;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  returnTo = `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback?app=1`;
  [browser, simulator] = await Promise.all([
    startBrowser(),
    startSimulator({
      providers: [snaptrade],
      port: 0,
      world: { clock: 'frozen' },
      onBug: (error) => bugs.push(error),
    }),
  ]);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await simulator?.close();
  server.close();
});
afterEach(async () => {
  await context?.close();
  context = undefined;
  expect(noise).toEqual([]);
  expect(bugs).toEqual([]);
});

function application(): Application {
  const world = simulator.createWorld({ clock: 'frozen' });
  return new Application(new Client({ simulator, handler: simulator.handler, world, bugs }));
}

/** Opens the consent page of an application that is on this machine. */
async function open(
  app: Application,
  changed: Readonly<Record<string, string | undefined>> = {},
  colorScheme: 'light' | 'dark' = 'light',
): Promise<Page> {
  const { origin } = new URL(simulator.url);
  context = await browser.newContext({ colorScheme, viewport: { width: 480, height: 800 } });
  noise = noiseOf(context, origin);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(
    `${origin}/snaptrade/oauth/authorize?${new URLSearchParams(app.wish({ redirect_uri: returnTo, ...changed }))}`,
  );
  return page;
}

/** Where the browser was sent back to; only that may be outside. */
async function back(page: Page): Promise<URLSearchParams> {
  await page.waitForURL(({ href }) => href.startsWith(returnTo));
  expect(noise.splice(0)).toEqual([page.url()]);
  return new URL(page.url()).searchParams;
}

describe.runIf(run)('somebody whom an application asks', { timeout: 60_000 }, () => {
  it('allows, and the application gets in', async () => {
    const app = application();
    const page = await open(app);
    expect(await heading(page)).toBe('An application asks for access to your accounts');
    await page.getByRole('radio').first().check();
    await page.getByRole('button', { name: 'Allow' }).click();
    const told = await back(page);
    expect(told.get('state')).toBe('xyz 1&2');
    const { body } = await app.exchange(told.get('code') ?? '', { redirect_uri: returnTo });
    expect((await app.call('GET', '/accounts', body.access_token)).status).toBe(200);
  });

  it('denies, and the application is told', async () => {
    const page = await open(application());
    await page.getByRole('radio').first().check();
    await page.getByRole('button', { name: 'Deny' }).click();
    expect((await back(page)).get('error')).toBe('access_denied');
  });

  it('needs no mouse', async () => {
    const page = await open(application());
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    expect(await page.getByRole('radio').first().isChecked()).toBe(true);
    for (let tabs = 0; tabs < 2; tabs += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect((await back(page)).get('code')).toBeTruthy();
  });

  it('is not sent anywhere by an address that nobody registered', async () => {
    const page = await open(application(), { redirect_uri: 'https://evil.example.com/' });
    expect(await heading(page)).toBe('This request cannot be answered');
    expect(noise.splice(0)).toEqual([expect.stringContaining('status of 400')]);
  });

  it.each(['light', 'dark'] as const)('finds pages without a serious problem, %s', async (scheme) => {
    const page = await open(application(), { scope: 'read trade webhook' }, scheme);
    expect(await seriousProblems(page, axe)).toEqual([]);
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.getByRole('alert').waitFor();
    expect(await seriousProblems(page, axe)).toEqual([]);
    await context?.close();
    const refused = await open(application(), { redirect_uri: 'https://evil.example.com/' }, scheme);
    expect(await seriousProblems(refused, axe)).toEqual([]);
    noise.splice(0);
  });
});
