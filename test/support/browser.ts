/** A real browser, where the machine has one. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Undefined: there is none. */
export const BROWSER = PLACES.find((place) => existsSync(place));

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** @throws with a sentence that says what to install */
export function startBrowser(): Promise<Browser> {
  if (BROWSER === undefined)
    throw new Error(
      `No browser is here (looked for ${PLACES.join(', ')}). Install one: apt-get install chromium`,
    );
  return chromium.launch({ executablePath: BROWSER, args: FLAGS });
}
