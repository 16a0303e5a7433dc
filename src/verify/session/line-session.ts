/**
 * A client behind an adapter that speaks in lines (docs/adapter.md). Whatever the adapter does wrong is the client's,
 * never the harness's: it is told, the case fails, and the adapter is started again for the cases that are left.
 */
import type { SchemaError } from '../../provider/operation.ts';
import { shortened } from '../../provider/shortened.ts';
import { parseExactly } from '../exact-json.ts';
import { messages } from '../generated/messages.js';
import {
  type CaseMessage,
  type FromAdapter,
  type Hello,
  PROTOCOL,
  type Result,
  type ToAdapter,
} from '../protocol.ts';
import type { WaitId } from '../waits.ts';
import type { Channel, OpenChannel } from './channel.ts';
import { LONGEST_LINE } from './channel.ts';
import type { Answered, CaseListener, NoSession, Played, Session } from './session.ts';

/** How long an adapter may take to say hello: a virtual machine has to start, perhaps a compiler too. */
const HELLO_MS = 60_000;
/** What an adapter may send in one case. */
const MOST_BYTES = 64 * 1024 * 1024;
/** Cases that one adapter with the capability `parallel` is given at a time. */
const ROOM = 8;
/** Starts that fail in a row, after which there will be no other. */
const MOST_DEATHS = 20;
/** Lines kept of what an adapter says before it says hello. */
const KEPT_LINES = 20;

interface Running {
  readonly listener: CaseListener;
  readonly answer: (answered: Answered | undefined) => void;
  bytes: number;
  answered: boolean;
}

export interface LineSessionOptions {
  readonly open: OpenChannel;
  readonly suite: string;
  /** A connection that ends cannot be opened again from here: the client comes by itself. */
  readonly restarts: boolean;
  readonly helloMs?: number;
}

export type Connected = { readonly ok: true; readonly session: Session } | NoSession;

export async function lineSession(options: LineSessionOptions): Promise<Connected> {
  const link = new Link(options);
  const hello = await link.start();
  if (typeof hello === 'string') {
    await link.close();
    return {
      ok: false,
      whose: hello.startsWith('it could not be started') || link.notFound ? 'usage' : 'client',
      message: hello,
      lines: link.lines,
    };
  }
  return {
    ok: true,
    session: {
      hello,
      room: hello.capabilities.includes('parallel') ? ROOM : 1,
      problems: link.problems,
      play: (message, listener) => link.play(message, listener),
      close: () => link.close(),
    },
  };
}

class Link {
  readonly problems: string[] = [];
  /** The first lines it said that were no messages. */
  readonly lines: string[] = [];
  notFound = false;
  readonly #options: LineSessionOptions;
  readonly #running = new Map<number, Running>();
  /** Cases that ended, so that a second answer to one can be told from an answer to none. */
  readonly #ended = new Map<number, string>();
  #channel: Channel | undefined;
  #greeting: ((hello: Hello | string) => void) | undefined;
  #ready: Promise<Hello | string> | undefined;
  #deaths = 0;
  #closing = false;
  /** Counts channels: one that was given up has nothing to say any more. */
  #generation = 0;

  constructor(options: LineSessionOptions) {
    this.#options = options;
  }

  /** @returns its hello, or why there was none */
  start(): Promise<Hello | string> {
    this.#ready ??= this.#greet();
    return this.#ready;
  }

