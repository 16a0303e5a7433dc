/** The adapter of a client in TypeScript: messages on stdin and stdout (docs/adapter.md). */
import { Console } from 'node:console';
import type { Readable, Writable } from 'node:stream';
import { writeJson } from '../provider/json.ts';
import type { ClientDefinition } from './define-client.ts';
import type { CaseMessage, ResultBody, ToAdapter } from './protocol.ts';
import { LineCutter } from './session/channel.ts';
import { helloOf, objectSession } from './session/object-session.ts';
import type { Answered, Played } from './session/session.ts';

export interface AdapterStreams {
  readonly input?: Readable;
  readonly output?: Writable;
}

/**
 * Speaks for a client until the suite says bye or hangs up.
 *
 * What the client prints with `console.log` goes to stderr from here on: stdout belongs to the messages.
 *
 * @example await runAdapter(client); // understudy verify --adapter 'node adapter.js'
 */
export async function runAdapter(
  client: ClientDefinition,
  { input = process.stdin, output = process.stdout }: AdapterStreams = {},
): Promise<void> {
  if (output === process.stdout) globalThis.console = new Console(process.stderr);
  const session = objectSession(client);
  const running = new Map<number, Played>();
  const send = (message: object): void => {
    output.write(`${writeJson(message)}\n`);
  };
  let over: () => void = () => {};
  const ended = new Promise<void>((resolve) => {
    over = resolve;
  });

  const take = (message: ToAdapter): void => {
    switch (message.type) {
      case 'hello':
        send({ type: 'hello', ...helloOf(client) });
        return;
      case 'case':
        running.set(message.seq, begin(message));
        return;
      case 'sleepAck':
        running.get(message.seq)?.wake(message.id, Date.parse(message.now));
        return;
      case 'cancel':
        running.get(message.seq)?.abandon();
        return;
      case 'bye':
        over();
        return;
      default:
        // A message of a later version of the suite: nothing that this one knows.
        message satisfies never;
    }
  };

  const begin = (message: CaseMessage): Played => {
    const { seq } = message;
    const played = session.play(message, {
      onSleep: (id, ms) => send({ type: 'sleep', seq, ms, id }),
      onLine: () => {},
      onMisbehaviour: () => {},
    });
    void played.answered.then((answered) => {
      running.delete(seq);
      if (answered !== undefined) send({ type: 'result', seq, ...bodyOf(answered) });
    });
    return played;
  };

  const lines = new LineCutter(
    (line) => take(JSON.parse(line) as ToAdapter),
    () => {},
  );
  input.on('data', (chunk: Buffer) => lines.push(chunk));
  input.once('end', () => over());
  await ended;
  for (const played of running.values()) played.abandon();
  if (input === process.stdin) process.stdin.unref();
}

function bodyOf(answered: Answered): ResultBody {
  switch (answered.kind) {
    case 'value':
      return { value: answered.value };
    case 'failure':
      return { failure: answered.failure };
    case 'unsupported':
      return { unsupported: answered.why };
    case 'crashed':
      return { crashed: answered.message };
  }
}
