/** An OAuth application, for tests: it knows the standards and what the metadata say, and nothing of the simulator. */
import { createHash } from 'node:crypto';
import supertest from 'supertest';
import { type Client, client } from './client.ts';

export const RETURN_TO = 'http://127.0.0.1:3000/callback?app=1';
export const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
export const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

type Fields = Readonly<Record<string, string | undefined>>;

export class Application {
  readonly id: string;
  readonly secret: string;

  constructor(readonly api: Client) {
    const { oauthClientId = '', oauthClientSecret = '' } = api.credentials as unknown as Record<
      string,
      string
    >;
    this.id = oauthClientId;
    this.secret = oauthClientSecret;
  }

  get agent() {
    return supertest(this.api.simulated.handler as never);
  }

  /** What the address of the consent page says, or its form. */
  wish(changed: Fields = {}): Record<string, string> {
    const all = {
      response_type: 'code',
      client_id: this.id,
      redirect_uri: RETURN_TO,
      scope: 'read',
      state: 'xyz 1&2',
      code_challenge: CHALLENGE,
      code_challenge_method: 'S256',
      ...changed,
    };
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Record<
      string,
      string
    >;
  }

  open(changed: Fields = {}) {
    return this.agent.get(`/snaptrade/oauth/authorize?${new URLSearchParams(this.wish(changed))}`);
  }

  /** What the person's browser posts. */
  consent(changed: Fields = {}) {
    const fields = this.wish({ user: this.api.credentials.userId, decision: 'allow', ...changed });
    // Where the page's form leads.
    return this.post(`/snaptrade/oauth/authorize?client_id=${this.id}`, fields);
  }

  async code(changed: Fields = {}): Promise<string> {
    const { status, headers } = await this.consent(changed);
    const code = new URL(headers.location ?? 'http://none').searchParams.get('code');
    if (status !== 303 || code === null) throw new Error(`No code: ${status} ${headers.location}`);
    return code;
  }

  /** The token endpoint, as this application. */
  token(fields: Fields) {
    return this.post('/snaptrade/oauth/token/', fields).auth(this.id, this.secret);
  }

  exchange(code: string, changed: Fields = {}) {
    return this.token({
      grant_type: 'authorization_code',
      code,
      redirect_uri: RETURN_TO,
      code_verifier: VERIFIER,
      ...changed,
    });
  }

  refresh(refresh: string, changed: Fields = {}) {
    return this.token({ grant_type: 'refresh_token', refresh_token: refresh, ...changed });
  }

  /** From the consent to the tokens. */
  async tokens(scope = 'read', user?: string): Promise<{ access: string; refresh: string }> {
    const { body } = await this.exchange(await this.code({ scope, ...(user !== undefined && { user }) }));
    return { access: body.access_token, refresh: body.refresh_token };
  }

  /** A call of the API with a token and nothing else; the answer is held against the contract. */
  call(method: string, path: string, token: string, body?: unknown) {
    const headers = { Authorization: `Bearer ${token}` };
    return this.api.send(method, path, headers, body === undefined ? undefined : JSON.stringify(body));
  }

  post(path: string, fields: Fields) {
    const sent = Object.entries(fields).filter((pair): pair is [string, string] => pair[1] !== undefined);
    return this.agent.post(path).type('form').send(new URLSearchParams(sent).toString());
  }
}

export function application(...given: Parameters<typeof client>): Application {
  return new Application(client(...given));
}