  play(message: CaseMessage, listener: CaseListener): Played {
    const { seq } = message;
    let finish: (answered: Answered | undefined) => void = () => {};
    const answered = new Promise<Answered | undefined>((resolve) => {
      finish = resolve;
    });
    const running: Running = {
      listener,
      bytes: 0,
      answered: false,
      answer: (answer) => {
        this.#running.delete(seq);
        this.#ended.set(seq, message.id);
        finish(answer);
      },
    };
    this.#running.set(seq, running);
    void this.start().then((hello) => {
      if (!this.#running.has(seq)) return;
      if (typeof hello === 'string') {
        listener.onMisbehaviour(`The adapter could not be started again: ${hello}.`);
        running.answer(undefined);
      } else this.#send(message, [running]);
    });
    return {
      answered,
      wake: (id, now) => this.#wake(seq, id, now),
      abandon: () => this.#abandon(seq),
    };
  }

  async close(): Promise<void> {
    this.#closing = true;
    this.#send({ type: 'bye' }, []);
    await this.#channel?.close();
  }

  async #greet(): Promise<Hello | string> {
    const hello = new Promise<Hello | string>((resolve) => {
      this.#greeting = resolve;
    });
    const { helloMs = HELLO_MS, open, suite } = this.#options;
    this.#generation += 1;
    const mine = this.#generation;
    const ifMine = (act: (text: string) => void) => (text: string) => {
      if (mine === this.#generation) act(text);
    };
    this.#channel = open({
      onLine: ifMine((line) => this.#heard(line)),
      onAside: ifMine((line) => this.#aside(line)),
      onEnd: ifMine((why) => this.#died(why)),
    });
    this.#send({ type: 'hello', protocol: PROTOCOL, suite }, []);
    const timer = setTimeout(() => this.#greeting?.(`it said no hello within ${helloMs / 1000} s`), helloMs);
    const said = await hello;
    clearTimeout(timer);
    this.#greeting = undefined;
    return said;
  }

  #heard(line: string): void {
    const everyone = [...this.#running.values()];
    for (const one of everyone) this.#count(one, line);
    if (line === '\u0000') {
      this.#misbehaves(`It sent a line of more than ${LONGEST_LINE} bytes.`);
      return;
    }
    let message: unknown;
    try {
      message = JSON.parse(line);
    } catch {
      this.#garbage(line);
      return;
    }
    const type =
      typeof message === 'object' && message !== null ? (message as { type?: unknown }).type : undefined;
    if (type !== 'hello' && type !== 'result' && type !== 'sleep') {
      this.#garbage(line);
      return;
    }
    const check = messages[type];
    if (!check(message)) {
      this.#malformed(type, message, check.errors ?? [], line);
      return;
    }
    this.#understood(message as FromAdapter, line);
  }

  #understood(message: FromAdapter, line: string): void {
    if (message.type === 'hello') {
      if (this.#greeting === undefined) this.#misbehaves('It said hello a second time.');
      this.#deaths = 0;
      this.#greeting?.(message);
      return;
    }
    const running = this.#running.get(message.seq);
    if (running === undefined) {
      this.#strayed(message.seq, message.type);
      return;
    }
    running.listener.onLine('adapter', line);
    if (message.type === 'sleep') running.listener.onSleep(message.id, message.ms);
    else if (running.answered) running.listener.onMisbehaviour('It answered a second time.');
    else {
      running.answered = true;
      // What comes right behind it still belongs to it: a second answer, say.
      setTimeout(() => running.answer(answeredOf(message, line)), 1);
    }
  }

  /** A message about a case that is not under way. */
  #strayed(seq: number, type: string): void {
    const before = this.#ended.get(seq);
    if (before === undefined)
      this.#misbehaves(`It sent a ${type} for case number ${seq}, and there is no such case.`);
    else this.problems.push(`The adapter sent a ${type} for ${before} after that case had ended.`);
  }

  #malformed(type: string, message: unknown, errors: readonly SchemaError[], line: string): void {
    const [error] = errors;
    const where =
      error === undefined
        ? ''
        : `${error.instancePath || 'it'} ${error.message ?? error.keyword}${allowed(error)}`;
    const text = `Its ${type} is not one: ${where}. It was ${shortened(line, 200)}`;
    if (type === 'hello') {
      this.#greeting?.(text);
      return;
    }
    const { seq } = message as { seq?: unknown };
    const running = typeof seq === 'number' ? this.#running.get(seq) : undefined;
    if (running === undefined) {
      this.#misbehaves(text);
      return;
    }
    running.listener.onLine('adapter', line);
    running.listener.onMisbehaviour(text);
    if (type === 'result') running.answer(undefined);
  }

  #garbage(line: string): void {
    if (this.lines.length < KEPT_LINES) this.lines.push(shortened(line, 300));
    for (const { listener } of this.#running.values()) listener.onLine('adapter', line);
    this.#misbehaves(
      `It printed on stdout what is no message: ${shortened(JSON.stringify(line), 200)}. Only messages belong there; print everything else on stderr.`,
    );
  }

