/** The contract's shapes. Amounts are text throughout (RB-24). */
import type { components } from '../generated/types.ts';

type Schemas = components['schemas'];

export type ConnectionBody = Schemas['Connection'];
export type AccountBody = Schemas['Account'];
export type BalanceBody = Schemas['Balance'];
export type CategoryBody = Schemas['Category'];
export type TransactionBody = Schemas['Transaction'];
export type HoldingBody = Schemas['Holding'];
export type TradeBody = Schemas['Trade'];
export type PaginationBody = Schemas['Pagination'];
