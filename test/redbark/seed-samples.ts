/**
 * The Python and JavaScript samples of Redbark's own pages, taken out of their text.
 *
 * The pages are not part of this project; where a folder `shared/seeds` lies beside it, they are read from there.
 * Their text has lost the indentation of its code, which JavaScript does not mind. `reindent` gives it back to Python.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const SEEDS = resolve(import.meta.dirname, '../../../shared/seeds');

export interface Samples {
  readonly python: string;
  readonly javascript: string;
}

/** The samples of the page whose file name starts with `number`; undefined where the pages are not there. */
export function samplesOf(number: string): Samples | undefined {
  const files = existsSync(SEEDS) ? readdirSync(SEEDS) : [];
  const file = files.find((name) => name.startsWith(`${number}_`));
  if (file === undefined) return undefined;
  const lines = readFileSync(join(SEEDS, file), 'utf8').split('\n');
  const python = lines.indexOf('import requests');
  const heading = lines.findIndex((line, index) => index > python && line.startsWith('JavaScript'));
  if (python === -1 || heading === -1) throw new Error(`${file} has no samples where they used to be.`);
  return {
    python: reindent(lines.slice(python, heading)),
    javascript: lines.slice(heading + 1).join('\n'),
  };
}

/**
 * Python from lines without indentation. Within brackets indentation means nothing. A line that ends in a colon opens
 * a block; `break` ends the innermost one, and the step of a counter (`offset += limit`) is the last line of a loop.
 * Blocks that nothing ends go on to the end of the text. Enough for the samples, and not for more.
 */
export function reindent(lines: readonly string[]): string {
  let depth = 0;
  let brackets = 0;
  return lines
    .map((line) => {
      const indented = '    '.repeat(depth) + line;
      brackets += (line.match(/[([{]/g) ?? []).length - (line.match(/[)\]}]/g) ?? []).length;
      if (brackets > 0) return indented;
      if (line.endsWith(':')) depth += 1;
      else if (depth > 0 && (line === 'break' || /^\w+ \+= /.test(line))) depth -= 1;
      return indented;
    })
    .join('\n');
}

/** The three things a reader of the page has to fill in; every one of them stands in a sample exactly once. */
export function filledIn(sample: string, url: string, key: string, connectionId: string): string {
  let text = sample;
  for (const [pattern, value] of [
    [/https:\/\/api\.redbark\.co/g, url],
    [/YOUR_API_KEY/g, key],
    [/(?<=["']?connectionId["']?: ")[^"]+/g, connectionId],
  ] as const) {
    const found = text.match(pattern)?.length ?? 0;
    if (found !== 1) throw new Error(`${pattern} is ${found} times in the sample, not once.`);
    text = text.replace(pattern, value);
  }
  return text;
}
