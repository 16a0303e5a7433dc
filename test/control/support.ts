/** The control API over HTTP, every answer held against its contract. */
import { expect } from 'vitest';
import { answers } from '../../src/control/generated/answers.js';
import { type OperationId, operations } from '../../src/control/generated/operations.ts';
import { Router } from '../../src/engine/router.ts';
import { startUnderstudy, type Understudy, type UnderstudyOptions } from '../../src/understudy.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers as untyped clients do; the judge has looked at them.
  readonly body: any;
}

export interface Asked {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Control {
  readonly understudy: Understudy;
  /** `http://127.0.0.1:port/_understudy` */
  readonly base: string;
  /** Bugs that were caught; a test that ends with one has found one. */
  readonly bugs: unknown[];
  /** `operation status` of every answer there was. */
  readonly seen: Set<string>;
  ask(method: string, path: string, more?: Asked): Promise<Answer>;
  close(): Promise<void>;
}

const router = new Router(operations);

/** A simulator whose default world stands still. */
export async function control(options: UnderstudyOptions = {}): Promise<Control> {
  const bugs: unknown[] = [];
  const seen = new Set<string>();
  const understudy = await startUnderstudy({
    port: 0,
    world: { clock: 'frozen' },
    onBug: (error) => bugs.push(error),
    ...options,
  });
  const base = `${understudy.url}/_understudy`;
  return {
    understudy,
    base,
    bugs,
    seen,
    ask: async (method, path, { body, headers = {} } = {}) => {
      const response = await fetch(base + path, {
        method,
        headers: { ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const id = judge(method, path, response, text);
      if (id !== undefined) seen.add(`${id} ${response.status}`);
      const isJson = /json/.test(response.headers.get('content-type') ?? '') && text !== '';
      return {
        status: response.status,
        headers: response.headers,
        text,
        body: isJson ? JSON.parse(text) : undefined,
      };
    },
    close: () => understudy.close(),
  };
}

/** Refuses an answer that the contract does not describe. @returns the operation that was judged */
export function judge(
  method: string,
  path: string,
  response: { readonly status: number; readonly headers: Headers },
  text: string,
): OperationId | undefined {
  const { status, headers } = response;
  const match = router.match(method, path.split('?')[0] ?? '');
  const id = match.found === 'operation' ? (match.operation.id as OperationId) : undefined;
  const problem = headers.get('content-type') === 'application/problem+json';
  expect(problem, `${method} ${path} ${status}: ${text.slice(0, 300)}`).toBe(status >= 400);
  if (method === 'HEAD') return id;
  // Where no operation was found, its problem is described like any other.
  const described: Readonly<Record<string, (typeof answers)['getHealth'][string]>> =
    answers[id ?? 'getHealth'];
  const statuses: readonly number[] = match.found === 'operation' ? match.operation.statuses : [];
  const validate = described[status] ?? (statuses.includes(status) ? undefined : described.default);
  if (status < 400) expect(statuses, `${id} answered ${status}: ${text.slice(0, 300)}`).toContain(status);
  if (validate !== undefined) {
    const valid = validate(JSON.parse(text));
    expect(valid ? [] : validate.errors, `${id} ${status}: ${text.slice(0, 500)}`).toEqual([]);
  } else if (status === 204) expect(text).toBe('');
  return id;
}
