/**
 * Long lists from rows that were written before.
 *
 * A client reads the same rows again and again, page by page and at every poll, and to write one takes longer than
 * to send it. So the text of a row is kept beside the row, for as long as the ledger keeps the row itself.
 */
import type { Headers, Reply } from './reply.ts';
import type { Text } from './text.ts';

/** The text of rows, each written once. For rows whose text follows from themselves and from what never changes. */
export class RowTexts<Row extends object> {
  /** With the comma that stands before a row behind another. */
  readonly #texts = new WeakMap<Row, string>();
  /** The last list of an array of rows: who gives the same array again gets the same parts. */
  readonly #lists = new WeakMap<readonly Row[], readonly string[]>();

  /**
   * @param write gives the text of a row not met before
   * @returns what stands before the rows, the rows with commas between them, what stands behind
   */
  list(before: string, rows: readonly Row[], behind: string, write: (row: Row) => string): readonly string[] {
    const last = this.#lists.get(rows);
    if (last?.[0] === before && last.at(-1) === behind) return last;
    const parts = new Array<string>(rows.length + 2);
    parts[0] = before;
    let place = 1;
    for (const row of rows) {
      let text = this.#texts.get(row);
      if (text === undefined) {
        text = `,${write(row)}`;
        this.#texts.set(row, text);
      }
      parts[place] = place === 1 ? text.slice(1) : text;
      place += 1;
    }
    parts[place] = behind;
    this.#lists.set(rows, parts);
    return parts;
  }
}

/** Lists put together from texts, each kept as long as its texts are the same ones. By whose list it is. */
export class ListTexts<Owner extends object> {
  readonly #last = new WeakMap<Owner, { readonly texts: readonly string[]; readonly list: string }>();

  of(owner: Owner, before: string, texts: readonly string[], behind: string): string {
    const last = this.#last.get(owner);
    if (last !== undefined && isSame(last.texts, texts)) return last.list;
    const list = `${before}${texts.join(',')}${behind}`;
    this.#last.set(owner, { texts, list });
    return list;
  }
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((text, i) => text === others[i]);
}

class Written<Body> implements Reply<Body, 200> {
  readonly kind = 'reply';
  readonly status = 200;
  readonly #make: () => Body;
  #body: { readonly made: Body } | undefined;

  constructor(
    readonly text: Text,
    make: () => Body,
    readonly headers: Headers,
  ) {
    this.#make = make;
  }

  get body(): Body {
    this.#body ??= { made: this.#make() };
    return this.#body.made;
  }
}

/**
 * A 200 whose text is there already.
 *
 * @param text the JSON of what `body` gives, to the byte
 * @param body made only if somebody has to look into it, such as a fault that gives it another form
 * @example written(texts.list('{"data":[', rows, ']}', write), () => ({ data: rows.map(bodyOf) }))
 */
export function written<Body>(text: Text, body: () => Body, headers: Headers = {}): Reply<Body, 200> {
  return new Written(text, body, headers);
}
