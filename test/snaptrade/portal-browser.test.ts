/** The connection portal in a real browser: by hand, by keyboard, without script, in a frame; and for everybody. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { BROWSER, startBrowser } from '../support/browser.ts';
import {
  allow,
  heading,
  login,
  noiseOf,
  type Stage,
  seriousProblems,
  startApplication,
  startStage,
} from './portal-browser/stage.ts';

// Where CI runs there has to be one; anywhere else the tests need nothing but Node.
const run = BROWSER !== undefined || process.env.CI !== undefined;
if (!run)
  console.info('No browser is here: the portal is not opened. To have it opened: apt-get install chromium');

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser: Browser;
let stage: Stage;
let context: BrowserContext | undefined;
let noise: string[] = [];

beforeAll(async () => {
  if (!run) return;
  [browser, stage] = await Promise.all([startBrowser(), startStage()]);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});
afterEach(async () => {
  await context?.close();
  context = undefined;
  expect(noise).toEqual([]);
});

async function open(address: string, { script = true, quiet = true } = {}): Promise<Page> {
  context ??= await browser.newContext({ javaScriptEnabled: script, viewport: { width: 480, height: 800 } });
  noise = quiet ? noiseOf(context) : [];
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(address);
  return page;
}

describe.runIf(run)('somebody in a browser', { timeout: 60_000 }, () => {
  it('connects: searches, chooses, logs in, allows, is done', async () => {
    const api = stage.world();
    const page = await open(await stage.link(api));
    await page.getByRole('searchbox').fill('wealths');
    await expect.poll(() => page.getByRole('listitem').count()).toBe(1);
    await page.getByRole('button', { name: 'Wealthsimple' }).click();
    expect(await heading(page)).toBe('Log in to Wealthsimple');
    await login(page, 'jo');
    expect(await page.getByRole('checkbox').count()).toBe(2);
    await allow(page);
    expect(await heading(page)).toBe('Connected');
    expect((await api.get('/authorizations')).body.at(-1)).toMatchObject({
      brokerage: { name: 'Wealthsimple' },
    });
  });

  it('is told of a wrong password, and tries again', async () => {
    const page = await open(await stage.link(stage.world(), { broker: 'STAKE' }));
    await login(page, 'wrong-password');
    expect(await page.getByRole('alert').innerText()).toBe(
      'The brokerage does not know this user name and password.',
    );
    await page.getByRole('button', { name: 'Try again' }).click();
    await login(page, 'jo');
    await allow(page);
    expect(await heading(page)).toBe('Connected');
  });

  it('is asked for a second factor', async () => {
    const page = await open(await stage.link(stage.world(), { broker: 'STAKE' }));
    await login(page, 'second-factor');
    expect(await heading(page)).toBe('Enter your code');
    await page.getByLabel('Code').fill('123456');
    await page.getByRole('button', { name: 'Confirm' }).click();
    await allow(page);
    expect(await heading(page)).toBe('Connected');
  });

  it('waits for a slow brokerage, whose page looks again by itself', async () => {
    const api = stage.world();
    const page = await open(await stage.link(api, { broker: 'STAKE' }));
    await login(page, 'slow');
    expect(await heading(page)).toBe('Waiting for Stake');
    api.simulated.world.clock.advance('10s');
    await page.getByRole('heading', { name: 'Share your accounts' }).waitFor();
  });

  it('gives up, and is back at the application', async () => {
    const page = await open(
      await stage.link(stage.world(), { customRedirect: 'http://localhost:5173/back?state=1' }),
    );
    await page.getByRole('button', { name: 'Close' }).click();
    await page.waitForURL('**/back?state=1&status=ABANDONED');
    noise.splice(0);
  });

  it('mends the connection, and refuses somebody else', async () => {
    const api = stage.world();
    const [{ id }] = (await api.get('/authorizations')).body;
    await api.post(`/authorizations/${id}/disable`);
    const page = await open(await stage.link(api, { reconnect: id }));
    const right = await page.getByLabel('User name').inputValue();
    await login(page, 'somebody-else');
    expect(await page.getByRole('alert').innerText()).toContain('another login');
    await page.getByRole('button', { name: 'Try again' }).click();
    await login(page, right);
    await allow(page);
    expect(await heading(page)).toBe('Connected');
    expect((await api.get(`/authorizations/${id}`)).body.disabled).toBe(false);
  });

  it('with a link that ran out, or was used, says so', async () => {
    const api = stage.world();
    const link = await stage.link(api);
    const late = await stage.link(api);
    const page = await open(link);
    await page.goto(link);
    expect(await heading(page)).toBe('This link was used before');
    api.simulated.world.clock.advance('5m');
    await page.goto(late);
    expect(await heading(page)).toBe('This link has expired');
  });

  it('needs no mouse', async () => {
    const page = await open(await stage.link(stage.world(), { showCloseButton: false }));
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.type')).toBe('search');
    await page.keyboard.type('stake');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Log in to Stake' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.type('jo');
    await page.keyboard.press('Tab');
    await page.keyboard.type('secret');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Share your accounts' }).waitFor();
    for (let tabs = 0; tabs < 3; tabs += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Connected' }).waitFor();
  });

  it('needs no script', async () => {
    const page = await open(await stage.link(stage.world()), { script: false });
    await page.getByRole('searchbox').fill('wealths');
    await page.getByRole('button', { name: 'Search' }).click();
    expect(await page.getByRole('listitem').count()).toBe(1);
    await page.getByRole('button', { name: 'Wealthsimple' }).click();
    await login(page, 'jo');
    await allow(page);
    expect(await heading(page)).toBe('Connected');
  });
});

