/** The types every resource file writes its handlers in. */
import type { Handlers } from '../../src/provider/index.ts';
import type { operations } from './generated/types.ts';
import type { Principal, SnapTradeState } from './state.ts';

type All = Handlers<operations, SnapTradeState, Principal>;

/** `Serves<'listAccounts' | 'getAccount'>`: a file names the operations it serves, and serves exactly those. */
export type Serves<Ids extends keyof All> = Pick<All, Ids>;
