/** How soon a cold process gives its first right answer, and what it occupies when nobody asks any more. */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { BUILT } from '../../support/serve.ts';
import type { Goal } from '../goals.ts';
import { freePort, type Machine, processorTime, type Running, residentMemory } from '../machine.ts';
import type { Results, Row } from '../results.ts';
import { startOurs } from '../servers/ours.ts';
import type { Peer } from '../servers/peer.ts';
import { firstAnswer } from '../servers/ready.ts';
import { ratios } from '../stats.ts';

export interface Cold {
  readonly machine: Machine;
  readonly peers: readonly Peer[];
  readonly rounds: number;
  readonly say?: (line: string) => void;
}

/** A way to start a server, and what it is asked first. */
interface Starter {
  readonly server: string;
  readonly way?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Asked of it before it is left alone, one after the other. */
  readonly more?: readonly string[];
  readonly command: (port: number) => readonly string[];
  /** Where what it leaves behind goes. */
  readonly home?: string;
}

interface Start {
  /** From before the process began to the end of its first answer, milliseconds. */
  readonly after: number;
  /** What the process had used by then: what `after` would be with nothing else on the machine, give or take. */
  readonly used: number | undefined;
}

/** As short as the difference between two servers that matters least. */
const POLL_MS = 2;
/** Time for the garbage collector to notice that nothing happens. */
const SETTLE_MS = 3000;
const HELLO = 'Express hello';
const HELLO_SCRIPT = join(import.meta.dirname, '..', 'servers', 'express-hello.mjs');

export async function start(cold: Cold): Promise<Results> {
  const starters = await startersOf(cold);
  const all = new Map<Starter, Start[]>(starters.map((one) => [one, []]));
  for (let round = 0; round < cold.rounds; round++) {
    cold.say?.(`start: round ${round + 1} of ${cold.rounds}`);
    for (const one of starters) {
      const { running, measured } = await begin(cold.machine, one);
      all.get(one)?.push(measured);
      await running.stop();
    }
  }
  const rows = (of: (start: Start) => number | undefined, unit: string): Row[] =>
    withRatios(
      starters.map((one) =>
        rowOf(
          one,
          (all.get(one) ?? []).flatMap((s) => of(s) ?? []),
          unit,
        ),
      ),
    );
  const after = rows(({ after }) => after, 'ms');
  const used = rows(({ used }) => used, 'ms').filter(({ values }) => values.length > 0);
  return {
    tables: [
      { title: 'First answer of a cold process', yardstick: HELLO, rising: false, rows: after },
      ...(used.length > 0
        ? [{ title: 'Processor time until then', yardstick: HELLO, rising: false, rows: used }]
        : []),
    ],
    goals: startGoals(after),
  };
}

export async function memory({ machine, peers, rounds, say }: Cold): Promise<Results> {
  const starters = (await startersOf({ machine, peers })).filter(({ way }) => way !== HEALTH);
  const all = new Map<Starter, number[]>(starters.map((one) => [one, []]));
  for (let round = 0; round < rounds; round++) {
    say?.(`memory: round ${round + 1} of ${rounds}`);
    const waiting = [];
    for (const one of starters) waiting.push({ one, ...(await begin(machine, one)) });
    await pause(SETTLE_MS);
    for (const { one, running } of waiting) {
      all.get(one)?.push(residentMemory(running.pid));
      await running.stop();
    }
  }
  const rows = withRatios(starters.map((one) => rowOf({ ...one, way: undefined }, all.get(one) ?? [], 'MB')));
  const own = rows.find(({ server }) => server === 'understudy');
  return {
    tables: [{ title: 'Resident memory of an idle process', yardstick: HELLO, rising: false, rows }],
    goals: [
      {
        what: 'Idle memory',
        unit: ` x ${HELLO}`,
        bound: { atMost: 1.5 },
        values: own?.ratios ?? [],
      },
    ],
  };
}

const HEALTH = 'health';
const DATA = 'connections, with a key';
const LISTING = '/v1/connections';

/** Ours, the least of its kind, and the peers with the answer that ours gave. */
async function startersOf({ machine, peers }: Pick<Cold, 'machine' | 'peers'>): Promise<readonly Starter[]> {
  const ours = await startOurs(machine);
  const headers = { authorization: `Bearer ${ours.world.providers.redbark?.credentials.professional}` };
  const question = { port: ours.port, path: `/redbark${LISTING}`, headers };
  const text = await firstAnswer(ours.running, question, POLL_MS);
  await ours.running.stop();
  const serve = (port: number): string[] => [
    process.execPath,
    BUILT,
    'serve',
    '--port',
    String(port),
    '--json',
  ];
  return [
    { server: HELLO, path: '/', command: (port) => [process.execPath, HELLO_SCRIPT, String(port)] },
    { server: ours.name, way: HEALTH, path: '/redbark/health', command: serve },
    {
      server: ours.name,
      way: DATA,
      path: question.path,
      headers,
      more: Object.keys(ours.world.providers).map((provider) => `/${provider}/`),
      command: serve,
    },
    ...peers.map((peer): Starter => {
      const folder = machine.temporaryFolder();
      peer.prepare(folder, [{ path: LISTING, text }]);
      const command = (port: number): readonly string[] => peer.command(folder, port);
      return { server: peer.name, path: LISTING, command, home: folder };
    }),
  ];
}

async function begin(
  machine: Machine,
  { server, path, headers, more = [], command, home }: Starter,
): Promise<{ readonly running: Running; readonly measured: Start }> {
  const port = await freePort();
  const began = performance.now();
  const running = machine.launch(server, home === undefined ? {} : { env: { HOME: home } }, ...command(port));
  await firstAnswer(running, { port, path, ...(headers !== undefined && { headers }) }, POLL_MS);
  const measured = { after: performance.now() - began, used: processorTime(running.pid) };
  for (const other of more) await fetch(`http://127.0.0.1:${port}${other}`).then((answer) => answer.text());
  return { running, measured };
}

function rowOf(
  { server, way }: Pick<Starter, 'server'> & { readonly way?: string | undefined },
  values: readonly number[],
  unit: string,
): Row {
  return { server, ...(way !== undefined && { way }), values, unit };
}

/** The first is the yardstick. */
function withRatios(rows: readonly Row[]): Row[] {
  return rows.map((row) => ({ ...row, ratios: ratios(row.values, rows[0]?.values ?? []) }));
}

function startGoals(rows: readonly Row[]): Goal[] {
  const prism = rows.find(({ server }) => server.startsWith('Prism'));
  return rows
    .filter(({ way }) => way !== undefined)
    .flatMap((own): Goal[] => {
      const what = `First answer of a cold process, ${own.way}`;
      return [
        { what, unit: ` x ${HELLO}`, bound: { atMost: 2 }, values: own.ratios ?? [] },
        ...(prism === undefined
          ? []
          : [
              {
                what,
                unit: ` x ${prism.server}`,
                bound: { atMost: 0.25 },
                values: ratios(own.values, prism.values),
              },
            ]),
      ];
    });
}
