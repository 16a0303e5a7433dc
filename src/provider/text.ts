/**
 * Text in parts: a long body put together from rows that are text already. Whoever keeps it keeps the parts, which
 * others keep too; only what is sent is made one piece.
 */
export type Text = string | readonly string[];

export function whole(text: Text): string {
  return typeof text === 'string' ? text : text.join('');
}

/** UTF-16 units, as `String.length` has it. */
export function lengthOf(text: Text): number {
  if (typeof text === 'string') return text.length;
  let length = 0;
  for (const part of text) length += part.length;
  return length;
}

/** The first parts, as many as make `length` units or more; all if there are not so many. */
export function headOf(parts: readonly string[], length: number): readonly string[] {
  let there = 0;
  for (let i = 0; i < parts.length; i++) {
    there += parts[i]?.length ?? 0;
    if (there >= length) return parts.slice(0, i + 1);
  }
  return parts;
}
