/** How connections break at the brokerage: the reasons that the documentation has for it (ST-503). */
import type { ConnectionState } from '../../src/provider/index.ts';
import { recordOf, type SnapTradeWorld } from './state.ts';

interface Breaking {
  readonly status: ConnectionState['status'];
  readonly reason: string;
  /** A login is the same for whoever uses it; a grant and a session are SnapTrade's own. */
  readonly scope: 'here' | 'everywhere';
}

export const CAUSES = {
  'password-changed': { status: 'login-required', reason: 'password changed', scope: 'everywhere' },
  'username-changed': { status: 'login-required', reason: 'username changed', scope: 'everywhere' },
  'grant-removed': { status: 'revoked', reason: 'access grant removed', scope: 'here' },
  'session-expired': { status: 'login-required', reason: 'session expired', scope: 'here' },
} as const satisfies Readonly<Record<string, Breaking>>;

export type Cause = keyof typeof CAUSES;

/** @param login the user name at the brokerage from now on, if that is why */
export function breakConnection(world: SnapTradeWorld, key: string, cause: Cause, login?: string): void {
  const { status, reason, scope } = CAUSES[cause];
  if (login !== undefined) recordOf(world.state, key).renamed = login;
  world.setConnection(key, { status, reason }, scope);
}
