/** A balance, from the holder's side: what is owed on a card or loan is below zero (RB-C12). */
import { padded, ZERO } from '../../../fixtures/ledger/decimal.ts';
import type { Balance } from '../../../fixtures/ledger/types.ts';
import type { BalanceBody } from './schemas.ts';

const MONEY = 2;

export interface BalanceList {
  readonly data: readonly BalanceBody[];
}

/** @param balance undefined when the bank could not be read: then all three values are null together (RB-61) */
export function balanceBody(accountId: string, balance: Balance | undefined): BalanceBody {
  if (balance === undefined)
    return { accountId, currentBalance: null, availableBalance: null, currency: null };
  return {
    accountId,
    currentBalance: padded(balance.current, MONEY),
    // Nothing can be drawn from a loan; a null here would say that the bank could not be read (RB-C33).
    availableBalance: padded(balance.available ?? ZERO, MONEY),
    currency: balance.currency,
  };
}

export function allKnown({ data }: BalanceList): boolean {
  return data.every(({ currentBalance }) => currentBalance !== null);
}
