/** What differs between two descriptions, in lines a person reads: told when a watched file was changed. */

/** More than these are told as a number. */
const MOST_TOLD = 20;

/**
 * @returns one line for each value that differs; list items that have a `key` (or a name of their own) are told apart by it
 * @example ['entities.accounts[owner-savings].name: "Saver" -> "Bonus saver"', 'limits: off (new)']
 */
export function differences(before: unknown, after: unknown): string[] {
  const lines = differing(before, after, '');
  if (lines.length <= MOST_TOLD) return lines;
  return [...lines.slice(0, MOST_TOLD), `and ${lines.length - MOST_TOLD} more`];
}

function differing(before: unknown, after: unknown, path: string): string[] {
  if (Object.is(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after)) {
    return membersDiffer(byPlace(before), byPlace(after), (place) => `${path}[${place}]`);
  }
  if (isMap(before) && isMap(after)) {
    return membersDiffer(new Map(Object.entries(before)), new Map(Object.entries(after)), (name) =>
      path === '' ? name : `${path}.${name}`,
    );
  }
  const where = path === '' ? 'everything' : path;
  if (before === undefined) return [`${where}: ${shown(after)} (new)`];
  if (after === undefined) return [`${where}: ${shown(before)} (gone)`];
  return [`${where}: ${shown(before)} -> ${shown(after)}`];
}

function membersDiffer(
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
  pathOf: (name: string) => string,
): string[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].flatMap((name) => differing(before.get(name), after.get(name), pathOf(name)));
}

/** Items by their key; those without one by their place. */
function byPlace(items: readonly unknown[]): Map<string, unknown> {
  return new Map(
    items.map((item, index) => {
      const key = isMap(item) && typeof item.key === 'string' ? item.key : String(index);
      return [key, item];
    }),
  );
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
