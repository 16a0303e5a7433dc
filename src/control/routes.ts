/** `/_understudy/...`: what runs here and how to get in. Reading only; errors are problem+json (RFC 9457). */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WorldSummary } from '../world/handle.ts';
import { refusal } from './guard.ts';

export const CONTROL_PREFIX = '/_understudy';

export interface ControlFace {
  readonly version: string;
  /** True: anyone who can connect may read, `serve --open-control`. */
  readonly open: boolean;
  readonly worlds: () => readonly string[];
  /** Undefined: there is no such world. */
  readonly world: (id: string) => WorldSummary | undefined;
}

/** Answers a request below {@link CONTROL_PREFIX}. `path` is the path below it. */
export function answerControl(
  req: IncomingMessage,
  res: ServerResponse,
  path: string,
  face: ControlFace,
): void {
  const refused = face.open ? undefined : refusal(req);
  if (refused !== undefined) {
    sendProblem(
      res,
      403,
      'Control is closed',
      `The request is refused because ${refused}. Start with --open-control to allow it.`,
    );
    return;
  }
  if (req.method !== 'GET' && req.method !== 'HEAD') {
    res.setHeader('Allow', 'GET, HEAD');
    sendProblem(res, 405, 'Method not allowed', `${req.method} was given; allowed here: GET.`);
    return;
  }
  const [, resource, id, ...rest] = path.replace(/\/$/, '').split('/');
  if (rest.length === 0 && resource === 'health' && id === undefined) {
    sendJson(res, 200, { status: 'ok', version: face.version, worlds: face.worlds().length });
  } else if (rest.length === 0 && resource === 'worlds') {
    answerWorlds(res, id, face);
  } else {
    sendProblem(res, 404, 'Nothing here', `Known: ${CONTROL_PREFIX}/health, /worlds and /worlds/{id}.`);
  }
}

function answerWorlds(res: ServerResponse, id: string | undefined, face: ControlFace): void {
  if (id === undefined) {
    sendJson(res, 200, { worlds: face.worlds() });
    return;
  }
  const world = face.world(id);
  if (world !== undefined) sendJson(res, 200, world);
  else sendProblem(res, 404, 'No such world', `${CONTROL_PREFIX}/worlds lists the worlds there are.`);
}

function sendProblem(res: ServerResponse, status: number, title: string, detail: string): void {
  sendJson(res, status, { type: 'about:blank', title, status, detail }, 'application/problem+json');
}

function sendJson(res: ServerResponse, status: number, body: unknown, type = 'application/json'): void {
  const text = JSON.stringify(body);
  res.writeHead(status, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
  });
  res.end(text);
}
