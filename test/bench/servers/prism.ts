/** Prism, from our own dependencies. */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Peer } from './peer.ts';
import type { Answer } from './server.ts';

const FILE = 'openapi.json';

export function prism(): Peer {
  const manifest = createRequire(import.meta.url).resolve('@stoplight/prism-cli/package.json');
  const { version } = createRequire(import.meta.url)(manifest) as { readonly version: string };
  const script = join(dirname(manifest), 'dist', 'index.js');
  return {
    name: `Prism ${version}`,
    prepare: (folder, answers) => writeFileSync(join(folder, FILE), JSON.stringify(prismDocument(answers))),
    command: (folder, port) => [
      process.execPath,
      script,
      'mock',
      join(folder, FILE),
      '--port',
      String(port),
      '--cors',
      'false',
      '--verboseLevel',
      'fatal',
    ],
  };
}

/** A document whose every operation has one example, and says nothing that a request or answer could break. */
export function prismDocument(answers: readonly Answer[]): unknown {
  const operation = ({ text }: Answer): unknown => ({
    get: {
      responses: {
        200: {
          description: 'OK',
          content: { 'application/json': { schema: {}, example: JSON.parse(text) } },
        },
      },
    },
  });
  return {
    openapi: '3.1.0',
    info: { title: 'Prepared answers', version: '1' },
    paths: Object.fromEntries(answers.map((answer) => [answer.path, operation(answer)])),
  };
}
