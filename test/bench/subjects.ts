/** What is asked under load, and in which ways. */
import { member } from '../support/traffic/dialect.ts';
import { checkAlike, checkExact, checkPage, type PageShape } from './checks.ts';
import type { Target } from './load.ts';
import type { Ours } from './servers/ours.ts';
import type { Server } from './servers/server.ts';
import { SignedRequests, type Signer } from './signed.ts';

/** One answer, and the ways of asking for it. */
export interface Subject {
  readonly title: string;
  /** Below the provider's address, without query: where other servers give this answer. */
  readonly path: string;
  /** What other servers are asked; what they make of query and headers is their own matter. */
  readonly request: string;
  /** The answer, as the simulator gave it before anything was measured. */
  readonly text: string;
  /** The simulator, by what it can keep from one request to the next. */
  readonly ways: readonly Target[];
}

const ROWS = 200;
/** In world.yaml. */
const SMALL = '2b0c1b38-7a60-4a2e-9d0e-6a2f5a0c0002';
const DEEP = '2b0c1b38-7a60-4a2e-9d0e-6a2f5a0c0008';
/** Signatures to make ahead for each second: more than any server has answered. */
const SIGNED_A_SECOND = 60_000;

export async function subjectsOf(ours: Ours): Promise<readonly Subject[]> {
  return [await holdings(ours), await trades(ours), await connections(ours)];
}

async function holdings(ours: Ours): Promise<Subject> {
  const request = redbark(ours, `/v1/holdings?connectionId=${SMALL}`);
  const text = await answerTo(ours, request());
  if (rowsIn(text) !== 2) throw new Error(`${rowsIn(text)} holdings instead of two.`);
  const check = checkExact('holdings', text);
  return {
    title: 'Redbark holdings, two rows',
    path: '/v1/holdings',
    request: bare(request()),
    text,
    ways: [
      { name: 'from the answer cache', port: ours.port, next: request, check },
      { name: 'computed', port: ours.port, next: numbered(request()), check },
    ],
  };
}

async function trades(ours: Ours): Promise<Subject> {
  const connection = await connectionWith(ours, ROWS);
  const request = redbark(ours, `/v1/trades?connectionId=${connection}&limit=${ROWS}`);
  const text = await answerTo(ours, request());
  if (rowsIn(text) !== ROWS) throw new Error(`${rowsIn(text)} trades instead of ${ROWS}.`);
  const check = checkExact('trades', text);
  let page = 0;
  const next = (): string =>
    redbark(ours, `/v1/trades?connectionId=${DEEP}&limit=${ROWS}&offset=${ROWS * page++}`)();
  return {
    title: `Redbark trades, ${ROWS} rows`,
    path: '/v1/trades',
    request: bare(request()),
    text,
    ways: [
      { name: 'from the answer cache', port: ours.port, next: request, check },
      { name: 'rows seen before', port: ours.port, next: numbered(request()), check },
      {
        name: 'rows never seen before',
        port: ours.port,
        next,
        check: checkPage('trades never seen', TRADES),
        varies: true,
      },
    ],
  };
}

async function connections(ours: Ours): Promise<Subject> {
  const requests = new SignedRequests(signerOf(ours), '/snaptrade', '/authorizations');
  const request = requests.next();
  const text = await answerTo(ours, request);
  return {
    title: 'SnapTrade connections, each request signed',
    path: '/authorizations',
    request: bare(request),
    text,
    ways: [
      {
        name: 'signature checked',
        port: ours.port,
        prepare: (durationMs) => requests.prepare((SIGNED_A_SECOND * durationMs) / 1000),
        next: () => requests.next(),
        check: checkExact('connections', text),
      },
    ],
  };
}

/** Two holdings of one of several worlds, at its own address. */
export async function holdingsIn(ours: Ours, world: string): Promise<Target> {
  const request = redbark(ours, `/v1/holdings?connectionId=${SMALL}`, `/w/${world}`);
  const text = await answerTo(ours, request());
  if (rowsIn(text) !== 2) throw new Error(`${rowsIn(text)} holdings instead of two.`);
  const name = `holdings of ${world}`;
  return { name, port: ours.port, next: request, check: checkExact(name, text) };
}

