/** The script of the page: filters, keys, and the panel. Built into one text by `npm run generate`. */
import type { CaseEnded } from '../../events.ts';
import type { PageData } from '../html.ts';
import { countsAgainst, isWrong } from '../model.ts';
import { clientName } from '../words.ts';
import { all, one } from './dom.ts';
import { startFilter } from './filter.ts';
import { startKeys } from './keys.ts';
import { panelOf } from './panel.ts';

const { runs } = JSON.parse(one('#data').textContent ?? '') as PageData;
const cases = runs.map((run) => new Map(run.cases.map((ended) => [ended.id, ended])));
const panel = one<HTMLDialogElement>('#panel');

function caseOf(cell: HTMLElement): CaseEnded | undefined {
  const id = cell.closest<HTMLElement>('tr.case')?.dataset.id ?? '';
  return cases[Number(cell.dataset.run)]?.get(id);
}

/** Cells of cases that went wrong, in the order they are read; what is filtered out is passed over. */
function wrongCells(): HTMLElement[] {
  return all('button.cell').filter((cell) => {
    const ended = caseOf(cell);
    const theme = cell.closest<HTMLElement>('tbody');
    const filtered = cell.closest('tr')?.hidden === true && theme?.classList.contains('folded') !== true;
    return ended !== undefined && isWrong(ended) && !filtered && theme?.hidden !== true;
  });
}

/** The nearest failure after (1) or before (-1) a cell. */
function neighbour(cell: HTMLElement | undefined, step: 1 | -1): HTMLElement | undefined {
  const wrong = wrongCells();
  if (cell === undefined) return step === 1 ? wrong[0] : wrong.at(-1);
  const side = step === 1 ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING;
  const there = wrong.filter((other) => (cell.compareDocumentPosition(other) & side) !== 0);
  return step === 1 ? there[0] : there.at(-1);
}

let opened: HTMLElement | undefined;

function open(cell: HTMLElement): void {
  const ended = caseOf(cell);
  const run = runs[Number(cell.dataset.run)];
  if (ended === undefined || run === undefined) return;
  opened?.classList.remove('open');
  opened = cell;
  cell.classList.add('open');
  const to = (step: 1 | -1): (() => void) | undefined => {
    const other = neighbour(cell, step);
    return other === undefined ? undefined : () => open(other);
  };
  panel.replaceChildren(
    ...panelOf(ended, {
      client: clientName(run),
      counts: countsAgainst(ended, run),
      previous: to(-1),
      next: to(1),
      close: () => panel.close(),
    }),
  );
  if (!panel.open) panel.showModal();
  panel.querySelector<HTMLElement>('.panel-body')?.focus();
  // So that a link to one case can be given to others.
  location.replace(`#${cell.dataset.run}/${encodeURIComponent(ended.id)}`);
}

panel.addEventListener('close', () => {
  opened?.classList.remove('open');
  // A folded cell can't take the focus; its theme can.
  const theme = opened?.closest('tbody')?.querySelector<HTMLElement>('button.fold');
  if (opened?.closest('tr')?.hidden === true) theme?.focus();
  else opened?.focus();
  opened = undefined;
  location.replace('#');
});
panel.addEventListener('click', (event) => {
  // Only what is outside of the panel's content is the dialog itself.
  if (event.target === panel) panel.close();
});
panel.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || opened === undefined) return;
  const step = event.key === 'n' ? 1 : event.key === 'p' ? -1 : undefined;
  const other = step === undefined ? undefined : neighbour(opened, step);
  if (other !== undefined) open(other);
});

document.addEventListener('click', (event) => {
  const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('button.cell') : null;
  if (cell !== null) open(cell);
});

// The head of the table stays below the tools, which take one line or two.
const bar = one('.tools');
new ResizeObserver(() => {
  document.documentElement.style.setProperty('--tools', `${bar.offsetHeight}px`);
}).observe(bar);

startFilter((id) => cases.flatMap((run) => run.get(id) ?? []));
startKeys({
  next: () => neighbour(cellInFocus(), 1)?.click(),
  previous: () => neighbour(cellInFocus(), -1)?.click(),
});

function cellInFocus(): HTMLElement | undefined {
  const { activeElement } = document;
  return activeElement instanceof HTMLElement && activeElement.matches('.matrix button')
    ? activeElement
    : undefined;
}

const [run = '', id = ''] = location.hash.slice(1).split('/');
const linked = all('tr.case')
  .find((row) => encodeURIComponent(row.dataset.id ?? '') === id)
  ?.querySelector<HTMLElement>(`button.cell[data-run="${Number(run)}"]`);
if (linked !== null && linked !== undefined) open(linked);
