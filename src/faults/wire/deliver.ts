/** Sends an answer as a plan of faults says. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HeaderValue } from '../../provider/reply.ts';
import { arranged } from './arranged.ts';
import { headOf } from './head.ts';
import { Line } from './line.ts';
import type { Pace, WirePlan } from './plan.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, HeaderValue>>;
  /** '' for none. */
  readonly body: string;
}

/**
 * In this order: the delay, then status line and headers, then the body at its pace, then the ending. Every wait ends
 * when the client goes away.
 *
 * @returns when the answer was handed over, or given up
 */
export async function deliver(
  req: IncomingMessage,
  res: ServerResponse,
  answer: Answer,
  plan: WirePlan,
): Promise<void> {
  const line = new Line(req.socket, res);
  const { delayMs = 0, ending } = plan;
  if (!(await line.pause(delayMs)) || !(await line.turn())) return;
  if (await endsWithoutAnswer(line, plan)) return;

  const { headers, sent, isWhole } = arranged(answer, plan);
  if (plan.headersOverMs !== undefined) {
    const head = headOf(res, answer.status, headers);
    const pieces = Math.min(head.length, plan.headersOverMs + 1);
    const pace = { pieces, overMs: plan.headersOverMs };
    if (!(await inPieces(line, head, pace, (piece) => line.writeRaw(piece)))) return;
  } else res.writeHead(answer.status, headers);

  if (isWhole && plan.pace === undefined) {
    if (ending?.how === 'drop') res.prependOnceListener('finish', () => line.close());
    res.end(sent);
    return;
  }
  if (sent.length === 0) res.flushHeaders();
  else if (!(await inPieces(line, sent, plan.pace, (piece) => line.write(piece)))) return;
  if (ending?.how === 'reset') await line.reset();
  else if (!isWhole) line.close();
  else {
    if (ending?.how === 'drop') res.prependOnceListener('finish', () => line.close());
    res.end();
  }
}

async function endsWithoutAnswer(line: Line, { ending }: WirePlan): Promise<boolean> {
  switch (ending?.how) {
    case 'hang':
      if (await line.pause(ending.forMs)) line.close();
      return true;
    case 'empty':
      line.close();
      return true;
    case 'reset':
      if (ending.at === 'before-headers') await line.reset();
      return ending.at === 'before-headers';
    case 'cut':
    case 'unfinished':
    case 'drop':
    case undefined:
      return false;
  }
}

/** Bytes in so many pieces, the last of them after so long. @returns false if the client has gone */
async function inPieces(
  line: Line,
  bytes: Buffer,
  { pieces, overMs }: Pace = { pieces: 1, overMs: 0 },
  write: (piece: Buffer) => Promise<boolean>,
): Promise<boolean> {
  const count = Math.min(pieces, bytes.length);
  for (let n = 0; n < count; n++) {
    if (n > 0 && !(await line.pause(overMs / (count - 1)))) return false;
    const piece = bytes.subarray(edge(n, count, bytes), edge(n + 1, count, bytes));
    if (!(await write(piece))) return false;
  }
  return true;
}

function edge(n: number, count: number, bytes: Buffer): number {
  return Math.floor((n * bytes.length) / count);
}
