/** Amounts with more digits than a double can hold. */
import { type Draws, draws, type Seed, sub } from '../../../fixtures/ledger/seed.ts';
import { JsonNumber } from '../../provider/json.ts';
import type { Rule } from './walk.ts';

/** What a NUMERIC(38, 18) holds, the widest column that clients are advised to have. */
const WHOLE_DIGITS = [1, 2, 4, 16, 20];
const DECIMALS = 18;

/**
 * Every amount has eighteen decimals and up to twenty digits before them. Its sign stays, since it often says the
 * direction, and what is nothing stays nothing.
 *
 * @param asNumbers JSON numbers may be given by their digits
 */
export function extremeDecimals(seed: Seed, asNumbers: boolean): Rule {
  return {
    value(shape, value, path) {
      if (shape.is === 'decimal' && typeof value === 'string') return extremeOf(value, sub(seed, path));
      if (shape.is !== 'number' || !asNumbers) return undefined;
      const digits = value instanceof JsonNumber ? value.digits : String(value);
      const other = extremeOf(digits, sub(seed, path));
      return other === undefined ? undefined : new JsonNumber(other);
    },
  };
}

function extremeOf(digits: string, seed: Seed): string | undefined {
  if (!/[1-9]/.test(digits.replace(/e.*$/i, ''))) return undefined;
  const d = draws(seed);
  const whole = digitsOf(d, d.pick(WHOLE_DIGITS) - 1);
  // Neither the first nor the last digit is a zero: nothing of it can be left out.
  const text = `${d.between(1, 9)}${whole}.${digitsOf(d, DECIMALS - 1)}${d.between(1, 9)}`;
  return digits.startsWith('-') ? `-${text}` : text;
}

function digitsOf(d: Draws, count: number): string {
  let text = '';
  for (let i = 0; i < count; i++) text += d.below(10);
  return text;
}
