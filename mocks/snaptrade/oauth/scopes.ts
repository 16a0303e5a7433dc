/** What an OAuth application may be allowed, and which operations ask for it (ST-464, ST-465). */
import type { SnapTradeExchange, SnapTradeWorld } from '../state.ts';
import { reading } from '../switches.ts';

export type Scope = 'read' | 'trade' | 'webhook';

/** What each means to the person who is asked. */
export const SCOPES: Readonly<Record<Scope, string>> = {
  read: 'See your connections, accounts, holdings, orders and transactions, and keep them up to date',
  trade: 'Place, replace and cancel orders in accounts whose connection may trade',
  webhook: 'Be told when your accounts change',
};

/** The two that only partners get, and only with `read`. */
const OF_PARTNERS: readonly Scope[] = ['trade', 'webhook'];

/** @param asked as sent; undefined: `read` alone (ST-C238) @returns undefined: this application cannot have them */
export function scopesAsked(world: SnapTradeWorld, asked: string | undefined): readonly Scope[] | undefined {
  const names = new Set((asked ?? 'read').split(' ').filter((name) => name !== ''));
  const scopes = Object.keys(SCOPES).filter((name): name is Scope => names.has(name));
  if (scopes.length < names.size || !scopes.includes('read')) return undefined;
  const isPartner = reading(world, 'oauthApplication') === 'partner';
  return !isPartner && scopes.some((scope) => OF_PARTNERS.includes(scope)) ? undefined : scopes;
}

/** Said of the whole API, whatever operations it comes to have: orders and what leads to them are trading (ST-C239). */
export function scopeFor({ method, path }: SnapTradeExchange['operation']): Scope {
  return method !== 'GET' && TRADING.test(path) ? 'trade' : 'read';
}

const TRADING = /^\/trade\/|\/trading\/|\/orders\/cancel$/;

/** Users of an application and its subscriptions are not the business of one person's token (ST-466). */
export function isForKeysOnly({ path }: SnapTradeExchange['operation']): boolean {
  return /^\/snapTrade\/(registerUser|listUsers|deleteUser|resetUserSecret|tradeDetection)\b/.test(path);
}
