/** `/_understudy/...`: from a request below the prefix to a handler of the contract's table, and its answer out. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { announcesBody, readBody } from '../engine/body.ts';
import { coerceQuery } from '../engine/coerce.ts';
import { Router } from '../engine/router.ts';
import { decode, readQuery } from '../engine/target.ts';
import type { OperationSpec } from '../provider/operation.ts';
import type { Reply } from '../provider/reply.ts';
import { shortened } from '../provider/shortened.ts';
import { whole } from '../provider/text.ts';
import { misfits } from './checks.ts';
import type { ControlExchange, ControlFace, Stream } from './exchange.ts';
import { type OperationId, operations } from './generated/operations.ts';
import { refusalOf } from './guard.ts';
import { handlers } from './handlers.ts';
import { CONTROL_PREFIX } from './prefix.ts';
import { isRefusal, type Refusal, refuse, unfit } from './refusal.ts';

const MEGABYTE = 1024 * 1024;
const MAX_BODY = MEGABYTE;
/** Operations whose bodies may be larger: a world file with many rows, and all that happened in a world. */
const MAX_BODIES: Partial<Record<OperationId, number>> = {
  createWorld: 5 * MEGABYTE,
  restoreWorld: 64 * MEGABYTE,
};

const router = new Router(operations);

type Said = Reply | Refusal | Stream;
/** A handler, once its exchange has been held against the contract. */
type AnyHandler = (x: ControlExchange, face: ControlFace) => Said | Promise<Said>;

/** Answers a request below {@link CONTROL_PREFIX}. `path` is the path below it, `/` at least. */
export async function answerControl(
  req: IncomingMessage,
  res: ServerResponse,
  path: string,
  rawQuery: string,
  face: ControlFace,
): Promise<void> {
  let said: Said | undefined;
  try {
    said = await decide(req, path, rawQuery, face);
  } catch (error) {
    face.onBug(error, `control ${req.method} ${shortened(path)}`);
    said = refuse(500, 'A bug', 'Understudy itself failed; its log says where.');
  }
  if (said === undefined || res.destroyed || res.headersSent) return;
  if (!isRefusal(said) && said.kind === 'stream') said = said.open(res);
  if (said === undefined) return;
  if (isRefusal(said)) sendProblem(req, res, said);
  else
    send(req, res, said.status, said.text === undefined ? textOf(said.body) : whole(said.text), {
      ...said.headers,
    });
}

/** Undefined: the client is gone. */
async function decide(
  req: IncomingMessage,
  path: string,
  rawQuery: string,
  face: ControlFace,
): Promise<Said | undefined> {
  const refused = refusalOf(req, face.token);
  if (refused !== undefined) return refused;

  const found = route(req.method ?? 'GET', path);
  if (isRefusal(found)) return found;
  const { operation, values } = found;

  const parsed = readQuery(rawQuery);
  if (typeof parsed === 'string') return refuse(400, 'Not readable', `The address can't be read: ${parsed}.`);

  const body = await bodyOf(req, operation);
  if (body === undefined || isRefusal(body)) return body;

  const x = { path: values, query: coerceQuery(operation, parsed, 'last'), body: body.value, req };
  const errors = await misfits(operation, x);
  if (errors.length > 0) return unfit(errors);
  return (handlers[operation.id as OperationId] as AnyHandler)(x as ControlExchange, face);
}

interface Found {
  readonly operation: OperationSpec;
  readonly values: Record<string, string>;
}

function route(method: string, path: string): Found | Refusal {
  const match = router.match(method, path);
  if (match.found === 'nothing') {
    const near = router.near(method, path).slice(0, 3);
    const places = [...new Set(near.map(({ operation }) => CONTROL_PREFIX + operation.path))];
    const message = `Nothing stands at ${shortened(CONTROL_PREFIX + path)}.`;
    const advice =
      places.length > 0
        ? `Near it: ${places.join(', ')}.`
        : `${CONTROL_PREFIX}/openapi.json tells all there is.`;
    return refuse(404, 'Nothing here', `${message} ${advice}`, {
      errors: [{ field: 'path', given: shortened(path), message, allowed: places }],
    });
  }
  if (match.found === 'path') {
    const allowed = match.allowed.includes('GET') ? [...match.allowed, 'HEAD'] : match.allowed;
    return refuse(
      405,
      'Method not allowed',
      `${shortened(method, 20)} was given; allowed here: ${allowed.join(', ')}.`,
      {
        headers: { Allow: allowed.join(', ') },
        errors: [{ field: 'method', given: shortened(method, 20), message: 'is not allowed here', allowed }],
      },
    );
  }
  const values: Record<string, string> = Object.create(null);
  let next = 0;
  for (const segment of match.operation.segments) {
    if (!segment.startsWith('{')) continue;
    const value = decode(match.values[next++] ?? '');
    if (value === undefined)
      return refuse(400, 'Not readable', 'The path is not valid percent-encoded UTF-8.');
    values[segment.slice(1, -1)] = value;
  }
  return { operation: match.operation, values };
}

async function bodyOf(
  req: IncomingMessage,
  operation: OperationSpec,
): Promise<{ value: unknown } | Refusal | undefined> {
  if (req.method === 'GET' || req.method === 'HEAD' || !announcesBody(req)) return { value: undefined };
  // A page can send forms and plain text anywhere without asking first; JSON it can't.
  const type = req.headers['content-type'] ?? '';
  if (!/^application\/json *(;|$)/i.test(type)) {
    const given = type === '' ? 'none' : JSON.stringify(shortened(type));
    return refuse(
      415,
      'Not JSON',
      `The body's Content-Type has to be "application/json"; given was ${given}.`,
    );
  }
  const maxBytes = MAX_BODIES[operation.id as OperationId] ?? MAX_BODY;
  const body = await readBody(req, maxBytes);
  if (body.read === 'aborted') return undefined;
  if (body.read !== 'ok') {
    return refuse(413, 'Too large', `The body is over ${maxBytes} bytes, the most that is read here.`);
  }
  if (body.error !== undefined) {
    return refuse(400, 'Not readable', `The body can't be read: ${body.error}.`, {
      errors: [{ field: '', message: body.error }],
    });
  }
  return { value: body.value };
}

function sendProblem(req: IncomingMessage, res: ServerResponse, refusal: Refusal): void {
  const { kind: _, headers, status, title, ...more } = refusal;
  const body = { type: 'about:blank', title, status, ...more };
  const close = status === 413 && !req.complete ? { Connection: 'close' } : {};
  send(req, res, status, JSON.stringify(body), {
    'Content-Type': 'application/problem+json',
    ...headers,
    ...close,
  });
}

function textOf(body: unknown): string | undefined {
  return body === undefined ? undefined : JSON.stringify(body);
}

function send(
  req: IncomingMessage,
  res: ServerResponse,
  status: number,
  text: string | undefined,
  more: Readonly<Record<string, string | number | null | undefined>>,
): void {
  const given = Object.entries(more).filter(([, value]) => value !== null && value !== undefined);
  res.writeHead(status, {
    ...(text !== undefined && {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(text),
    }),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...(Object.fromEntries(given) as Record<string, string | number>),
  });
  res.end(req.method === 'HEAD' ? undefined : text);
}
