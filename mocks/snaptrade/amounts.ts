/** Amounts and prices that arrive as text. */
import { Decimal } from '../../fixtures/ledger/index.ts';

/** Twelve digits before the point and twelve behind: no price or quantity of this world is longer. */
const POSITIVE = /^\d{1,12}(\.\d{1,12})?$/;

/**
 * The number that a text is, zero or above; undefined where it is none. No sign, no exponent, no spaces.
 *
 * @example readAmount('0.015')
 */
export function readAmount(text: string): Decimal | undefined {
  return POSITIVE.test(text) ? new Decimal(text) : undefined;
}
