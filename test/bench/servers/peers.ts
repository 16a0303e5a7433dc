/** The other stand-ins: which there are on this machine, and how they are started. */
import { spawnSync } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { freePort, type Machine } from '../machine.ts';
import { MOCKOON, mockoon } from './mockoon.ts';
import type { Peer } from './peer.ts';
import { prism } from './prism.ts';
import { firstAnswer } from './ready.ts';
import type { Answer, Server } from './server.ts';
import { WIREMOCK, wiremock } from './wiremock.ts';

interface Package {
  readonly package: string;
  readonly version: string;
}

export interface Found {
  readonly peers: readonly Peer[];
  /** Who is left out, and why. */
  readonly notes: readonly string[];
}

/** Each of them compiles for seconds before it is as fast as it gets. */
const WARMTH = 4;

/** Fetching takes half a minute; a registry that cannot be reached is given up after a while. */
const FETCH_MS = 300_000;
const ONE_RETRY = { npm_config_fetch_retries: '1', npm_config_fetch_retry_mintimeout: '1000' } as const;
const POLL_MS = 20;
/** Of what a program said when it failed. */
const MOST_LINES = 4;

/** Prism is here; the others are fetched into folders that go when the benchmark ends. */
export async function findPeers(machine: Machine): Promise<Found> {
  const peers: Peer[] = [prism()];
  const notes: string[] = [];
  const fetched = async (wanted: Package, make: (modules: string) => Peer): Promise<void> => {
    try {
      peers.push(make(await fetch(machine, wanted)));
    } catch (error) {
      notes.push(leftOut(wanted, (error as Error).message));
    }
  };
  await fetched(MOCKOON, mockoon);
  if (spawnSync('java', ['-version']).status === 0) await fetched(WIREMOCK, wiremock);
  else notes.push(leftOut(WIREMOCK, 'There is no Java on this machine.'));
  return { peers, notes };
}

function leftOut({ package: name, version }: Package, why: string): string {
  return `Left out: ${name}@${version}. ${why.split('\n').slice(0, MOST_LINES).join(' ')}`;
}

/**
 * @returns the folder `node_modules` that `npx` made: it is what `npx` puts in front of PATH
 * @throws Error with what `npx` said
 */
async function fetch(machine: Machine, { package: name, version }: Package): Promise<string> {
  const folder = machine.temporaryFolder();
  const wanted = ['--yes', '--cache', folder, '--package', `${name}@${version}`];
  const call = ['--call', 'node -p process.env.PATH'];
  // Elsewhere `npx` may find a package of this name in a project around it.
  const options = { cwd: folder, env: ONE_RETRY, anywhere: true };
  const running = machine.launch('npx', options, 'npx', ...wanted, ...call);
  const bin = await running.line(
    (line) => line.split(delimiter).find((path) => path.startsWith(folder)),
    FETCH_MS,
  );
  return dirname(bin);
}

/** Started on what it has prepared, before it answers. */
export async function launchPeer(
  machine: Machine,
  peer: Peer,
  folder: string,
): Promise<Pick<Server, 'port' | 'running'>> {
  const port = await freePort();
  // At home in its folder: what a peer leaves behind goes with it.
  const running = machine.launch(peer.name, { env: { HOME: folder } }, ...peer.command(folder, port));
  return { port, running };
}

/** Starts each of them, and waits until it answers. */
export async function startPeers(
  machine: Machine,
  peers: readonly Peer[],
  answers: readonly Answer[],
): Promise<readonly Server[]> {
  const servers: Server[] = [];
  for (const peer of peers) {
    const folder = machine.temporaryFolder();
    peer.prepare(folder, answers);
    const { port, running } = await launchPeer(machine, peer, folder);
    await firstAnswer(running, { port, path: answers[0]?.path ?? '/' }, POLL_MS);
    servers.push({ name: peer.name, port, running, slowToWarm: peer.slowToWarm ?? WARMTH });
  }
  return servers;
}
