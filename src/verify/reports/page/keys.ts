/** Arrow keys in the matrix. One button of it is in the order of Tab, as in any grid: the one that was used last. */
import { all, one } from './dom.ts';

export interface Jumps {
  next(): void;
  previous(): void;
}

export function startKeys({ next, previous }: Jumps): void {
  const table = document.querySelector<HTMLElement>('table.matrix');
  if (table === null) return;
  const buttons = all('button', table);
  for (const button of buttons) button.tabIndex = -1;
  let current = buttons[0];
  if (current !== undefined) current.tabIndex = 0;

  table.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof HTMLButtonElement) || target === current) return;
    if (current !== undefined) current.tabIndex = -1;
    current = target;
    current.tabIndex = 0;
  });
  // What was the way in may be hidden by now.
  table.addEventListener('focusout', () => keepWayIn());
  document.addEventListener('input', () => keepWayIn());
  document.addEventListener('click', () => keepWayIn());
  const keepWayIn = (): void => {
    if (current !== undefined && current.offsetParent !== null) return;
    if (current !== undefined) current.tabIndex = -1;
    current = all('button', table).find((button) => button.offsetParent !== null);
    if (current !== undefined) current.tabIndex = 0;
  };

  table.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { target, key } = event;
    if (!(target instanceof HTMLButtonElement)) return;
    const to = destination(table, target, key);
    if (to === undefined) return;
    event.preventDefault();
    to?.focus();
  });

  document.addEventListener('keydown', (event) => {
    const typing = event.target instanceof HTMLInputElement;
    if (event.ctrlKey || event.metaKey || event.altKey || one<HTMLDialogElement>('#panel').open) return;
    if (typing) {
      if (event.key === 'Enter' || event.key === 'ArrowDown') {
        event.preventDefault();
        all('.matrix button')
          .find((button) => button.offsetParent !== null)
          ?.focus();
      }
      return;
    }
    if (event.key === '/') {
      event.preventDefault();
      one('#text').focus();
    } else if (event.key === 'n') next();
    else if (event.key === 'p') previous();
  });
}

/** Where a key leads from a button; null: nowhere, undefined: the key is none of ours. */
function destination(
  table: HTMLElement,
  from: HTMLButtonElement,
  key: string,
): HTMLElement | null | undefined {
  const rows = all<HTMLTableRowElement>('tr.group, tr.case', table).filter(
    (row) => row.offsetParent !== null,
  );
  const row = rows.findIndex((one) => one.contains(from));
  const siblings = rows[row] === undefined ? [] : all('button', rows[row]);
  const column = columnOf(from);
  const at = (index: number): HTMLElement | null => {
    const there = rows[index];
    if (there === undefined) return null;
    return (
      all('button', there).find((button) => columnOf(button) === column) ?? there.querySelector('button')
    );
  };
  switch (key) {
    case 'ArrowDown':
      return at(row + 1);
    case 'ArrowUp':
      return row > 0 ? at(row - 1) : null;
    case 'Home':
      return at(0);
    case 'End':
      return at(rows.length - 1);
    case 'ArrowLeft':
    case 'ArrowRight': {
      if (from.matches('.fold')) {
        if ((from.getAttribute('aria-expanded') === 'true') === (key === 'ArrowLeft')) from.click();
        return null;
      }
      return siblings[siblings.indexOf(from) + (key === 'ArrowLeft' ? -1 : 1)] ?? null;
    }
    default:
      return undefined;
  }
}

function columnOf(button: HTMLElement): number {
  return Number(button.dataset.run ?? 0);
}
