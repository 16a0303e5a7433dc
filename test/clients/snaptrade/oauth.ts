/** OAuth: a code for tokens, and calls with a token that may run out at any of them. */
import { ClientFailure } from '../../../src/verify/define-client.ts';
import type { HttpRequest } from '../common/index.ts';
import type { Api } from './api.ts';
import type { Row } from './pages.ts';

interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly sub: { readonly snaptrade_user_id: string };
}

export interface CodeGiven {
  readonly code: string;
  readonly redirectUri: string;
  readonly codeVerifier: string;
}

export async function exchangeCode(api: Api, { code, redirectUri, codeVerifier }: CodeGiven): Promise<Row> {
  const tokens = await tokensFor(api, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    code_verifier: codeVerifier,
  });
  const accounts = await api.get<readonly Row[]>('/accounts', { token: tokens.access_token });
  return { userId: tokens.sub.snaptrade_user_id, accounts };
}

/** A refresh token is good once: the one that comes with the answer is kept before anything is done with the rest. */
export async function readWithTokens(api: Api, accessToken: string, refreshToken: string): Promise<Row> {
  const { policies } = api;
  let token = accessToken;
  let kept = refreshToken;
  let requests = 0;
  const read = async <Value>(path: string): Promise<Value> => {
    requests += 1;
    try {
      return await api.get<Value>(path, { token });
    } catch (error) {
      const isLate = policies.refreshesAt === 'the first request' && requests > 1;
      if (!(error instanceof ClientFailure) || !policies.isExpired(error.failure) || isLate) throw error;
    }
    const tokens = await tokensFor(api, { grant_type: 'refresh_token', refresh_token: kept });
    if (policies.keepsNewRefreshToken) kept = tokens.refresh_token;
    token = tokens.access_token;
    return api.get<Value>(path, { token });
  };
  const accounts: Row[] = [];
  for (const account of await read<readonly (Row & { readonly id: string })[]>('/accounts')) {
    const balances = await read<readonly Row[]>(`/accounts/${encodeURIComponent(account.id)}/balances`);
    accounts.push({ ...account, balances });
  }
  return { accounts, refreshToken: kept };
}

/** The endpoint is where the metadata say; the client proves itself by HTTP Basic, and the body is a form. */
async function tokensFor(api: Api, given: Readonly<Record<string, string>>): Promise<Tokens> {
  const { context, policies } = api;
  const { oauthClientId: id = '', oauthClientSecret: secret = '' } = context.credentials;
  const endpoints = await api.get<{ readonly token_endpoint: string }>(
    '/.well-known/oauth-authorization-server',
    {
      as: 'anyone',
    },
  );
  const fields = new URLSearchParams(given);
  const basic = Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64');
  const request: HttpRequest = {
    method: 'POST',
    url: endpoints.token_endpoint,
    headers: {
      Accept: 'application/json',
      Authorization: `Basic ${basic}`,
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body: fields.toString(),
  };
  for (let tries = 1; ; tries += 1) {
    const { status, json } = await api.send(() => policies.tokenRequest(request, fields, { id, secret }));
    if (status < 300) return json as Tokens;
    if (tries < policies.grantTries) continue;
    const { error } = (json ?? {}) as { readonly error?: string };
    // Only the person can give a grant anew; asking again does not help.
    const kind = error === 'invalid_grant' ? policies.grantRefused : 'unauthorized';
    throw new ClientFailure(kind, { status, ...(error !== undefined && { code: error }) });
  }
}
