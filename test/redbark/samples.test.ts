/** Code that knows nothing of this simulator: the samples of the two pages, and one client written from them. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Recording, record } from './recording.ts';
import { everyTrade, redbarkIn, type Trade, type TradePage } from './redbark.ts';
import { filledIn, reindent, type Samples, samplesOf } from './seed-samples.ts';

const run = promisify(execFile);

// Some 2,300 trades a year, so that the samples' quarter has more than two of their pages, and fewer than the 30
// that a key may ask for in a minute.
const rb = redbarkIn({ entities: { accounts: [{ key: 'owner-shares', rowsPerYear: 2300 }] } });
const connectionId = rb.connection('owner-commsec');
const folder = mkdtempSync(join(tmpdir(), 'redbark-samples-'));
let recording: Recording;

beforeAll(async () => {
  recording = await record(rb);
});
afterAll(async () => {
  await recording.close();
  rmSync(folder, { recursive: true });
});

/** The trades a client was given, page by page in the order it asked. */
function given(): Trade[] {
  const pages = recording.answers.filter(({ target }) => target.includes('/v1/trades'));
  expect(pages.length).toBeGreaterThan(2);
  expect(new Set(pages.map(({ target }) => target)).size).toBe(pages.length);
  return pages.flatMap(({ text }) => (JSON.parse(text) as TradePage).data);
}

/** The same trades by a way of our own: one bigger page after the other. */
async function expected(query: Record<string, string> = {}): Promise<Trade[]> {
  return everyTrade(rb, { connectionId, ...query }, 500);
}

async function start(command: string, file: string, sample: string): Promise<string> {
  // The cache and the bucket of the samples before are none of this one's.
  rb.world.reset();
  rb.world.clock.freeze();
  recording.answers.length = 0;
  const path = join(folder, file);
  writeFileSync(path, filledIn(sample, recording.url, rb.key('professional'), connectionId));
  return (await run(command, [path])).stdout;
}

describe('a client written from the documentation', () => {
  it('ends with every trade once', async () => {
    const client = join(import.meta.dirname, 'clients/list-trades.mjs');
    const { stdout } = await run(process.execPath, [client, connectionId, '500'], {
      env: { ...process.env, REDBARK_API_URL: recording.url, REDBARK_API_KEY: rb.key('professional') },
    });
    rb.world.clock.advance('1m');
    const trades = await expected();
    expect(JSON.parse(stdout)).toEqual(trades.map(({ id }) => id));
    expect(trades.length).toBeGreaterThan(5000);
  });
});

describe('reindent', () => {
  it('puts blocks back where colons, breaks and counters say they are', () => {
    const lines = [
      'while True:',
      'x = f(',
      '1,',
      ')',
      'if not x:',
      'break',
      'n += 1',
      'for y in z:',
      'print(y)',
    ];
    expect(reindent(lines)).toBe(
      [
        'while True:',
        '    x = f(',
        '    1,',
        '    )',
        '    if not x:',
        '        break',
        '    n += 1',
        'for y in z:',
        '    print(y)',
      ].join('\n'),
    );
  });
});

const tradesPage = samplesOf('001');
const holdingsPage = samplesOf('003');
const python = spawnSync('python3', ['-c', 'import requests']).status === 0;

if (tradesPage === undefined || holdingsPage === undefined) {
  console.info('The seed pages are not beside this project (../shared/seeds): their samples are not run.');
} else {
  if (!python) {
    console.info('python3 with the package "requests" is not here: the Python samples are not run.');
  }
  seedSamples(tradesPage, holdingsPage);
}

function seedSamples(trades: Samples, holdings: Samples): void {
  const QUARTER = { from: '2026-01-01', to: '2026-03-31' };

  describe('the samples of the trades page, with nothing changed but address, key and connection', () => {
    it('JavaScript ends with every trade once', async () => {
      const stdout = await start(process.execPath, 'trades.mjs', trades.javascript);
      const all = await expected(QUARTER);
      expect(stdout).toBe(`Fetched ${all.length} trades\n`);
      expect(given()).toEqual(all);
    });

    it.runIf(python)('Python ends with every trade once', async () => {
      const stdout = await start('python3', 'trades.py', trades.python);
      const all = await expected(QUARTER);
      expect(stdout).toBe(`Fetched ${all.length} trades\n`);
      expect(given()).toEqual(all);
    });
  });

  describe('the samples of the holdings page, with nothing changed but address, key and connection', () => {
    const lines = async (): Promise<string> => {
      const { body } = await rb.get('/v1/holdings', { connectionId });
      expect(body.data.length).toBeGreaterThan(3);
      return body.data
        .map((h) => `${h.symbol}: ${h.quantity} @ ${h.currentPrice} (${h.currency})\n`)
        .join('');
    };

    it('JavaScript prints every holding', async () => {
      expect(await start(process.execPath, 'holdings.mjs', holdings.javascript)).toBe(await lines());
    });

    it.runIf(python)('Python prints every holding', async () => {
      expect(await start('python3', 'holdings.py', holdings.python)).toBe(await lines());
    });
  });
}
