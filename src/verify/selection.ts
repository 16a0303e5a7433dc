/** Which cases are played: by glob, and by shard. */
import type { Case } from './case.ts';

export interface Selection {
  /** Globs over ids; left out: all. */
  readonly run?: readonly string[];
  readonly skip?: readonly string[];
  readonly shard?: Shard;
}

/** The `index`-th of `of` parts, from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** `redbark/**` and `**\/short-*`: `*` is anything but a slash, `**` anything. Everything else stands for itself. */
export function globPattern(glob: string): RegExp {
  const source = glob
    .split(/(\*\*\/?|\*|\?)/)
    .map((part) => {
      if (part === '**/') return '(?:.*/)?';
      if (part === '**') return '.*';
      if (part === '*') return '[^/]*';
      if (part === '?') return '[^/]';
      return part.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');
    })
    .join('');
  return new RegExp(`^${source}$`);
}

export function selected(cases: readonly Case[], { run, skip = [], shard }: Selection): Case[] {
  const wanted = run?.map(globPattern);
  const unwanted = skip.map(globPattern);
  const chosen = cases.filter(
    ({ id }) =>
      (wanted === undefined || wanted.some((pattern) => pattern.test(id))) &&
      !unwanted.some((pattern) => pattern.test(id)),
  );
  // By turns, so that every part gets some of each provider and none all the slow ones.
  return shard === undefined ? chosen : chosen.filter((_, index) => index % shard.of === shard.index - 1);
}

/** Globs that no case fits: a typing mistake, or a case that is gone. */
export function unmatched(globs: readonly string[], cases: readonly Case[]): string[] {
  return globs.filter((glob) => {
    const pattern = globPattern(glob);
    return !cases.some(({ id }) => pattern.test(id));
  });
}

/** `2/3`; undefined for anything else. */
export function parseShard(text: string): Shard | undefined {
  const [, index, of] = /^(\d{1,4})\/(\d{1,4})$/.exec(text)?.map(Number) ?? [];
  if (index === undefined || of === undefined || index < 1 || index > of) return undefined;
  return { index, of };
}
