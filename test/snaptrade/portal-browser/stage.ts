/** A simulator where the published React component believes its messages, and a browser to look at it with. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import type { BrowserContext, Page } from 'playwright-core';
import type { WorldFile } from '../../../fixtures/ledger/index.ts';
import { snaptrade } from '../../../mocks/snaptrade/provider.ts';
import { type Simulator, startSimulator } from '../../../src/engine/simulator.ts';
import { Client } from '../client.ts';

/** The one origin on a developer's machine that `snaptrade-react` accepts messages from. */
export const ORIGIN = 'http://localhost:5173';

export interface Stage {
  /** A client of a new world whose clock stands still. */
  world(file?: WorldFile): Client;
  /** Mints a link that a browser can follow. */
  link(api: Client, options?: object): Promise<string>;
  close(): Promise<void>;
}

export async function startStage(): Promise<Stage> {
  const bugs: unknown[] = [];
  const simulator: Simulator = await startSimulator({
    providers: [snaptrade],
    port: 5173,
    host: 'localhost',
    world: { clock: 'frozen' },
    onBug: (error) => bugs.push(error),
  });
  return {
    world: (file = {}) =>
      new Client({
        simulator,
        handler: simulator.handler,
        world: simulator.createWorld({ clock: 'frozen', ...file }),
        bugs,
      }),
    async link(api, options = {}) {
      const { body } = await api.post('/snapTrade/login', options);
      const { pathname, search } = new URL(body.redirectURI);
      return `${ORIGIN}${pathname}${search}`;
    },
    close: () => simulator.close(),
  };
}

/** Ticks every account that is not, and allows. */
export async function allow(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Allow' }).click();
}

export async function login(page: Page, user: string): Promise<void> {
  await page.getByLabel('User name').fill(user);
  await page.getByLabel('Password').fill('secret');
  await page.getByRole('button', { name: 'Log in' }).click();
}

export function heading(page: Page): Promise<string> {
  return page.locator('h1').innerText();
}

/** An application that shows the portal in `SnapTradeReact`, on another origin, and notes what it is told. */
export async function startApplication(): Promise<{ readonly url: string; readonly server: Server }> {
  const source = `
    import { createElement as h, useState } from 'react';
    import { createRoot } from 'react-dom/client';
    import { SnapTradeReact } from 'snaptrade-react';
    window.told = [];
    function App() {
      const [open, setOpen] = useState(true);
      const note = (name) => (value) => window.told.push(value === undefined ? [name] : [name, value]);
      return h(SnapTradeReact, {
        loginLink: new URLSearchParams(location.search).get('link'), isOpen: open,
        close: () => { window.told.push(['close']); setOpen(false); },
        onSuccess: note('success'), onError: note('error'), onExit: () => window.told.push(['exit']),
      });
    }
    createRoot(document.getElementById('root')).render(h(App));`;
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: import.meta.dirname, loader: 'js' },
    bundle: true,
    write: false,
    minify: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  });
  const script = outputFiles[0]?.text ?? '';
  const server = createServer((request, response) => {
    const isScript = request.url === '/app.js';
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html; charset=utf-8');
    response.end(
      isScript
        ? script
        : '<!doctype html><title>App</title><div id="root"></div><script src="/app.js"></script>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server };
}

/** Problems that axe calls serious or critical, in its words. */
export async function seriousProblems(page: Pick<Page, 'evaluate'>, axe: string): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 120)).join(' | ')))`);
}

/** What a page says on its console or throws, and what it asks for from anywhere else than its origin. */
export function noiseOf(context: BrowserContext, origin = ORIGIN): string[] {
  const noise: string[] = [];
  context.on('console', (message) => {
    // The pages of dead links have their status, which the browser mentions.
    if (!/status of 4(04|10)/.test(message.text())) noise.push(message.text());
  });
  context.on('weberror', (error) => noise.push(error.error().message));
  context.on('request', (request) => {
    if (!request.url().startsWith(origin)) noise.push(request.url());
  });
  return noise;
}
