/**
 * JSON that keeps every digit of its numbers: what a client reports is compared to the last one, and a double would
 * have rounded both sides alike.
 */
import { JsonNumber } from '../provider/json.ts';

/** Deeper nesting than this is no answer of anybody. */
const DEEPEST = 500;

export type ParsedExactly =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string };

/**
 * Numbers become {@link JsonNumber}s. Never throws.
 *
 * @example parseExactly('{"price":90071992547409.93}') // { ok: true, value: { price: JsonNumber('90071992547409.93') } }
 */
export function parseExactly(text: string): ParsedExactly {
  try {
    return { ok: true, value: new Reader(text).document() };
  } catch (error) {
    if (error instanceof SyntaxError) return { ok: false, message: error.message };
    throw error;
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORDS = [
  ['true', true],
  ['false', false],
  ['null', null],
] as const;

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): unknown {
    const value = this.#value(0);
    this.#skip();
    if (this.#at < this.#text.length) this.#fail('something follows the value');
    return value;
  }

  #value(depth: number): unknown {
    if (depth > DEEPEST) this.#fail('it is nested too deeply');
    this.#skip();
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object(depth);
      case '[':
        return this.#array(depth);
      case '"':
        return this.#string();
      default:
        return this.#wordOrNumber();
    }
  }

  #object(depth: number): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    this.#at += 1;
    if (this.#takes('}')) return object;
    for (;;) {
      this.#skip();
      if (this.#text[this.#at] !== '"') this.#fail('a name in quotes is missing');
      const name = this.#string();
      if (!this.#takes(':')) this.#fail('":" is missing');
      const value = this.#value(depth + 1);
      if (name === '__proto__') keepUnder(object, name, value);
      else object[name] = value;
      if (this.#takes('}')) return object;
      if (!this.#takes(',')) this.#fail('"," or "}" is missing');
    }
  }

  #array(depth: number): unknown[] {
    const array: unknown[] = [];
    this.#at += 1;
    if (this.#takes(']')) return array;
    for (;;) {
      array.push(this.#value(depth + 1));
      if (this.#takes(']')) return array;
      if (!this.#takes(',')) this.#fail('"," or "]" is missing');
    }
  }

  #string(): string {
    const quoted = this.#text.slice(this.#at, this.#endOfString() + 1);
    this.#at += quoted.length;
    try {
      // What escapes may say is left to the engine's own parser.
      return JSON.parse(quoted) as string;
    } catch {
      this.#fail('a text has an escape or a control character that JSON does not know');
    }
  }

  /** Place of the closing quote. By hand: on ten megabytes a regular expression runs out of stack. */
  #endOfString(): number {
    for (let from = this.#at + 1; ; ) {
      const quote = this.#text.indexOf('"', from);
      if (quote === -1) this.#fail('a text does not end');
      let escapes = 0;
      while (this.#text[quote - 1 - escapes] === '\\') escapes += 1;
      if (escapes % 2 === 0) return quote;
      from = quote + 1;
    }
  }

  #wordOrNumber(): boolean | null | JsonNumber {
    const digits = this.#match(NUMBER);
    if (digits !== undefined) return new JsonNumber(digits);
    for (const [word, value] of WORDS) {
      if (!this.#text.startsWith(word, this.#at)) continue;
      this.#at += word.length;
      return value;
    }
    return this.#fail('there is no value');
  }

  /** Whether the next character that is no space is this one; then it is read. */
  #takes(character: string): boolean {
    this.#skip();
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #skip(): void {
    while (isSpace(this.#text.charCodeAt(this.#at))) this.#at += 1;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #fail(what: string): never {
    throw new SyntaxError(`${what}, at character ${this.#at + 1}`);
  }
}

/** A name like any other, but an assignment would take it for the prototype. Only there: defining is slow. */
function keepUnder(object: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}

/** Space, tab, line feed and carriage return; beyond the end it is none of them. */
function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13;
}
