import { createHmac } from 'node:crypto';
import { parse } from 'node:querystring';
import { describe, expect, it } from 'vitest';
import { mockoonEnvironment } from './servers/mockoon.ts';
import { prismDocument } from './servers/prism.ts';
import type { Answer } from './servers/server.ts';
import { wiremockMappings } from './servers/wiremock.ts';
import { SignedRequests } from './signed.ts';

const ANSWERS: readonly Answer[] = [
  { path: '/v1/holdings', text: '{"data":[{"quantity":"1.50","name":"{{faker}}"}]}' },
  { path: '/authorizations', text: '[{"id":"é"}]' },
];

describe('what peers are told to answer', () => {
  it('Prism: a document whose examples are the answers, and that forbids nothing', () => {
    expect(prismDocument(ANSWERS)).toMatchObject({
      openapi: '3.1.0',
      paths: {
        '/v1/holdings': {
          get: {
            responses: {
              200: {
                content: {
                  'application/json': {
                    schema: {},
                    example: { data: [{ quantity: '1.50', name: '{{faker}}' }] },
                  },
                },
              },
            },
          },
        },
        '/authorizations': {
          get: { responses: { 200: { content: { 'application/json': { example: [{ id: 'é' }] } } } } },
        },
      },
    });
  });

  it('Mockoon: routes that send the text as it stands, without templates', () => {
    const { routes, rootChildren } = mockoonEnvironment(ANSWERS) as {
      routes: { uuid: string; endpoint: string; responses: { uuid: string }[] }[];
      rootChildren: { uuid: string }[];
    };
    expect(routes.map(({ endpoint, responses }) => [endpoint, responses])).toEqual([
      [
        'v1/holdings',
        [expect.objectContaining({ body: ANSWERS[0]?.text, disableTemplating: true, default: true })],
      ],
      [
        'authorizations',
        [expect.objectContaining({ body: ANSWERS[1]?.text, disableTemplating: true, default: true })],
      ],
    ]);
    expect(rootChildren.map(({ uuid }) => uuid)).toEqual(routes.map(({ uuid }) => uuid));
    const ids = routes.flatMap(({ uuid, responses }) => [uuid, ...responses.map((one) => one.uuid)]);
    expect(new Set(ids).size).toBe(4);
  });

  it('WireMock: mappings by path, whatever the query', () => {
    expect(wiremockMappings(ANSWERS)).toEqual({
      mappings: [
        {
          request: { method: 'GET', urlPath: '/v1/holdings' },
          response: { status: 200, body: ANSWERS[0]?.text, headers: { 'Content-Type': 'application/json' } },
        },
        {
          request: { method: 'GET', urlPath: '/authorizations' },
          response: { status: 200, body: ANSWERS[1]?.text, headers: { 'Content-Type': 'application/json' } },
        },
      ],
    });
  });
});

describe('signed requests', () => {
  const signer = { clientId: 'CLIENT', consumerKey: 'secret', userId: 'user', userSecret: 'hush' };
  const requests = (): SignedRequests => new SignedRequests(signer, '/snaptrade', '/authorizations');

  const read = (request: string): { path: string; rawQuery: string; signature: string } => {
    const [, path = '', rawQuery = ''] = /^GET \/snaptrade([^?]*)\?(\S*) HTTP\/1\.1\r\n/.exec(request) ?? [];
    const [, signature = ''] = /\r\nSignature: (\S+)\r\n/.exec(request) ?? [];
    return { path, rawQuery, signature };
  };

  it('carry a signature that holds', () => {
    const { path, rawQuery, signature } = read(requests().next());
    expect(path).toBe('/authorizations');
    expect(parse(rawQuery)).toMatchObject({ clientId: 'CLIENT', userId: 'user', userSecret: 'hush' });
    // Written out as the documentation has it; that the simulator takes it shows wherever load is made.
    const text = `{"content":null,"path":"/authorizations","query":"${rawQuery}"}`;
    expect(signature).toBe(createHmac('sha256', 'secret').update(text).digest('base64'));
  });

  it('are never the same, made ahead or not', () => {
    const made = requests();
    made.prepare(5);
    const signatures = Array.from({ length: 12 }, () => read(made.next()).signature);
    expect(new Set(signatures).size).toBe(12);
  });
});
