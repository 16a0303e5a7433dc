/** Sends drafts over kept-alive connections. */
import { Pool } from 'undici';
import { type Answer, type Draft, line } from './ask.ts';

/** Longer than any answer may take, on any machine. */
const PATIENCE_MS = 20_000;

export class Sender {
  readonly #pool: Pool;
  readonly #prefix: string;

  /** @param address of the provider, or of a proxy in front of it: `http://127.0.0.1:4010/w/a/redbark` */
  constructor(address: string, connections = 8) {
    const { origin, pathname } = new URL(address);
    this.#prefix = pathname === '/' ? '' : pathname;
    this.#pool = new Pool(origin, { connections, headersTimeout: PATIENCE_MS, bodyTimeout: PATIENCE_MS });
  }

  readonly send = async (draft: Draft): Promise<Answer> => {
    try {
      const answer = await this.#pool.request({
        path: `${this.#prefix}${draft.path}${draft.query === '' ? '' : `?${draft.query}`}`,
        method: draft.method as 'GET',
        headers: draft.headers,
        ...(draft.body !== undefined && { body: draft.body }),
      });
      return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
    } catch (error) {
      const body = String(draft.body ?? '').slice(0, 200);
      throw new Error(`No answer to ${line(draft)} ${JSON.stringify(draft.headers)} ${body}`, {
        cause: error,
      });
    }
  };

  close(): Promise<void> {
    return this.#pool.destroy();
  }
}
