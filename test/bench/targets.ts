/** What is asked under load: holdings, a small answer, and a page of 200 trades, which is a large one. */
import type { Served } from '../support/serve.ts';
import { member } from '../support/traffic/dialect.ts';
import type { Target } from './load.ts';

const ROWS = 200;

/** One answer to be measured, from every server that gives it. */
export interface Subject {
  readonly name: string;
  /** Below the provider's address. */
  readonly path: string;
  readonly text: string;
  readonly rows: number;
}

export async function subjectsOf(served: Served): Promise<Subject[]> {
  const connections = rowsIn(await read(served, '/v1/connections'));
  const subjects: Subject[] = [];
  const [holdings] = await answersOf(served, connections, (id) => `/v1/holdings?connectionId=${id}`, 1);
  const [trades] = await answersOf(
    served,
    connections,
    (id) => `/v1/trades?connectionId=${id}&from=2000-01-01&limit=${ROWS}`,
    ROWS,
  );
  if (holdings !== undefined) subjects.push({ name: 'holdings', ...holdings });
  if (trades !== undefined) subjects.push({ name: `${ROWS} trades`, ...trades });
  if (subjects.length !== 2) throw new Error(`No connection shows holdings and ${ROWS} trades.`);
  return subjects;
}

type Found = Omit<Subject, 'name'>;

/** Connections that answer `path` with so many rows at least, the one with the fewest first. */
async function answersOf(
  served: Served,
  connections: readonly unknown[],
  path: (id: string) => string,
  least: number,
): Promise<Found[]> {
  const found: Found[] = [];
  for (const connection of connections) {
    const one = path(String(member(connection, 'id')));
    const text = await read(served, one).catch(() => '{}');
    const rows = rowsIn(text).length;
    if (rows >= least) found.push({ path: one, text, rows });
  }
  return found.sort((a, b) => a.rows - b.rows);
}

async function read(served: Served, path: string): Promise<string> {
  const { baseUrl, key } = accessOf(served);
  const answer = await fetch(`${baseUrl}${path}`, { headers: { authorization: `Bearer ${key}` } });
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.text();
}

function accessOf(served: Served): { baseUrl: string; key: string } {
  const { baseUrl = '', credentials } = served.world.providers.redbark ?? {};
  return { baseUrl, key: credentials?.professional ?? '' };
}

function rowsIn(text: string): readonly unknown[] {
  const rows = member(JSON.parse(text), 'data');
  return Array.isArray(rows) ? rows : [];
}

/** The answer from the simulator; `fresh` adds a parameter that makes every request one it has not seen. */
export function simulated(served: Served, subject: Subject, fresh: boolean): Target {
  const { baseUrl, key } = accessOf(served);
  const { pathname, port } = new URL(baseUrl);
  const head = `GET ${pathname}${subject.path}`;
  const rest = ` HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${key}\r\n\r\n`;
  return {
    name: `${subject.name}, ${fresh ? 'computed' : 'from the cache'}`,
    port: Number(port),
    request: fresh ? (number) => `${head}&n=${number}${rest}` : () => head + rest,
    bytes: Buffer.byteLength(subject.text),
    check: checkOf(subject),
  };
}

/** The same answer from the bare server. */
export function raw(port: number, subject: Subject): Target {
  const request = `GET ${subject.path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`;
  return {
    name: `${subject.name}, node:http alone`,
    port,
    request: () => request,
    bytes: Buffer.byteLength(subject.text),
    check: checkOf(subject),
  };
}

function checkOf({ name, text, rows }: Subject): (body: string) => void {
  return (body) => {
    const found = rowsIn(body).length;
    if (found !== rows) throw new Error(`${name}: ${found} rows instead of ${rows}`);
    if (body !== text) throw new Error(`${name}: another body than before`);
  };
}
