/**
 * Takes secrets out of what a journal shows: by name, where credentials belong, and by value, wherever a client has put
 * one of this world's own.
 */
import { decode } from '../engine/target.ts';
import { isSecretName, membersMasked, type SecretName } from './secret-members.ts';
import { valuesMasked } from './secret-values.ts';

export const MASK = '***';

/** Names that carry secrets at one provider. */
export interface SecretNames {
  readonly parameters: readonly string[];
  readonly members: readonly SecretName[];
  /** In addresses that answers lead to. Left out: those of {@link parameters}. */
  readonly addresses?: readonly string[];
}

const NO_NAMES: SecretNames = { parameters: [], members: [] };

/** Headers that carry credentials, or proofs of them, at any API. */
const SECRET_HEADER = /authori[sz]ation|cookie|signature|secret|token|password|api-?key/;
const ADDRESS_HEADER = /^(location|referer)$/;
/** The scheme may be told; what follows may not. */
const SCHEME = /^(bearer|basic|digest|token|apikey) +/i;
const CREDENTIAL = /\b(bearer|basic) +[^\s,;"']+/gi;

export class Redaction {
  readonly #names: (provider: string) => SecretNames | undefined;
  readonly #values: () => readonly string[];

  /**
   * @param names by provider
   * @param values the world's credentials, as they are now
   */
  constructor(
    names: (provider: string) => SecretNames | undefined,
    values: () => readonly string[] = () => [],
  ) {
    this.#names = names;
    this.#values = values;
  }

  /** Path and query with the values of secret parameters masked. */
  target(provider: string, path: string, rawQuery: string): string {
    if (rawQuery === '') return path;
    const { parameters } = this.#names(provider) ?? NO_NAMES;
    return `${path}?${maskQuery(rawQuery, parameters)}`;
  }

  header(provider: string, name: string, value: string): string {
    // An address may carry what its query must not show.
    if (ADDRESS_HEADER.test(name)) {
      return membersMasked(this.body(provider, value), this.#names(provider)?.addresses ?? []);
    }
    if (!SECRET_HEADER.test(name)) return value.replace(CREDENTIAL, `$1 ${MASK}`);
    return `${SCHEME.exec(value)?.[0] ?? ''}${MASK}`;
  }

  /** A body, JSON or not, whole or cut. */
  body(provider: string, text: string): string {
    if (text === '') return text;
    const { members, parameters } = this.#names(provider) ?? NO_NAMES;
    return membersMasked(text, [...members, ...parameters]);
  }

  /** @param name of a parameter, or a JSON Pointer below a body */
  isSecret(provider: string, name: string): boolean {
    const { members, parameters } = this.#names(provider) ?? NO_NAMES;
    return name.split('/').some((step) => isSecretName(step, [...members, ...parameters]));
  }

  /** The same data with the world's own secrets masked in every text, names of members too. */
  everywhere<T>(data: T): T {
    const values = this.#values();
    return values.length === 0 ? data : (mapped(data, (text) => valuesMasked(text, values)) as T);
  }
}

function mapped(data: unknown, change: (text: string) => string): unknown {
  if (typeof data === 'string') return change(data);
  if (Array.isArray(data)) return data.map((item) => mapped(item, change));
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [change(name), mapped(value, change)]),
  );
}

/** `a=1&userSecret=x` -> `a=1&userSecret=***`, however the name is spelt. */
function maskQuery(rawQuery: string, secret: readonly string[]): string {
  if (secret.length === 0) return rawQuery;
  const wanted = new Set(secret.map((name) => name.toLowerCase()));
  return rawQuery
    .split('&')
    .map((pair) => {
      const equals = pair.indexOf('=');
      if (equals === -1) return pair;
      const name = pair.slice(0, equals);
      return wanted.has((decode(name) ?? name).toLowerCase()) ? `${name}=${MASK}` : pair;
    })
    .join('&');
}
