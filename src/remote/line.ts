/** Calls operations of the control API over HTTP, typed by its contract. */
import { operations as table } from '../control/generated/operations.ts';
import type { operations } from '../control/generated/types.ts';
import { CONTROL_PREFIX } from '../control/prefix.ts';
import type { BodyOf, PathOf, QueryOf } from '../provider/contract.ts';
import { type Problem, UnderstudyError } from './error.ts';

type Id = keyof operations;
type Success = 200 | 201 | 202 | 204;

/** The JSON an operation answers with when it succeeds; nothing where it has no body. */
export type ResultOf<O> = O extends { responses: infer R }
  ? {
      [S in keyof R & Success]: R[S] extends { content: { 'application/json': infer B } } ? B : undefined;
    }[keyof R & Success]
  : never;

export interface Call<O> {
  readonly path?: PathOf<O>;
  readonly query?: Partial<QueryOf<O>>;
  readonly body?: BodyOf<O>;
  readonly signal?: AbortSignal | undefined;
}

export class Line {
  readonly #base: string;
  readonly #token: string | undefined;

  /** @param url of the simulator: `http://127.0.0.1:4010` */
  constructor(url: string, token: string | undefined) {
    if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
      throw new RangeError(
        `Not an address of a simulator: ${JSON.stringify(url)}. Give it as http://127.0.0.1:4010.`,
      );
    }
    this.#base = url.replace(/\/+$/, '') + CONTROL_PREFIX;
    this.#token = token;
  }

  /** @throws UnderstudyError for a refusal, or if nobody answers */
  async call<I extends Id>(id: I, call: Call<operations[I]> = {}): Promise<ResultOf<operations[I]>> {
    const answer = await this.send(id, call);
    if (answer.status === 204) return undefined as ResultOf<operations[I]>;
    return (await answer.json()) as ResultOf<operations[I]>;
  }

  /** The answer itself, its body not read yet. */
  async send<I extends Id>(
    id: I,
    { path, query, body, signal }: Call<operations[I]> = {},
  ): Promise<Response> {
    const operation = table.find((one) => one.id === id);
    if (operation === undefined) throw new Error(`The contract has no operation "${id}".`);
    const address = this.#base + filled(operation.path, path ?? {}) + searchOf(query ?? {});
    let answer: Response;
    try {
      answer = await fetch(address, {
        method: operation.method,
        headers: {
          ...(body !== undefined && { 'Content-Type': 'application/json' }),
          ...(this.#token !== undefined && { Authorization: `Bearer ${this.#token}` }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        ...(signal !== undefined && { signal }),
      });
    } catch (error) {
      if (signal?.aborted === true) throw error;
      throw new UnderstudyError(
        `No simulator answers at ${this.#base}: ${reasonOf(error)}.`,
        0,
        undefined,
        error,
      );
    }
    if (!answer.ok) throw await refusalIn(answer, address);
    return answer;
  }
}

function filled(template: string, path: object): string {
  const values = path as Readonly<Record<string, string>>;
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
}

/** Lists as one parameter for each item, as the contract has them. */
function searchOf(query: object): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value].flat()) if (one !== undefined) search.append(name, String(one));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

async function refusalIn(answer: Response, address: string): Promise<UnderstudyError> {
  const text = await answer.text();
  if (answer.headers.get('content-type') === 'application/problem+json') {
    return UnderstudyError.of(JSON.parse(text) as Problem);
  }
  return new UnderstudyError(
    `${address} answered ${answer.status}, and not as a simulator does.`,
    answer.status,
  );
}

/** What `fetch` keeps to itself: its own message is "fetch failed". */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (!(cause instanceof Error)) return String(cause);
  const { code } = cause as NodeJS.ErrnoException;
  return cause.message || code || cause.name;
}
