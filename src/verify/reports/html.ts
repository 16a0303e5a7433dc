/**
 * A page of its own: a matrix of cases and clients in which every cell opens. It asks for nothing from anywhere, and
 * its policy forbids it to; without its script the matrix can still be read.
 */
import { createHash } from 'node:crypto';
import { SCRIPT, STYLE } from './generated/page.ts';
import { masthead, titleOf, tools } from './html-head.ts';
import { matrix, rowsOf } from './html-table.ts';
import { embedded, h, iconSheet } from './html-text.ts';
import type { Run } from './model.ts';

/** What the page's script reads. */
export interface PageData {
  readonly runs: readonly Run[];
}

/** @param runs a column each, from left to right */
export function htmlOf(runs: readonly Run[]): string {
  const rows = rowsOf(runs);
  const data: PageData = { runs };
  const policy = `default-src 'none'; script-src '${hashOf(SCRIPT)}'; style-src '${hashOf(STYLE)}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${h(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${h(titleOf(runs))} · Understudy</title>
<style>${STYLE}</style>
</head>
<body>
${iconSheet()}
${masthead(runs, rows.length)}
${tools(runs)}
<main>
${rows.length > 0 ? matrix(runs, rows) : ''}
<p class="empty"${rows.length > 0 ? ' hidden' : ''}>${rows.length > 0 ? 'No case is like that.' : 'No case was judged.'}</p>
</main>
<footer class="keys"><kbd>↑</kbd><kbd>↓</kbd><kbd>←</kbd><kbd>→</kbd> move · <kbd>Enter</kbd> opens · <kbd>Esc</kbd> closes · <kbd>n</kbd> <kbd>p</kbd> next and previous failure · <kbd>/</kbd> find</footer>
<dialog id="panel" aria-labelledby="panel-title"></dialog>
<script type="application/json" id="data">${embedded(data)}</script>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
