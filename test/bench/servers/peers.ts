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

/** Fetching takes half a minute; a registry that cannot be reached is given up after a while. */
const FETCH_MS = 300_000;
const POLL_MS = 20;

/** Prism is here; the others are fetched into a folder that goes when the benchmark ends. */
export function findPeers(machine: Machine): Found {
  const peers: Peer[] = [prism()];
  const notes: string[] = [];
  const attempt = (
    wanted: Package,
    make: (modules: string) => Peer,
    needs: () => string | undefined,
  ): void => {
    const missing = needs();
    const fetched = missing === undefined ? fetch(wanted, machine.temporaryFolder()) : { failed: missing };
    if ('modules' in fetched) peers.push(make(fetched.modules));
    else notes.push(`Left out: ${wanted.package}@${wanted.version}. ${fetched.failed}`);
  };
  attempt(MOCKOON, mockoon, () => undefined);
  attempt(WIREMOCK, wiremock, () =>
    spawnSync('java', ['-version']).status === 0 ? undefined : 'There is no Java on this machine.',
  );
  return { peers, notes };
}

/** `npx` puts a package into its cache; the way to it is what it puts in front of PATH. */
function fetch(
  { package: name, version }: Package,
  folder: string,
): { readonly modules: string } | { readonly failed: string } {
  const args = ['--yes', '--cache', folder, '--package', `${name}@${version}`];
  const { status, stdout, stderr, error } = spawnSync(
    'npx',
    [...args, '--call', 'node -p process.env.PATH'],
    { cwd: folder, encoding: 'utf8', timeout: FETCH_MS },
  );
  if (error !== undefined) return { failed: `npx did not run: ${error.message}.` };
  const bin = stdout.split(delimiter).find((path) => path.startsWith(folder));
  if (status === 0 && bin !== undefined) return { modules: dirname(bin) };
  return {
    failed: `npx could not fetch it: ${stderr.trim().split('\n').slice(0, 3).join(' ') || 'no reason given'}.`,
  };
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
    servers.push({ name: peer.name, port, running });
  }
  return servers;
}
