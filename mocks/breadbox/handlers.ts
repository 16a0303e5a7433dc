/** The type every resource file writes its handlers in. */
import type { Handlers } from '../../src/provider/index.ts';
import type { operations } from './generated/types.ts';
import type { BreadboxState, Principal } from './state.ts';

/** `Serves<'listAccounts' | 'getAccount'>`: a file names the operations it serves, and serves exactly those. */
export type Serves<Ids extends keyof operations> = Handlers<Pick<operations, Ids>, BreadboxState, Principal>;
