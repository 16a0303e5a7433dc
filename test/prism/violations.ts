/** What Prism found wrong with an answer. */
import type { Answer } from '../support/traffic/ask.ts';

export interface Violation {
  readonly location: readonly string[];
  readonly message: string;
}

/** Reads the header that Prism adds; violations of the request are none of ours. */
export function violationsOf({ headers }: Answer): Violation[] {
  const text = headers['sl-violations'];
  if (text === undefined) return [];
  try {
    const all = JSON.parse(String(text)) as Violation[];
    return all.filter(({ location }) => location[0] === 'response');
  } catch {
    // Prism cuts long lists off, with words in front.
    return [{ location: ['response'], message: String(text).slice(0, 1000) }];
  }
}
