/**
 * Stands for the institutions behind the providers: one operation that moves a connection, for every provider of the
 * world. Tests use it where something has to happen at a bank or broker while a world goes on.
 */
import type { ConnectionStatus } from '../../fixtures/ledger/types.ts';
import { defineProvider, ok, problem, reply } from '../../src/provider/index.ts';

interface Operations {
  happens: {
    parameters: { query: { connection: string; status: ConnectionStatus; reason?: string } };
    responses: { 200: { content: { 'application/json': Record<string, never> } } };
  };
}

const broken = () => problem(500, 'the test itself is wrong');

export const institutions = defineProvider<Operations, unknown, unknown>()({
  id: 'institutions',
  title: 'Institutions',
  hosts: [],
  contract: {
    operations: [
      {
        id: 'happens',
        method: 'POST',
        path: '/happens',
        segments: ['happens'],
        parameters: [],
        body: 'none',
        statuses: [200],
        tags: [],
        deprecated: false,
      },
    ],
    requests: {},
    answers: async () => ({}),
  },
  switches: {},
  repeatedParameter: 'first',
  createState: () => ({}),
  credentials: () => ({ show: {}, tokens: [] }),
  identify: () => undefined,
  checks: [],
  handlers: {
    happens({ query: { connection, status, reason }, world }) {
      world.setConnection(connection, { status, ...(reason && { reason }) });
      return ok({});
    },
  },
  problems: {
    unknownPath: broken,
    methodNotAllowed: broken,
    malformedTarget: broken,
    malformedBody: broken,
    bodyTooLarge: broken,
    invalid: broken,
    unexpected: broken,
  },
  render: ({ status, message }) => reply(status, { message }),
  sample: () => '',
});
