/** Carries webhooks out of the process: one attempt is one HTTP POST. Shared by the worlds of a process. */
import { type IncomingMessage, request as plainRequest } from 'node:http';
import type { Outcome } from '../provider/webhooks.ts';
import { NotAllowed, type Targets } from './targets.ts';

/** On the machine's clock: from the look-up of the name to the end of the answer. */
const PATIENCE_MS = 10_000;
/** An answer may say much; this much is read, and then its status counts. */
const MOST_READ = 64 * 1024;
/** Of an answer's body, for the journal. */
const MOST_KEPT = 18 * 1024;

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly head: Buffer;
  readonly bytes: number;
}

export interface Posted {
  readonly result: Outcome | { readonly error: 'refused' };
  readonly answer?: Answer;
  /** For people: `connect ECONNREFUSED 127.0.0.1:9`. */
  readonly message?: string;
}

export class Courier {
  readonly targets: Targets;
  readonly #patienceMs: number;

  constructor(targets: Targets, patienceMs: number = PATIENCE_MS) {
    this.targets = targets;
    this.#patienceMs = patienceMs;
  }

  /** Never rejects: whatever happens is a result. `signal` is for when nobody wants to know any more. */
  post({ url, headers, body }: Post, signal: AbortSignal): Promise<Posted> {
    const target = new URL(url);
    const refusal = this.targets.refusal(target);
    if (refusal !== undefined) return Promise.resolve({ result: { error: 'refused' }, message: refusal });
    return new Promise((done) => {
      const request = requestOf(target)(target, {
        method: 'POST',
        // A connection for each attempt: none is reused after its peer closed it, and none is left open.
        agent: false,
        lookup: this.targets.lookupFor(target),
        signal,
        headers: { ...headers, 'Content-Length': Buffer.byteLength(body), Connection: 'close' },
      });
      const finish = (posted: Posted): void => {
        clearTimeout(patience);
        done(posted);
        request.destroy();
      };
      const failed = (error: Error): void => finish(resultOf(error, target));
      const patience = setTimeout(() => {
        const message = `no whole answer within ${this.#patienceMs} ms`;
        finish({ result: { error: 'timeout' }, message });
      }, this.#patienceMs);
      request.on('error', failed);
      request.on('response', (response) => listen(response, finish, failed));
      request.end(body);
    });
  }
}

/** Reads an answer to its end, or as far as it is read at all. Redirects are answers like others: nobody follows. */
function listen(
  response: IncomingMessage,
  finish: (posted: Posted) => void,
  failed: (error: Error) => void,
): void {
  const parts: Buffer[] = [];
  let kept = 0;
  let bytes = 0;
  const answered = (): void => {
    const status = response.statusCode ?? 0;
    const head = Buffer.concat(parts);
    finish({ result: { status }, answer: { status, headers: response.headers, head, bytes } });
  };
  response.on('data', (part: Buffer) => {
    bytes += part.length;
    if (kept < MOST_KEPT) {
      const head = part.subarray(0, MOST_KEPT - kept);
      parts.push(head);
      kept += head.length;
    }
    if (bytes > MOST_READ) answered();
  });
  response.on('end', answered);
  response.on('error', failed);
}

function resultOf(error: Error, { hostname }: URL): Posted {
  return error instanceof NotAllowed
    ? { result: { error: 'refused' }, message: `"${hostname}" means another machine than this one.` }
    : { result: { error: 'network' }, message: error.message || error.name };
}

/** Node's TLS takes as long to load as all that HTTP is made of, and most receivers are on this machine. */
function requestOf({ protocol }: URL): typeof plainRequest {
  return protocol === 'https:' ? process.getBuiltinModule('node:https').request : plainRequest;
}
