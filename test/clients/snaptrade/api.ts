/** Signed requests to SnapTrade, and what their answers are. */
import { type ClientContext, ClientFailure } from '../../../src/verify/define-client.ts';
import { type Answer, type HttpRequest, type Sender, sender } from '../common/index.ts';
import type { Policies } from './policies.ts';
import { refusalOf } from './refusals.ts';

type Parameters = Readonly<Record<string, string | number | undefined>>;

export interface Call {
  readonly query?: Parameters;
  readonly body?: object;
  /** Who speaks: the application for a user (default), for itself, or nobody in particular. */
  readonly as?: 'user' | 'application' | 'anyone';
  /** Another user than the one of the credentials. */
  readonly user?: User;
  /** A bearer token says who speaks, and nothing else does. */
  readonly token?: string;
}

export interface User {
  readonly userId: string;
  readonly userSecret: string;
}

export class Api {
  readonly #sender: Sender;

  constructor(
    readonly context: ClientContext,
    readonly policies: Policies,
  ) {
    this.#sender = sender(context, policies);
  }

  get user(): User {
    const { userId = '', userSecret = '' } = this.context.credentials;
    return { userId, userSecret };
  }

  async get<Value>(path: string, call: Call = {}): Promise<Value> {
    return this.call<Value>('GET', path, call);
  }

  async call<Value>(method: string, path: string, call: Call = {}): Promise<Value> {
    const answer = await this.answer(method, path, call);
    if (answer.json === undefined) {
      throw new ClientFailure('broken-answer', { status: answer.status, message: `No body: ${path}` });
    }
    return answer.json as Value;
  }

  /** @throws ClientFailure unless the answer is a success */
  async answer(method: string, path: string, call: Call = {}): Promise<Pick<Answer, 'status' | 'json'>> {
    try {
      return await this.#answered(method, path, call);
    } catch (error) {
      const instead =
        error instanceof ClientFailure ? this.policies.insteadOf(error.failure, path) : undefined;
      if (instead === undefined) throw error;
      return { status: 200, json: instead };
    }
  }

  /** A request that nobody signs, as it is. */
  async send(make: () => HttpRequest): Promise<Answer> {
    return this.#sender.send(make);
  }

  async #answered(method: string, path: string, call: Call): Promise<Answer> {
    const { policies, context } = this;
    let made: HttpRequest | undefined;
    const make = (): HttpRequest => {
      made = policies.signsAgain || made === undefined ? this.#request(method, path, call) : made;
      return made;
    };
    const answer = await this.#sender.send(make);
    if (answer.status < 300) return answer;
    throw policies.refused(refusalOf(answer, policies.waitOf(answer, context.now())), made?.url ?? path);
  }

  /**
   * Looks again and again until there is something.
   *
   * @param late what is said if that never happens
   * @param pollMs the pause after the n-th look
   */
  async until<Value>(
    look: () => Promise<Value | undefined>,
    late: ClientFailure,
    pollMs: (look: number) => number = this.policies.pollMs,
  ): Promise<Value> {
    for (let looks = 1; ; looks += 1) {
      const found = await look();
      if (found !== undefined) return found;
      const pause = pollMs(looks);
      if (!this.#sender.hasTimeFor(pause)) throw late;
      await this.context.sleep(pause);
    }
  }

  #request(method: string, path: string, call: Call): HttpRequest {
    return call.token === undefined
      ? this.#signedRequest(method, path, call)
      : this.#bearerRequest(method, path, call.token);
  }

  #bearerRequest(method: string, path: string, token: string): HttpRequest {
    const { policies, context } = this;
    const { oauthClientId: clientId = '' } = context.credentials;
    const besides = { clientId, timestamp: policies.timestamp(context.now()) };
    const query = policies.namesClientBesides ? `?${queryOf(besides, policies.encoded)}` : '';
    return {
      method,
      url: `${context.baseUrl}${path}${query}`,
      headers: { Accept: 'application/json', Authorization: `Bearer ${token}` },
    };
  }

  #signedRequest(
    method: string,
    path: string,
    { query = {}, body, as = 'user', user = this.user }: Call,
  ): HttpRequest {
    const { policies, context } = this;
    const { clientId = '', consumerKey = '' } = context.credentials;
    // A personal key stands for its one user.
    const hasUser = user.userId !== '' || policies.namesNobody;
    const namesUser = hasUser && (as === 'user' || policies.alwaysNamesUser);
    const parameters = {
      ...(as !== 'anyone' && { clientId }),
      ...(namesUser && policies.userIn === 'query' && { ...user }),
      ...query,
      ...(as !== 'anyone' && { timestamp: policies.timestamp(context.now()) }),
    };
    const rawQuery = queryOf(parameters, policies.encoded);
    const content = policies.contentOf(body);
    return {
      method,
      url: `${context.baseUrl}${path}${rawQuery === '' ? '' : `?${rawQuery}`}`,
      headers: {
        Accept: 'application/json',
        ...(as !== 'anyone' && { Signature: policies.sign(consumerKey, { content, path, query: rawQuery }) }),
        ...(namesUser && policies.userIn === 'headers' && { ...user }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    };
  }
}

/** Written once, and signed as it is written. */
function queryOf(parameters: Parameters, encoded: (value: string) => string): string {
  return Object.entries(parameters)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encoded(String(value))}`]))
    .join('&');
}
