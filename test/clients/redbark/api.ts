/** Requests of one job, and what stands in their answers. */
import { type ClientContext, ClientFailure } from '../../../src/verify/define-client.ts';
import { type Answer, type HttpRequest, sender } from '../common/index.ts';
import type { Policies } from './policies.ts';
import { isRow, type Page, type Query, type Row } from './shapes.ts';

export interface Api {
  /** Rows of a list that comes at once. */
  list(path: string, query: Query, rowsIn: (body: Row) => unknown): Promise<readonly Row[]>;
  page(path: string, query: Query): Promise<Page>;
  hasTimeFor(ms: number): boolean;
}

export function api(context: ClientContext, policies: Policies): Api {
  const { send, hasTimeFor } = sender(context, policies);
  const limited = policies.limiter();
  const { apiKey = '' } = context.credentials;
  const headers = policies.headers(apiKey);
  /** What ended the job: requests that wait for their turn or their next try are not sent any more. */
  let over: unknown;

  function get(path: string, query: Query): Promise<Answer> {
    const url = policies.address(`${context.baseUrl}${path}${queryText(query)}`, apiKey);
    const make = (): HttpRequest => {
      if (over !== undefined) throw over;
      return { method: 'GET', url, headers };
    };
    // Within its turn, so that nobody else's begins before it is known that the job is over.
    return limited(async () => {
      try {
        const answer = await send(make);
        if (answer.status !== 200) throw policies.refusalOf(answer, context.now());
        return answer;
      } catch (error) {
        if (policies.isTheEnd(error)) over ??= error;
        throw error;
      }
    });
  }

  async function body(path: string, query: Query): Promise<{ readonly body: Row; readonly answer: Answer }> {
    const answer = await get(path, query);
    if (!isRow(answer.json)) throw unexpected(path, answer);
    return { body: answer.json, answer };
  }

  return {
    hasTimeFor,
    async list(path, query, rowsIn) {
      const read = await body(path, query);
      return rows(rowsIn(read.body), path, read.answer);
    },
    async page(path, query) {
      const { body: read, answer } = await body(path, query);
      const { pagination } = read;
      if (!isRow(pagination) || !policies.isPagination(pagination)) throw unexpected(path, answer);
      return {
        rows: rows(read.data, path, answer),
        pagination: pagination as unknown as Page['pagination'],
        truncated: answer.headers.get('x-redbark-truncated') === 'true',
      };
    },
  };

  function rows(value: unknown, path: string, answer: Answer): readonly Row[] {
    if (!Array.isArray(value) || !value.every(isRow)) throw unexpected(path, answer);
    return value.map(policies.readRow).filter((row) => policies.keeps(row, path));
  }
}

function unexpected(path: string, { status }: Answer): ClientFailure {
  return new ClientFailure('broken-answer', { status, message: `${path} did not answer with its list` });
}

function queryText(query: Query): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return given.length === 0 ? '' : `?${given.join('&')}`;
}