/** A listing that goes on for longer than anybody reads. */
export interface Listing {
  readonly title: string;
  readonly rows: number;
  readonly request: (offset: number) => string;
  readonly check: (name: string) => (body: string) => void;
}

export async function deepListings(ours: Ours): Promise<readonly Listing[]> {
  const path = `/v1/trades?connectionId=${DEEP}&limit=${ROWS}&offset=`;
  const activities = await activitiesOf(ours);
  return [
    {
      title: `Redbark trades, ${ROWS} rows`,
      rows: ROWS,
      request: (offset) => redbark(ours, path + offset)(),
      check: (name) => checkPage(name, TRADES),
    },
    {
      title: `SnapTrade activities, ${ROWS} rows`,
      rows: ROWS,
      request: (offset) => activities.with(`offset=${offset}&limit=${ROWS}`),
      check: (name) => checkPage(name, ACTIVITIES),
    },
  ];
}

const TRADES: PageShape = {
  rows: ROWS,
  day: 'tradeDate',
  goesOn: (pagination) => member(pagination, 'hasMore') === true,
};

const ACTIVITIES: PageShape = {
  rows: ROWS,
  day: 'trade_date',
  goesOn: (pagination) => {
    const [offset, total] = ['offset', 'total'].map((name) => Number(member(pagination, name)));
    return (offset ?? Number.NaN) + ROWS < (total ?? Number.NaN);
  },
};

/** Requests for the activities of the account that has more than can be read. */
async function activitiesOf(ours: Ours): Promise<SignedRequests> {
  const accounts = new SignedRequests(signerOf(ours), '/snaptrade', '/accounts');
  const all = JSON.parse(await answerTo(ours, accounts.next())) as readonly unknown[];
  const deep = all.find((account) => member(account, 'brokerage_authorization') === DEEP);
  if (deep === undefined) throw new Error('SnapTrade does not show the deep account.');
  const path = `/accounts/${String(member(deep, 'id'))}/activities`;
  return new SignedRequests(signerOf(ours), '/snaptrade', path);
}

function signerOf({ world }: Ours): Signer {
  return world.providers.snaptrade?.credentials as unknown as Signer;
}

/** The same answer from a server that has been told it. */
export function elsewhere(server: Server, { title, request, text }: Subject): Target {
  const name = `${server.name}, ${title}`;
  return { name, port: server.port, next: () => request, check: checkAlike(name, text) };
}

/** The one request, made once. */
function redbark({ world }: Ours, path: string, mount = ''): () => string {
  const key = world.providers.redbark?.credentials.professional;
  const text = `GET ${mount}/redbark${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${key}\r\n\r\n`;
  return () => text;
}

/** The same answer to a request that is never the same: by a parameter that the API does not know. */
function numbered(request: string): () => string {
  const end = request.indexOf(' HTTP/1.1');
  let number = 0;
  return () => `${request.slice(0, end)}&n=${number++}${request.slice(end)}`;
}

/** Without what stands before a provider's own paths here. */
function bare(request: string): string {
  return request.replace(/^GET \/(redbark|snaptrade)/, 'GET ');
}

/** The connection with so many trades that has been there longest. */
async function connectionWith(ours: Ours, rows: number): Promise<string> {
  const body = JSON.parse(await answerTo(ours, redbark(ours, '/v1/connections')())) as { data: unknown[] };
  for (const connection of body.data) {
    const id = String(member(connection, 'id'));
    if (id === DEEP) continue;
    const path = `/v1/trades?connectionId=${id}&limit=${rows}`;
    const text = await answerTo(ours, redbark(ours, path)()).catch(() => '{}');
    if (rowsIn(text) === rows) return id;
  }
  throw new Error(`No connection shows ${rows} trades.`);
}

/** Asked as the load will ask, by the very bytes. */
export async function answerTo(ours: Ours, request: string): Promise<string> {
  const [first = '', ...lines] = request.trimEnd().split('\r\n');
  const path = first.split(' ')[1] ?? '';
  const headers = lines
    .map((line) => line.split(': ') as [string, string])
    .filter(([name]) => name !== 'Host');
  const answer = await fetch(`http://127.0.0.1:${ours.port}${path}`, { headers });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${text.slice(0, 300)}`);
  return text;
}

function rowsIn(text: string): number {
  const rows = member(JSON.parse(text), 'data');
  return Array.isArray(rows) ? rows.length : 0;
}
