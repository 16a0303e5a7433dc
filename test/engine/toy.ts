/** A provider of three operations, small enough to see everything the engine does to it. */
import {
  defineProvider,
  ok,
  type Provider,
  problem,
  reply,
  rollingWindow,
  validate,
} from '../../src/provider/index.ts';
import type { OperationSpec, Validate } from '../../src/provider/operation.ts';

interface ToyState {
  notes: { id: number; text: string }[];
}

type Note = { id: number; text: string };
interface ToyOperations {
  listNotes: {
    parameters: { query?: { limit?: number; tags?: string[]; loud?: boolean } };
    responses: { 200: { content: { 'application/json': { notes: Note[]; seen: unknown } } } };
  };
  getNote: {
    parameters: { path: { noteId: string } };
    responses: { 200: { content: { 'application/json': Note } } };
  };
  addNote: {
    requestBody: { content: { 'application/json': { text: string } } };
    responses: { 201: { content: { 'application/json': Note } } };
  };
}

const spec = (
  partial: Partial<OperationSpec> & Pick<OperationSpec, 'id' | 'method' | 'path'>,
): OperationSpec => ({
  segments: partial.path.split('/').filter((segment) => segment !== ''),
  parameters: [],
  body: 'none',
  statuses: [200],
  tags: [],
  deprecated: false,
  ...partial,
});

export const operations: OperationSpec[] = [
  spec({
    id: 'listNotes',
    method: 'GET',
    path: '/v1/notes',
    parameters: [
      { name: 'limit', in: 'query', required: false, type: 'integer', default: 10 },
      { name: 'tags', in: 'query', required: false, type: 'array', explode: false },
      { name: 'loud', in: 'query', required: false, type: 'boolean' },
    ],
  }),
  spec({
    id: 'getNote',
    method: 'GET',
    path: '/v1/notes/{noteId}',
    parameters: [{ name: 'noteId', in: 'path', required: true, type: 'string' }],
  }),
  spec({ id: 'addNote', method: 'POST', path: '/v1/notes', body: 'required', statuses: [201] }),
];

/** What ajv would compile for `addNote`, by hand. */
const addNote: Validate = (data) => {
  const { body } = data as { body?: { text?: unknown } };
  addNote.errors =
    typeof body?.text === 'string'
      ? null
      : [{ instancePath: '/body', schemaPath: '', keyword: 'required', params: { missingProperty: 'text' } }];
  return addNote.errors === null;
};

const problems: Provider['problems'] = {
  unknownPath: (_x, near) => problem(404, 'unknown path', { details: near }),
  methodNotAllowed: (_x, allowed) => problem(405, 'wrong method', { details: allowed }),
  malformedTarget: (_x, reason) => problem(400, reason),
  malformedBody: (_x, reason) => problem(400, reason),
  bodyTooLarge: (_x, max) => problem(413, `over ${max} bytes`),
  invalid: (_x, violations) =>
    problem(422, violations.map((one) => `${one.in} ${one.name} ${one.message}`).join('; ')),
  unexpected: () => problem(500, 'a bug'),
};

export const toy = defineProvider<ToyOperations, ToyState, string>()({
  id: 'toy',
  title: 'Toy',
  hosts: ['api.toy.example'],
  basePaths: ['', '/api'],
  contract: { operations, requests: { addNote }, answers: async () => ({}) },
  switches: {
    greeting: { says: 'how to greet', values: { plain: 'plainly', loud: 'loudly' }, default: 'plain' },
  },
  repeatedParameter: 'last',
  maxBodyBytes: 1000,
  createState: () => ({ notes: [{ id: 1, text: 'first' }] }),
  credentials: (world) => ({ show: { key: `key-${world.secrets.lo}` }, tokens: [`key-${world.secrets.lo}`] }),
  identify: (request) => request.headers['x-key'] as string | undefined,
  secretParameters: ['secret'],
  checks: [
    (x) => {
      const reading = rollingWindow(x.world.meters, 'toy', x.now, { limit: 5, windowMs: 60_000 });
      x.setHeader('X-Left', reading.remaining);
      return reading.allowed || x.world.limits === 'off'
        ? undefined
        : problem(429, 'slow down', { by: 'rate-limit' });
    },
    validate({ addNote }, problems),
  ],
  handlers: {
    listNotes: (x) => {
      if (x.header('x-crash') !== undefined) throw new Error('crashed as asked');
      return ok({
        notes: x.world.state.notes,
        seen: {
          query: x.query,
          world: x.world.id,
          base: x.basePath,
          baseUrl: x.baseUrl,
          switch: x.world.switch('greeting'),
        },
      });
    },
    getNote: (x) => {
      const note = x.world.state.notes.find((one) => String(one.id) === x.path.noteId);
      return note === undefined ? problem(404, `no note ${x.path.noteId}`) : ok(note);
    },
    addNote: (x) => {
      const note = { id: x.world.serial('note') + 1, text: x.body.text };
      x.world.state.notes.push(note);
      x.world.schedule(x.now + 60_000, 'shout', note.id);
      return reply(201, note);
    },
  },
  cache: {
    rule: (x) => (x.operation.id === 'getNote' ? { key: `toy:${x.path.noteId}`, ttlMs: 10_000 } : undefined),
    announce: (x, outcome) => x.setHeader('X-Cache', outcome.toUpperCase()),
  },
  problems,
  render: (refused) => ({
    kind: 'reply',
    status: refused.status,
    body: { error: refused.message, details: refused.details },
  }),
  finish: (x, status) => x.setHeader('X-Finished', `${x.operation.id} ${status}`),
  events: {
    shout: (world, at, id) => {
      const note = world.state.notes.find((one) => one.id === id);
      if (note !== undefined) note.text = `${note.text.toUpperCase()} at ${new Date(at).toISOString()}`;
    },
  },
  sample: (_world, baseUrl) => `curl ${baseUrl}/v1/notes`,
});
