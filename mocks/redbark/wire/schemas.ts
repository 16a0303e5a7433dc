/** The shapes of the contract by name. `Wire` is what a handler gives: amounts are text throughout (RB-24). */
import type { components } from '../generated/types.ts';

type Schemas = components['schemas'];

export type ConnectionWire = Schemas['Connection'];
export type AccountWire = Schemas['Account'];
export type BalanceWire = Schemas['Balance'];
export type CategoryWire = Schemas['Category'];
export type TransactionWire = Schemas['Transaction'];
export type HoldingWire = Schemas['Holding'];
export type TradeWire = Schemas['Trade'];
export type PaginationWire = Schemas['Pagination'];
