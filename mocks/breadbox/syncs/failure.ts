/** How a sync ends, given what the institution is like at that moment. */
import { type Course, type Spell, spellNumber } from './course.ts';

export interface Failure {
  readonly code: string;
  readonly message: string;
  /**
   * What the connection becomes: a failure to be tried again, or one that only its owner can mend. `unchanged`: it tells
   * nothing about the institution.
   */
  readonly leaves: 'error' | 'pending_reauth' | 'unchanged';
}

/** `INSTITUTION_DOWN` and the like; free text is no code. */
const CODE = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/;

const UNSUPPORTED: Failure = {
  code: 'UNSUPPORTED_OPERATION',
  message: 'Connections made from files cannot be synced; import a newer file instead.',
  leaves: 'error',
};

/** The server went down in the middle of the sync and closed its log when it came up again (BB-C36). */
export const INTERRUPTED: Failure = {
  code: 'SYNC_INTERRUPTED',
  message: 'interrupted by server restart',
  leaves: 'unchanged',
};

const NOT_RESPONDING: Failure = {
  code: 'INSTITUTION_NOT_RESPONDING',
  message: 'The institution did not answer; the next scheduled sync will try again.',
  leaves: 'error',
};

/** How a sync ends that was decided to fail, where its institution would have let it succeed. */
export const DECIDED = NOT_RESPONDING;

/** The failure of a sync that ends in the spell of that index, or undefined if it ends well. */
export function failureIn({ spells, syncable }: Course, spell: number): Failure | undefined {
  return syncable ? failureOf(spellNumber(spells, spell)) : UNSUPPORTED;
}

export function failureOf({ status, reason }: Spell): Failure | undefined {
  switch (status) {
    case 'healthy':
      return undefined;
    case 'failing':
      return reason !== undefined && CODE.test(reason) ? { ...NOT_RESPONDING, code: reason } : NOT_RESPONDING;
    case 'login-required':
      return {
        code: 'ITEM_LOGIN_REQUIRED',
        message: 'The institution wants its customer to sign in again.',
        leaves: 'pending_reauth',
      };
    case 'revoked':
      return {
        code: 'USER_PERMISSION_REVOKED',
        message: 'The customer withdrew the permission to read this institution.',
        leaves: 'pending_reauth',
      };
    case 'removed':
      return {
        code: 'ITEM_NOT_FOUND',
        message: 'The connection was disconnected while it was being synced.',
        leaves: 'error',
      };
  }
}
