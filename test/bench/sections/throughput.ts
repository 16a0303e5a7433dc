/** Requests a second with every stage on, beside servers that give the same answers. */
import type { Goal } from '../goals.ts';
import type { Machine } from '../machine.ts';
import type { Results, Row, Table } from '../results.ts';
import { type Contestant, type Pace, rateBeside, rowOf, takeTurns } from '../rounds.ts';
import { startOurs, WORLD } from '../servers/ours.ts';
import { startRaw } from '../servers/raw.ts';
import type { Answer, Server } from '../servers/server.ts';
import { ratios } from '../stats.ts';
import { elsewhere, type Subject, subjectsOf } from '../subjects.ts';

/** Starts other servers, and tells them what to answer. */
export type StartPeers = (answers: readonly Answer[]) => Promise<readonly Server[]>;

export interface Throughput {
  readonly machine: Machine;
  readonly pace: Pace;
  readonly startPeers: StartPeers;
  readonly say?: (line: string) => void;
}

interface Group {
  readonly subject: Subject;
  readonly yardstick: Contestant;
  readonly ours: readonly Contestant[];
  readonly peers: readonly Contestant[];
}

export async function throughput({ machine, pace, startPeers, say }: Throughput): Promise<Results> {
  const ours = await startOurs(machine, '--world', WORLD);
  const subjects = await subjectsOf(ours);
  const yardstick = await startRaw(machine, subjects);
  const peers = await startPeers(subjects);
  const groups = subjects.map((subject): Group => {
    const other = (server: Server): Contestant => ({
      target: elsewhere(server, subject),
      pid: server.running.pid,
      server: server.name,
      ...(server.slowToWarm !== undefined && { slowToWarm: server.slowToWarm }),
    });
    const own = (target: Subject['ways'][number]): Contestant => ({
      target,
      pid: ours.running.pid,
      server: ours.name,
      way: target.name,
    });
    return {
      subject,
      yardstick: other(yardstick),
      ours: subject.ways.map(own),
      peers: peers.map(other),
    };
  });
  const all = await takeTurns(
    groups.flatMap((group) => [group.yardstick, ...group.ours, ...group.peers]),
    pace,
    say,
  );
  await Promise.all([ours, yardstick, ...peers].map(({ running }) => running.stop()));
  const tables = groups.map(
    ({ subject, yardstick, ours, peers }): Table => ({
      title: `${subject.title} (${size(subject.text)})`,
      yardstick: yardstick.server,
      rising: true,
      rows: [yardstick, ...ours, ...peers].map((one) => rowOf(one, yardstick, all)),
    }),
  );
  return { tables, goals: groups.flatMap((group, i) => goalsOf(group, tables[i]?.rows ?? [])) };
}

/** What each kind of answer is judged by: the way that keeps least, unless the goal is about the usual request. */
const JUDGED: Readonly<
  Record<string, { readonly way: string; readonly raw: number; readonly peers: number }>
> = {
  '/v1/holdings': { way: 'from the answer cache', raw: 0.7, peers: 1 },
  '/v1/trades': { way: 'rows seen before', raw: 2, peers: 1.5 },
  '/authorizations': { way: 'signature checked', raw: 0.45, peers: 1 },
};
/** Beyond what is asked of every peer, for two rows of holdings. */
const HOLDINGS_BESIDE: Readonly<Record<string, number>> = { WireMock: 5, Prism: 12 };

function goalsOf({ subject, yardstick, peers }: Group, rows: readonly Row[]): Goal[] {
  const judged = JUDGED[subject.path];
  const own = rows.find(({ way }) => way !== undefined && way === judged?.way);
  const raw = rows.find(({ server }) => server === yardstick.server);
  if (judged === undefined || own === undefined || raw === undefined) return [];
  const what = `${subject.title}, ${own.way}`;
  return [
    { what, unit: ` x ${raw.server}`, bound: { atLeast: judged.raw }, ...rateBeside(own, raw) },
    ...peers.flatMap(({ server }): Goal[] => {
      const peer = rows.find((row) => row.server === server);
      if (peer === undefined) return [];
      const [brand = ''] = server.split(' ');
      const special = subject.path === '/v1/holdings' ? HOLDINGS_BESIDE[brand] : undefined;
      const rate = rateBeside(own, peer);
      const slowest = ratios(own.p99 ?? [], peer.p99 ?? []);
      return [
        { what, unit: ` x ${server}`, bound: { atLeast: special ?? judged.peers }, ...rate },
        { what, unit: ` x the p99 of ${server}`, bound: { atMost: 1 }, ...rate, values: slowest },
      ];
    }),
  ];
}

function size(text: string): string {
  return `${(Buffer.byteLength(text) / 1000).toPrecision(2)} kB`;
}
