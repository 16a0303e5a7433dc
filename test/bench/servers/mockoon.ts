/** Mockoon's command. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Peer } from './peer.ts';
import type { Answer } from './server.ts';

export const MOCKOON = { package: '@mockoon/cli', version: '9.9.0' } as const;

const FILE = 'mockoon.json';

/** @param modules the folder `node_modules` it was fetched into */
export function mockoon(modules: string): Peer {
  return {
    name: `Mockoon ${MOCKOON.version}`,
    prepare: (folder, answers) =>
      writeFileSync(join(folder, FILE), JSON.stringify(mockoonEnvironment(answers))),
    command: (folder, port) => [
      process.execPath,
      join(modules, '@mockoon', 'cli', 'bin', 'run.js'),
      'start',
      '--data',
      join(folder, FILE),
      '--port',
      String(port),
      '--hostname',
      '127.0.0.1',
      '--disable-log-to-file',
      '--disable-admin-api',
      '--max-transaction-logs',
      '0',
      '--repair',
    ],
  };
}

/** Routes whose answers are sent as they stand, without templates. */
export function mockoonEnvironment(answers: readonly Answer[]): unknown {
  const routes = answers.map(({ path, text }, i) => ({
    uuid: uuid(2 * i + 1),
    type: 'http',
    documentation: '',
    method: 'get',
    endpoint: path.slice(1),
    responses: [
      {
        uuid: uuid(2 * i + 2),
        body: text,
        latency: 0,
        statusCode: 200,
        label: '',
        headers: [{ key: 'Content-Type', value: 'application/json' }],
        bodyType: 'INLINE',
        filePath: '',
        databucketID: '',
        sendFileAsBody: false,
        rules: [],
        rulesOperator: 'OR',
        disableTemplating: true,
        fallbackTo404: false,
        default: true,
        crudKey: 'id',
        callbacks: [],
      },
    ],
    responseMode: null,
    streamingMode: null,
    streamingInterval: 0,
  }));
  return {
    uuid: uuid(0),
    lastMigration: 33,
    name: 'Prepared answers',
    endpointPrefix: '',
    latency: 0,
    port: 3000,
    hostname: '127.0.0.1',
    folders: [],
    routes,
    rootChildren: routes.map((route) => ({ type: 'route', uuid: route.uuid })),
    proxyMode: false,
    proxyHost: '',
    proxyRemovePrefix: false,
    tlsOptions: {
      enabled: false,
      type: 'CERT',
      pfxPath: '',
      certPath: '',
      keyPath: '',
      caPath: '',
      passphrase: '',
    },
    cors: false,
    headers: [],
    proxyReqHeaders: [],
    proxyResHeaders: [],
    data: [],
    callbacks: [],
  };
}

function uuid(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}
