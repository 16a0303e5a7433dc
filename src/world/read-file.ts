/** Reads a file that a person named. */
import { readFile, stat } from 'node:fs/promises';

/** UTF-8 takes up to four bytes for what the reader of YAML counts as one or two characters. */
const MOST_BYTES = 20_000_000;

export type FileText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly errors: readonly string[] };

/** @param orElse what else the name could have been: `a template; templates are household, empty` */
export async function readNamedFile(path: string, orElse: string): Promise<FileText> {
  try {
    const { size } = await stat(path);
    if (size > MOST_BYTES) return { ok: false, errors: [`${path}: larger than ${MOST_BYTES} bytes`] };
    return { ok: true, text: await readFile(path, 'utf8') };
  } catch (error) {
    return { ok: false, errors: [unreadable(path, orElse, error)] };
  }
}

function unreadable(path: string, orElse: string, error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return `${path}: neither a file nor ${orElse}`;
  if (code === 'EISDIR') return `${path}: is a folder, not a file`;
  return `${path}: ${error instanceof Error ? error.message : String(error)}`;
}
