/** WireMock, which needs Java. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Peer } from './peer.ts';
import type { Answer } from './server.ts';

export const WIREMOCK = { package: 'wiremock', version: '3.13.2' } as const;

/** @param modules the folder `node_modules` it was fetched into */
export function wiremock(modules: string): Peer {
  const build = join(modules, 'wiremock', 'build');
  const jar = readdirSync(build).find((name) => name.endsWith('.jar'));
  if (jar === undefined) throw new Error(`There is no jar in the package wiremock@${WIREMOCK.version}.`);
  return {
    name: `WireMock ${WIREMOCK.version}`,
    // Java compiles on the one core on which it answers, and all of Jetty.
    slowToWarm: 16,
    prepare: (folder, answers) => {
      const mappings = join(folder, 'mappings');
      mkdirSync(mappings, { recursive: true });
      writeFileSync(join(mappings, 'answers.json'), JSON.stringify(wiremockMappings(answers)));
    },
    command: (folder, port) => [
      'java',
      '-jar',
      join(build, jar),
      '--port',
      String(port),
      '--bind-address',
      '127.0.0.1',
      '--root-dir',
      folder,
      '--no-request-journal',
      '--disable-request-logging',
      '--disable-response-templating',
      '--disable-banner',
      '--use-chunked-encoding',
      'never',
    ],
  };
}

export function wiremockMappings(answers: readonly Answer[]): unknown {
  return {
    mappings: answers.map(({ path, text }) => ({
      request: { method: 'GET', urlPath: path },
      response: { status: 200, body: text, headers: { 'Content-Type': 'application/json' } },
    })),
  };
}
