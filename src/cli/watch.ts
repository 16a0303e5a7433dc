/** `serve --watch`: reads world and scenario again when their files change, and says what changed. */
import { watch } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import pc from 'picocolors';
import { differences } from '../world/differences.ts';

/** Editors write a file in several steps; what comes within this time is one change. */
const QUIET_MS = 80;

/** What was read from files: the descriptions to go on with, or what is wrong with them. */
export type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly errors: readonly string[] };

export interface Watched<T> {
  /** Files to look at. */
  readonly files: readonly string[];
  readonly first: T;
  read(): Promise<Read<T>>;
  /** Goes on with another description. */
  apply(value: T): void;
  say(line: string): void;
}

/**
 * A mistake keeps what runs running, and is told with file, line and column.
 *
 * @returns stops looking
 */
export function watchFiles<T>({ files, first, read, apply, say }: Watched<T>): () => void {
  let current = first;
  let timer: NodeJS.Timeout | undefined;
  let reading = Promise.resolve();

  const reload = async (): Promise<void> => {
    const names = files.map((file) => basename(file)).join(', ');
    const loaded = await read();
    if (!loaded.ok) {
      say(`${pc.red('kept the old one:')} ${names} can't be used`);
      for (const error of loaded.errors) say(`  ${error}`);
      return;
    }
    const changes = differences(current, loaded.value);
    if (changes.length === 0) return;
    try {
      apply(loaded.value);
    } catch (error) {
      say(`${pc.red('kept the old one:')} ${error instanceof Error ? error.message : String(error)}`);
      return;
    }
    current = loaded.value;
    say(`${pc.green('reloaded')} ${names}; the world begins anew`);
    for (const change of changes) say(`  ${change}`);
  };

  // The folder is watched, not the file: editors put a new file in the place of the old one.
  const folders = new Map<string, Set<string>>();
  for (const file of files) {
    const folder = dirname(resolve(file));
    folders.set(folder, (folders.get(folder) ?? new Set()).add(basename(file)));
  }
  const watchers = [...folders].map(([folder, names]) =>
    watch(folder, (_event, name) => {
      if (name !== null && !names.has(name)) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        // One after the other: the later reading has to win.
        reading = reading.then(reload, reload);
      }, QUIET_MS);
    }),
  );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}
