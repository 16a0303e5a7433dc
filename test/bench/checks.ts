/** Whether an answer is the right one: fast and wrong is no result. */
import { member } from '../support/traffic/dialect.ts';

/** Every byte is the one that was expected. */
export function checkExact(name: string, text: string): (body: string) => void {
  return (body) => {
    if (body !== text) throw new Error(`${name}: ${difference(body, text)}`);
  };
}

/**
 * The same members with the same values in the same order. Servers that write JSON anew may choose blanks and
 * escapes of their own.
 */
export function checkAlike(name: string, text: string): (body: string) => void {
  const wanted = JSON.stringify(JSON.parse(text));
  return (body) => {
    if (body === text) return;
    const found = JSON.stringify(parsed(name, body));
    if (found !== wanted) throw new Error(`${name}: ${difference(found, wanted)}`);
  };
}

/** How pages of a listing look. */
export interface PageShape {
  readonly rows: number;
  /** Member of a row that begins with its day. */
  readonly day: string;
  /** Whether more follow, by what a page says of itself. */
  readonly goesOn: (pagination: unknown) => boolean;
}

/**
 * A page of a listing whose rows nobody asked for before: full, not the last, of days that do not get younger, and
 * none of the pages seen before.
 */
export function checkPage(name: string, { rows, day, goesOn }: PageShape): (body: string) => void {
  const seen = new Set<string>();
  return (body) => {
    const page = parsed(name, body);
    const data = member(page, 'data');
    const days = (Array.isArray(data) ? data : []).map((row) => String(member(row, day)).slice(0, 10));
    if (days.length !== rows) throw new Error(`${name}: ${days.length} rows instead of ${rows}`);
    if (days.some((day, i) => !/^\d{4}-\d\d-\d\d$/.test(day) || day > (days[i - 1] ?? '9')))
      throw new Error(`${name}: rows are not in the order of their days`);
    if (!goesOn(member(page, 'pagination'))) throw new Error(`${name}: the listing ended early`);
    const text = JSON.stringify(data);
    if (seen.has(text)) throw new Error(`${name}: the same page twice`);
    seen.add(text);
  };
}

function parsed(name: string, body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new Error(`${name}: not JSON: ${body.slice(0, 100)}`);
  }
}

/** Where two texts part, with a little of what follows. */
function difference(found: string, wanted: string): string {
  let at = 0;
  while (at < found.length && found[at] === wanted[at]) at += 1;
  return `another body from character ${at} on: ${JSON.stringify(found.slice(at, at + 60))} instead of ${JSON.stringify(wanted.slice(at, at + 60))}`;
}
