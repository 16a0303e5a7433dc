/** How a sync ends, given what the institution is like at that moment. */
import { type Course, type Spell, spellNumber } from './course.ts';

export interface Failure {
  readonly code: string;
  readonly message: string;
  /** What the connection becomes: a failure to be tried again, or one that only its owner can mend. */
  readonly leaves: 'error' | 'pending_reauth';
}

/** `INSTITUTION_DOWN` and the like; free text is no code. */
const CODE = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/;

const UNSUPPORTED: Failure = {
  code: 'UNSUPPORTED_OPERATION',
  message: 'Connections made from files cannot be synced; import a newer file instead.',
  leaves: 'error',
};

/** The failure of a sync that ends in the spell of that index, or undefined if it ends well. */
export function failureIn({ spells, syncable }: Course, spell: number): Failure | undefined {
  return syncable ? failureOf(spellNumber(spells, spell)) : UNSUPPORTED;
}

export function failureOf({ status, reason }: Spell): Failure | undefined {
  switch (status) {
    case 'healthy':
      return undefined;
    case 'failing':
      return {
        code: reason !== undefined && CODE.test(reason) ? reason : 'INSTITUTION_NOT_RESPONDING',
        message: 'The institution did not answer; the next scheduled sync will try again.',
        leaves: 'error',
      };
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