  #aside(line: string): void {
    if (this.lines.length < KEPT_LINES) this.lines.push(shortened(line, 300));
    if (/not found|no such file/i.test(line) && this.#greeting !== undefined) this.notFound = true;
    for (const running of this.#running.values()) {
      this.#count(running, line);
      running.listener.onLine('stderr', line);
    }
  }

  #count(running: Running, line: string): void {
    const before = running.bytes;
    running.bytes += line.length + 1;
    if (before > MOST_BYTES || running.bytes <= MOST_BYTES) return;
    running.listener.onMisbehaviour(`It sent more than ${MOST_BYTES} bytes in one case, and was stopped.`);
    this.#channel?.kill();
  }

  /** Told to every case under way; without one, to the run. */
  #misbehaves(message: string): void {
    if (this.#greeting !== undefined) return;
    if (this.#running.size === 0) this.problems.push(`The adapter, between two cases: ${message}`);
    for (const { listener } of this.#running.values()) listener.onMisbehaviour(message);
  }

  #died(why: string): void {
    this.#deaths += 1;
    this.#greeting?.(why.startsWith('it could') ? why : `it ended with ${why} before it said hello`);
    if (this.#closing) return;
    for (const running of this.#running.values()) {
      running.listener.onMisbehaviour(`The adapter ended in the middle of the case, with ${why}.`);
      running.answer(undefined);
    }
    const { restarts } = this.#options;
    this.#ready =
      restarts && this.#deaths < MOST_DEATHS ? undefined : Promise.resolve(`it ended with ${why}`);
  }

  #wake(seq: number, id: WaitId, now: number): void {
    const running = this.#running.get(seq);
    if (running === undefined) return;
    const at = new Date(now).toISOString();
    this.#send({ type: 'sleepAck', seq, ...(id !== undefined && { id }), now: at }, [running]);
  }

  /** One that takes a case at a time is stuck in this one: only a new one can take the next. */
  #abandon(seq: number): void {
    const running = this.#running.get(seq);
    if (running === undefined) return;
    running.answer(undefined);
    if (this.#running.size > 0) this.#send({ type: 'cancel', seq }, []);
    else if (this.#options.restarts) {
      this.#generation += 1;
      this.#channel?.kill();
      this.#ready = undefined;
    } else this.#send({ type: 'cancel', seq }, []);
  }

  #send(message: ToAdapter, told: readonly Running[]): void {
    const line = JSON.stringify(message);
    for (const { listener } of told) listener.onLine('suite', line);
    this.#channel?.send(line);
  }
}

function answeredOf(result: Result, line: string): Answered {
  if ('failure' in result) return { kind: 'failure', failure: result.failure };
  if ('unsupported' in result) {
    return {
      kind: 'unsupported',
      why: result.unsupported === true ? 'the client says so' : result.unsupported,
    };
  }
  if ('crashed' in result) return { kind: 'crashed', message: result.crashed };
  const exact = parseExactly(line);
  return { kind: 'value', value: exact.ok ? (exact.value as { value: unknown }).value : result.value };
}

function allowed({ keyword, params }: SchemaError): string {
  if (keyword === 'enum') return ` (${(params.allowedValues as unknown[]).join(', ')})`;
  if (keyword === 'additionalProperties') return ` ("${String(params.additionalProperty)}")`;
  return '';
}
