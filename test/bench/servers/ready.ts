/** Waiting for a server's first right answer. */
import { get } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Running } from '../machine.ts';

const PATIENCE_MS = 60_000;

export interface Question {
  readonly port: number;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Asks until the server answers with a 200, every `everyMs`.
 *
 * @returns the body
 * @throws Error if the server ends, answers anything else, or is silent for a minute
 */
export async function firstAnswer(running: Running, question: Question, everyMs: number): Promise<string> {
  const deadline = performance.now() + PATIENCE_MS;
  while (performance.now() < deadline && !running.ended) {
    const answer = await ask(question);
    if (answer === undefined) {
      await pause(everyMs);
      continue;
    }
    if (answer.status === 200) return answer.body;
    throw running.failure(`answered ${question.path} with ${answer.status}: ${answer.body.slice(0, 300)}`);
  }
  throw running.failure(running.ended ? 'ended' : `gave no answer in ${PATIENCE_MS / 1000} s`);
}

/** Undefined: nobody listens yet. */
function ask({
  port,
  path,
  headers = {},
}: Question): Promise<{ readonly status: number; readonly body: string } | undefined> {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, path, headers, agent: false }, (answer) => {
      let body = '';
      answer.setEncoding('utf8');
      answer.on('data', (text) => (body += text));
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, body }));
    });
    request.once('error', () => resolve(undefined));
  });
}
