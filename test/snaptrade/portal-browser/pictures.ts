/** `npx tsx test/snaptrade/portal-browser/pictures.ts`: takes the pictures of docs/snaptrade/{portal,access}.md anew. */
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { startBrowser } from '../../support/browser.ts';
import { Application } from '../oauth.ts';
import { allow, login, ORIGIN, startStage } from './stage.ts';

const FOLDER = resolve(import.meta.dirname, '../../../docs/images/portal');
mkdirSync(FOLDER, { recursive: true });
const [browser, stage] = await Promise.all([startBrowser(), startStage()]);
const api = stage.world();

async function opened(options: object, deviceScaleFactor = 1.25): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 500, height: 300 }, deviceScaleFactor });
  const page = await context.newPage();
  await page.goto(await stage.link(api, options));
  return page;
}

async function picture(page: Page, name: string, height = 1200): Promise<void> {
  const whole = (await page.evaluate(
    'document.querySelector("footer").getBoundingClientRect().bottom + scrollY + 20',
  )) as number;
  await page.setViewportSize({ width: 500, height: Math.min(height, Math.ceil(whole)) });
  await page.screenshot({ path: resolve(FOLDER, `${name}.png`) });
}

const light = await opened({});
await picture(light, 'choose', 620);
await light.getByRole('button', { name: 'Stake' }).click();
const names = await opened({ broker: 'STAKE' }, 0.9);
await names.getByText('User names for tests').click();
await picture(names, 'login', 760);
await login(light, 'jo');
await picture(light, 'accounts');
await allow(light);
await picture(light, 'done');
const dark = await opened({
  broker: 'QUESTRADE',
  darkMode: true,
  customRedirect: 'https://app.example.com/',
});
await login(dark, 'second-factor');
await picture(dark, 'code-dark');
await dark.getByLabel('Code').fill('000000');
await dark.getByRole('button', { name: 'Confirm' }).click();
await picture(dark, 'failed-dark');
const asking = await browser.newPage({ viewport: { width: 500, height: 720 }, deviceScaleFactor: 1 });
const wish = new URLSearchParams(new Application(api).wish({ scope: 'read trade webhook' }));
await asking.goto(`${ORIGIN}/snaptrade/oauth/authorize?${wish}`);
await asking.screenshot({ path: resolve(FOLDER, 'consent.png'), fullPage: true });
await browser.close();
await stage.close();
