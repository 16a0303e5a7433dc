/** Search in a row's name and merchant. Commas separate alternatives; letter case does not matter. */
import type { BankTransaction } from '../../../fixtures/ledger/types.ts';

export type SearchMode = 'contains' | 'words' | 'fuzzy';

/** How much of their trigrams two texts must share to count as similar; what PostgreSQL takes by default. */
const SIMILAR = 0.3;

/** A test for "any of the alternatives is found". Text with nothing between its commas finds nothing. */
export function searcher(text: string, mode: SearchMode): (row: BankTransaction) => boolean {
  const terms = text
    .toLowerCase()
    .split(',')
    .map((term) => term.trim())
    .filter((term) => term !== '');
  const finders = terms.map((term) => FINDERS[mode](term));
  return (row) => {
    const texts = [row.description.toLowerCase()];
    if (row.merchant !== undefined) texts.push(row.merchant.name.toLowerCase());
    return finders.some((finds) => finds(texts));
  };
}

type Finder = (texts: readonly string[]) => boolean;

const FINDERS: Readonly<Record<SearchMode, (term: string) => Finder>> = {
  contains: (term) => (texts) => texts.some((text) => text.includes(term)),
  words: (term) => {
    const words = term.split(/\s+/);
    return (texts) => words.every((word) => texts.some((text) => text.includes(word)));
  },
  fuzzy: (term) => {
    const wanted = trigrams(term);
    return (texts) => texts.some((text) => isSimilar(wanted, text));
  },
};

/** Whether a text, or one of its words, is similar. Words have no trigrams that the text does not have. */
function isSimilar(wanted: ReadonlySet<string>, text: string): boolean {
  const whole = similarity(wanted, text);
  if (whole === 0 || whole >= SIMILAR) return whole > 0;
  return text.split(/\s+/).some((word) => similarity(wanted, word) >= SIMILAR);
}

/** Shared trigrams over all trigrams, 0 to 1. */
function similarity(wanted: ReadonlySet<string>, text: string): number {
  const found = trigrams(text);
  let shared = 0;
  for (const trigram of found) if (wanted.has(trigram)) shared += 1;
  const all = wanted.size + found.size - shared;
  return all === 0 ? 0 : shared / all;
}

/** Every three characters in a row of each word, with two blanks before it and one after. */
function trigrams(text: string): Set<string> {
  const found = new Set<string>();
  for (const word of text.split(/[^\p{L}\p{N}]+/u)) {
    if (word === '') continue;
    const padded = `  ${word} `;
    for (let i = 0; i + 3 <= padded.length; i++) found.add(padded.slice(i, i + 3));
  }
  return found;
}
