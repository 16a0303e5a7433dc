/** Requests of one job. */
import type { ClientContext } from '../../../src/verify/define-client.ts';
import { type Answer, type Sender, sender } from '../common/index.ts';
import type { Policies } from './policies.ts';

export type Query = Readonly<Record<string, string | number | undefined>>;

export class Api {
  readonly #sender: Sender;

  constructor(
    readonly context: ClientContext,
    readonly policies: Policies,
  ) {
    this.#sender = sender(context, policies);
  }

  /** @throws ClientFailure for anything but a success */
  async get(path: string, query: Query = {}): Promise<unknown> {
    const { accept, onFailure } = this.policies;
    try {
      return accept(await this.#send('GET', path, query), this.context);
    } catch (error) {
      return onFailure(error);
    }
  }

  async post(path: string, body: Readonly<Record<string, unknown>>): Promise<unknown> {
    return this.policies.accept(await this.#send('POST', path, {}, JSON.stringify(body)), this.context);
  }

  /** All rows of a list that comes in one answer. */
  async list(path: string, query: Query = {}): Promise<readonly unknown[]> {
    if (this.policies.syncsFirst) await this.post('/sync', {});
    return this.policies.rows(await this.get(path, query)).map(this.policies.keep);
  }

  /** Waits unless the job has to end before. @returns whether it waited */
  async pause(ms: number): Promise<boolean> {
    if (!this.#sender.hasTimeFor(ms)) return false;
    await this.context.sleep(ms);
    return true;
  }

  async #send(method: string, path: string, query: Query, body?: string): Promise<Answer> {
    const { baseUrl, credentials } = this.context;
    const apiKey = credentials.apiKey ?? '';
    const url = new URL(`${baseUrl}/api/v1${path}`);
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) url.searchParams.set(name, String(value));
    const answer = await this.#sender.send(() => ({
      method,
      url: this.policies.address(url, apiKey),
      headers: {
        ...this.policies.headers(apiKey),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(body !== undefined && { body }),
    }));
    const rest = this.policies.paceMs(answer);
    if (rest > 0) await this.context.sleep(rest);
    return answer;
  }
}
