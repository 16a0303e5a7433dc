/** Columns that line up, for people. */
import pc from 'picocolors';

/** @param rows cells of each row; the last column is not padded */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return pc.dim('none');
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (column === heads.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join('  ');
  return [pc.dim(line(heads)), ...rows.map(line)].map((text) => text.trimEnd()).join('\n');
}

/** `2026-03-16 09:00:00`, in UTC: what stands in a column of its own. */
export function when(instant: string): string {
  return instant.replace('T', ' ').replace(/(\.\d+)?Z$/, '');
}
