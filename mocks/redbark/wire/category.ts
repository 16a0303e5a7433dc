import { CATEGORIES, type Category } from '../../../fixtures/ledger/types.ts';
import type { CategoryBody } from './schemas.ts';

/** What is no plain word or is joined by a hyphen. */
const SPELT: Readonly<Record<string, string>> = { AND: '&', NON: 'Non-Profit', PROFIT: '' };

/** All categories with their labels, in the order of their keys. Not called `data`, unlike every other list (RB-58). */
export function categoryList(): { categories: CategoryBody[] } {
  return { categories: CATEGORIES.map((key) => ({ key, label: labelOf(key) })) };
}

/** @example labelOf('GOVERNMENT_AND_NON_PROFIT') // 'Government & Non-Profit' */
function labelOf(key: Category): string {
  const words = key.split('_').map((word) => SPELT[word] ?? word.charAt(0) + word.slice(1).toLowerCase());
  return words.filter((word) => word !== '').join(' ');
}
