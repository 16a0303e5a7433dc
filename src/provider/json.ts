/**
 * Exact numbers on the wire.
 *
 * Some providers write money as JSON numbers. A JavaScript number would round `90071992547409.93`, so amounts
 * travel as {@link JsonNumber} (the digits themselves) and are written out as a number literal.
 */

/** A JSON number given by its digits. Made with {@link exact}. */
export class JsonNumber {
  constructor(readonly digits: string) {}
}

/**
 * A decimal as a JSON number literal, to the last digit.
 *
 * @example exact(new Decimal('0.10')) // written as 0.1
 */
export function exact(value: { toFixed(): string }): JsonNumber {
  return new JsonNumber(value.toFixed());
}

/** A contract type as handlers may give it: wherever the contract says number, exact digits will do. */
export type Wire<T> = T extends number
  ? number | JsonNumber
  : T extends string | boolean | null | undefined
    ? T
    : T extends readonly (infer E)[]
      ? readonly Wire<E>[]
      : T extends object
        ? { [K in keyof T]: Wire<T[K]> }
        : T;

/** Member names already quoted. A contract has a few hundred; the bound is for bodies that carry a caller's names. */
const quoted = new Map<string, string>();
const KEPT_NAMES = 2_000;

function nameText(name: string): string {
  let text = quoted.get(name);
  if (text === undefined) {
    text = JSON.stringify(name);
    if (quoted.size >= KEPT_NAMES) quoted.clear();
    quoted.set(name, text);
  }
  return text;
}

/** `JSON.stringify` for values that may hold {@link JsonNumber}s. Undefined members are left out, as there. */
export function writeJson(value: unknown): string {
  if (value instanceof JsonNumber) return value.digits;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) {
    let text = '[';
    for (let i = 0; i < value.length; i++) text += (i === 0 ? '' : ',') + writeJson(value[i]);
    return `${text}]`;
  }
  let text = '{';
  for (const key of Object.keys(value)) {
    const member = (value as Record<string, unknown>)[key];
    if (member === undefined) continue;
    text += `${text.length === 1 ? '' : ','}${nameText(key)}:${writeJson(member)}`;
  }
  return `${text}}`;
}
