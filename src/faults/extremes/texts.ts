/** Texts of extreme length and script, and names no documentation lists. */
import type { TextShape } from '../../provider/shape.ts';
import type { Rule } from './walk.ts';

/** Characters that long texts add to one answer at most; texts behind them stay as they are. */
export const MOST_ADDED = 10_000_000;

/** @param length characters; where the contract allows fewer, as many as it allows */
export function longStrings(length: number): Rule {
  let added = 0;
  return {
    value(shape, value) {
      if (shape.is !== 'text' || typeof value !== 'string' || added >= MOST_ADDED) return undefined;
      const wanted = within(shape, length);
      if (lengthOf(value) >= wanted) return undefined;
      added += wanted;
      return repeated(value === '' ? 'long ' : `${value} `, wanted);
    },
  };
}

/** Hebrew with points, Arabic with harakat and a tatweel, a mark of direction, a joined emoji, and Phoenician letters. */
const RIGHT_TO_LEFT = [
  '\u05e9\u05b8\u05c1\u05dc\u05d5\u05b9\u05dd \u05e2\u05d5\u05b9\u05dc\u05b8\u05dd\u200f ',
  '\u0645\u064e\u0631\u0652\u062d\u064e\u0628\u064b\u0627 \u0628\u0650\u0643\u064f\u0640\u0640\u0645\u0652 ',
  '\u{1f469}\u200d\u{1f469}\u200d\u{1f466} \u200f(12.50) ',
  '\u{10900}\u{10901}\u{10902} \u200f',
].join('');

/** Texts keep their length, so that long ones stay long; short ones grow to one whole sample where there is room. */
export const rightToLeft: Rule = {
  value(shape, value) {
    if (shape.is !== 'text' || typeof value !== 'string') return undefined;
    return repeated(RIGHT_TO_LEFT, within(shape, Math.max(lengthOf(value), lengthOf(RIGHT_TO_LEFT))));
  },
};

/** In the letters the name it replaces is written in: `BUY` becomes `UNDOCUMENTED_VALUE`. */
export const unknownValues: Rule = {
  value(shape, value) {
    if (shape.is !== 'open-list' || typeof value !== 'string') return undefined;
    const words = value.includes('-') ? 'undocumented-value' : 'undocumented_value';
    return repeated(
      /^[^a-z]*[A-Z][^a-z]*$/.test(value) ? words.toUpperCase() : words,
      within(shape, words.length),
    );
  },
};

function within({ min = 0, max = Number.POSITIVE_INFINITY }: TextShape, length: number): number {
  return Math.min(Math.max(length, min), max);
}

/** In characters, as JSON Schema counts: one beyond the basic plane is one. */
function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

/** A text over and over, cut between two characters. */
function repeated(text: string, length: number): string {
  const characters = [...text];
  const times = Math.floor(length / characters.length);
  return text.repeat(times) + characters.slice(0, length % characters.length).join('');
}
