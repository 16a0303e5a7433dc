/** A client in this process: its jobs are called as functions. */
import { JsonNumber } from '../../provider/json.ts';
import { type ClientDefinition, ClientFailure, Unsupported } from '../define-client.ts';
import { parseExactly } from '../exact-json.ts';
import type { CaseMessage } from '../protocol.ts';
import type { WaitId } from '../waits.ts';
import type { Answered, CaseListener, Played, Session } from './session.ts';

/** Cases of one process at a time; more would only wait for each other. */
const ROOM = 8;

export function objectSession(client: ClientDefinition): Session {
  return {
    hello: helloOf(client),
    room: client.parallel === false ? 1 : ROOM,
    problems: [],
    play: (message, listener) => playObject(client, message, listener),
    close: async () => {},
  };
}

export function helloOf({
  client,
  version,
  language = 'TypeScript',
  operations,
  clock = false,
  parallel = true,
  members,
}: ClientDefinition): Session['hello'] {
  return {
    client,
    version,
    language,
    operations: Object.keys(operations),
    capabilities: [...(clock ? (['clock'] as const) : []), ...(parallel ? (['parallel'] as const) : [])],
    ...(members !== undefined && { members }),
  };
}

function playObject(client: ClientDefinition, message: CaseMessage, listener: CaseListener): Played {
  const sleeping = new Map<
    WaitId,
    { readonly resolve: () => void; readonly reject: (why: unknown) => void }
  >();
  const abort = new AbortController();
  let now = Date.parse(message.now);
  let waits = 0;
  const sleep = client.clock === true ? virtualSleep : realSleep;

  function virtualSleep(ms: number): Promise<void> {
    waits += 1;
    const id = waits;
    return new Promise((resolve, reject) => {
      sleeping.set(id, { resolve, reject });
      listener.onSleep(id, ms);
    });
  }

  const operation = client.operations[message.operation];
  const started = performance.now();
  const begun = now;
  const answered = !operation
    ? Promise.resolve<Answered>({ kind: 'unsupported', why: `no operation ${message.operation}` })
    : outcomeOf(() =>
        operation(message.input, {
          baseUrl: message.baseUrl,
          credentials: message.credentials,
          limits: message.limits,
          now: () => (client.clock === true ? now : begun + (performance.now() - started)),
          sleep: (ms) => sleep(ms, abort.signal),
          signal: abort.signal,
        }),
      );
  const gone = new Promise<undefined>((resolve) => {
    abort.signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  return {
    answered: Promise.race([answered, gone]),
    wake(id, at) {
      now = at;
      sleeping.get(id)?.resolve();
      sleeping.delete(id);
    },
    abandon() {
      const why = new Error('The suite gave this case up.');
      abort.abort(why);
      for (const { reject } of sleeping.values()) reject(why);
    },
  };
}

export function realSleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const abandon = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abandon);
      resolve();
    }, ms);
    signal.addEventListener('abort', abandon, { once: true });
  });
}

/** What a job of a client defined in TypeScript comes to: a value, or what it threw. */
export async function outcomeOf(job: () => Promise<unknown>): Promise<Answered> {
  try {
    // As text, since that is how every other client's value comes; it also shows what cannot be told in JSON.
    const text = JSON.stringify(await job(), (_, value) =>
      value instanceof JsonNumber ? value.digits : value,
    );
    const parsed = parseExactly(text ?? 'null');
    return parsed.ok ? { kind: 'value', value: parsed.value } : { kind: 'crashed', message: parsed.message };
  } catch (error) {
    if (error instanceof ClientFailure) return { kind: 'failure', failure: error.failure };
    if (error instanceof Unsupported) return { kind: 'unsupported', why: error.message };
    return { kind: 'crashed', message: crashText(error) };
  }
}

function crashText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