describe.runIf(run)('inside a page with the published React component', { timeout: 90_000 }, () => {
  let app: Awaited<ReturnType<typeof startApplication>>;
  beforeAll(async () => {
    app = await startApplication();
  }, 60_000);
  afterAll(() => {
    app.server.close();
  });

  async function framed(options: object) {
    const api = stage.world();
    const page = await open(`${app.url}?link=${encodeURIComponent(await stage.link(api, options))}`, {
      quiet: false,
    });
    const frame = page.frameLocator('#snaptrade-react-connection-portal');
    const told = () => page.evaluate('window.told') as Promise<unknown[]>;
    const click = (name: string) => frame.getByRole('button', { name }).click();
    const enter = async (user: string) => {
      await frame.getByLabel('User name').fill(user);
      await frame.getByLabel('Password').fill('secret');
      await click('Log in');
    };
    return { api, page, frame, told, click, enter };
  }

  it('connects, and redirects nowhere', async () => {
    const { api, page, told, click, enter } = await framed({
      broker: 'STAKE',
      immediateRedirect: true,
      customRedirect: 'https://app.example.com/',
    });
    await enter('jo');
    await click('Allow');
    await expect.poll(told).toHaveLength(1);
    const { id } = (await api.get('/authorizations')).body.at(-1);
    expect(await told()).toEqual([['success', id]]);
    await click('Done');
    await expect.poll(told).toEqual([['success', id], ['close'], ['exit']]);
    await expect.poll(() => page.locator('iframe').count()).toBe(0);
  });

  it('tells of an error as an object', async () => {
    const { told, enter } = await framed({ broker: 'STAKE' });
    await enter('broker-down');
    await expect
      .poll(told)
      .toEqual([
        ['error', { errorCode: '3000', statusCode: 500, detail: 'Could not connect to the brokerage.' }],
      ]);
  });

  it('tells that somebody left', async () => {
    const { told, click } = await framed({ broker: 'STAKE' });
    await click('Close');
    await expect.poll(told).toEqual([['close'], ['exit']]);
  });

  it('opens the brokerage’s own site in a window, and tells when that is closed', async () => {
    const { page, frame, told } = await framed({ broker: 'COINBASE' });
    const launch = frame.getByRole('link', { name: 'Continue to Coinbase' });
    const opened = async () => {
      const [other] = await Promise.all([page.waitForEvent('popup'), launch.click()]);
      await other.getByLabel('User name').waitFor();
      return other;
    };
    await (await opened()).close();
    await expect.poll(told).toEqual([['exit']]);
    const other = await opened();
    const [, portal] = page.frames();
    expect(await seriousProblems(portal as Frame, axe)).toEqual([]);
    expect(await seriousProblems(other, axe)).toEqual([]);
    await login(other, 'jo');
    await frame.getByRole('button', { name: 'Allow' }).click();
    await expect.poll(told).toHaveLength(2);
  });
});

describe.runIf(run)('every page, light and dark, for everybody', { timeout: 90_000 }, () => {
  it.each([false, true])('with darkMode %s has no serious problem', async (darkMode) => {
    const api = stage.world();
    const problems: string[] = [];
    const page = await open(await stage.link(api, { darkMode }));
    const look = async (title: string): Promise<void> => {
      expect(await heading(page)).toBe(title);
      problems.push(...(await seriousProblems(page, axe)).map((one) => `${title}: ${one}`));
    };
    const fresh = async (options: object): Promise<string> => {
      const link = await stage.link(api, { darkMode, ...options });
      await page.goto(link);
      return link;
    };
    await look('Choose your brokerage');
    await page.getByRole('button', { name: 'Stake' }).click();
    await look('Log in to Stake');
    await page.getByText('User names for tests').click();
    await look('Log in to Stake');
    await login(page, 'second-factor');
    await look('Enter your code');
    await page.getByLabel('Code').fill('1');
    await page.getByRole('button', { name: 'Confirm' }).click();
    await look('That did not work');
    await fresh({ broker: 'STAKE' });
    await login(page, 'slow');
    await look('Waiting for Stake');
    const used = await fresh({ broker: 'SANDBOX', customRedirect: 'https://app.example.com/' });
    await look('Log in to SnapTrade Sandbox');
    await page.getByRole('button', { name: 'Log in' }).click();
    await look('Share your accounts');
    await allow(page);
    await look('Connected');
    await page.goto(used);
    await look('This link was used before');
    await page.goto(used.replace(/token=[^&]+/, 'token=x'));
    await look('This link leads nowhere');
    await fresh({ broker: 'STAKE' });
    await page.getByRole('button', { name: 'Close' }).click();
    await look('Nothing was connected');
    const late = await stage.link(api, { darkMode });
    api.simulated.world.clock.advance('5m');
    await page.goto(late);
    await look('This link has expired');
    expect(problems).toEqual([]);
  });
});
