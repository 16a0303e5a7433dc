/**
 * Things found by what they ask of one parameter: equality and parts of a text by look-up, ranges in a few steps, and of
 * all else each predicate that differs is tried once, however many ask it.
 */
import { holds } from './aim.ts';
import { kindOf } from './conditions.ts';
import { Intervals } from './intervals.ts';
import type { Predicate } from './order.ts';

export class Members<Item> {
  readonly #equal = new Map<string, Item>();
  /** By length, then text. */
  readonly #contained = new Map<number, Map<string, Item>>();
  readonly #ranges = new Intervals<Item>();
  /** By the predicate as text. */
  readonly #others = new Map<string, { readonly wanted: Predicate; readonly item: Item }>();

  get isEmpty(): boolean {
    return this.#equal.size + this.#contained.size + this.#others.size === 0 && this.#ranges.isEmpty;
  }

  get(wanted: Predicate): Item | undefined {
    switch (kindOf(wanted)) {
      case 'equal':
        return this.#equal.get(String(wanted));
      case 'contains':
        return this.#contained.get(textIn(wanted).length)?.get(textIn(wanted));
      case 'range':
        return this.#ranges.get(...endsOf(wanted));
      case 'other':
        return this.#others.get(JSON.stringify(wanted))?.item;
    }
  }

  put(wanted: Predicate, item: Item): void {
    switch (kindOf(wanted)) {
      case 'equal':
        this.#equal.set(String(wanted), item);
        return;
      case 'contains': {
        const text = textIn(wanted);
        const alike = this.#contained.get(text.length);
        if (alike === undefined) this.#contained.set(text.length, new Map([[text, item]]));
        else alike.set(text, item);
        return;
      }
      case 'range':
        this.#ranges.put(...endsOf(wanted), item);
        return;
      case 'other':
        this.#others.set(JSON.stringify(wanted), { wanted, item });
    }
  }

  take(wanted: Predicate): void {
    switch (kindOf(wanted)) {
      case 'equal':
        this.#equal.delete(String(wanted));
        return;
      case 'contains': {
        const text = textIn(wanted);
        const alike = this.#contained.get(text.length);
        alike?.delete(text);
        if (alike?.size === 0) this.#contained.delete(text.length);
        return;
      }
      case 'range':
        this.#ranges.take(...endsOf(wanted));
        return;
      case 'other':
        this.#others.delete(JSON.stringify(wanted));
    }
  }

  /** Those whose predicate holds for the values of the parameter; each once. */
  matching(values: readonly string[]): Iterable<Item> {
    const found = new Set<Item>();
    for (const value of values) {
      const equal = this.#equal.size === 0 ? undefined : this.#equal.get(value);
      if (equal !== undefined) found.add(equal);
      for (const [length, texts] of this.#contained) addContained(value, length, texts, found);
      if (!this.#ranges.isEmpty) this.#ranges.at(Number(value), found);
    }
    for (const { wanted, item } of this.#others.values()) if (holds(wanted, values)) found.add(item);
    return found;
  }
}

/** Every part of the value of that length is looked up, or every text is looked for: whichever is less to do. */
function addContained<Item>(
  value: string,
  length: number,
  texts: ReadonlyMap<string, Item>,
  found: Set<Item>,
): void {
  const parts = value.length - length + 1;
  if (parts > texts.size) {
    for (const [text, item] of texts) if (value.includes(text)) found.add(item);
    return;
  }
  for (let from = 0; from < parts; from++) {
    const item = texts.get(value.slice(from, from + length));
    if (item !== undefined) found.add(item);
  }
}

function textIn(wanted: Predicate): string {
  return (wanted as { readonly contains?: string }).contains ?? '';
}

function endsOf(wanted: Predicate): [number, number] {
  const { atLeast, atMost } = wanted as { readonly atLeast?: number; readonly atMost?: number };
  return [atLeast ?? Number.NEGATIVE_INFINITY, atMost ?? Number.POSITIVE_INFINITY];
}
