/** Which rows of the matrix are shown: by verdict, level and words, and by what is folded. */
import type { CaseEnded } from '../../events.ts';
import { all, one } from './dom.ts';

/** Themes in which all is well begin folded, where there is more than a screen of cases. */
const MANY = 40;

interface Entry {
  readonly row: HTMLTableRowElement;
  readonly level: string;
  readonly verdicts: ReadonlySet<string>;
  /** Lower case. */
  readonly text: string;
}

/** @param casesOf verdicts of all clients on a case, by its id */
export function startFilter(casesOf: (id: string) => readonly CaseEnded[]): void {
  const entries = all<HTMLTableRowElement>('tr.case').map((row) =>
    entryOf(row, casesOf(row.dataset.id ?? '')),
  );
  const byRow = new Map(entries.map((entry) => [entry.row, entry]));
  const themes = all('tbody.theme');
  const text = one<HTMLInputElement>('#text');
  const foldAll = one<HTMLButtonElement>('#fold-all');
  one('.tools').hidden = entries.length === 0;

  const pressed = (kind: 'verdict' | 'level'): Set<string> =>
    new Set(all(`.chip[data-${kind}][aria-pressed=true]`).map((chip) => chip.dataset[kind] ?? ''));

  const update = (): void => {
    const verdicts = pressed('verdict');
    const levels = pressed('level');
    const words = text.value
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    const narrowed = verdicts.size + levels.size + words.length > 0;
    const fits = ({ level, verdicts: own, text: said }: Entry): boolean =>
      (verdicts.size === 0 || [...own].some((verdict) => verdicts.has(verdict))) &&
      (levels.size === 0 || levels.has(level)) &&
      words.every((word) => said.includes(word));
    let shown = 0;
    const providers = new Set<string>();
    for (const theme of themes) {
      // What one looks for is not hidden in a fold.
      const open = narrowed || !theme.classList.contains('folded');
      let here = 0;
      for (const row of all<HTMLTableRowElement>('tr.case', theme)) {
        const entry = byRow.get(row);
        const fit = entry !== undefined && fits(entry);
        row.hidden = !fit || !open;
        if (fit) here += 1;
      }
      theme.hidden = here === 0;
      foldOf(theme)?.setAttribute('aria-expanded', String(open));
      if (here > 0) providers.add(theme.dataset.provider ?? '');
      shown += here;
    }
    for (const provider of all('tbody.provider'))
      provider.hidden = !providers.has(provider.dataset.provider ?? '');
    one('.empty').hidden = shown > 0;
    one('#shown').textContent = narrowed ? `${shown} of ${entries.length} cases` : `${entries.length} cases`;
    foldAll.textContent = themes.some((theme) => !theme.classList.contains('folded'))
      ? 'Fold all'
      : 'Unfold all';
    foldAll.disabled = narrowed;
  };

  for (const theme of themes) {
    if (entries.length > MANY && theme.dataset.wrong === undefined) theme.classList.add('folded');
    foldOf(theme)?.addEventListener('click', () => {
      theme.classList.toggle('folded');
      update();
    });
  }
  for (const chip of all('.chip')) {
    chip.addEventListener('click', () => {
      chip.setAttribute('aria-pressed', String(chip.getAttribute('aria-pressed') !== 'true'));
      update();
    });
  }
  foldAll.addEventListener('click', () => {
    const fold = themes.some((theme) => !theme.classList.contains('folded'));
    for (const theme of themes) theme.classList.toggle('folded', fold);
    update();
  });
  text.addEventListener('input', update);
  one('.tools').addEventListener('submit', (event) => event.preventDefault());
  update();
}

function foldOf(theme: HTMLElement): HTMLElement | null {
  return theme.querySelector<HTMLElement>('button.fold');
}

function entryOf(row: HTMLTableRowElement, cases: readonly CaseEnded[]): Entry {
  const said = cases.flatMap(({ id, says, reason, rules, findings }) => [
    id,
    says,
    reason ?? '',
    ...rules.map((rule) => `${rule.id} ${rule.says} ${rule.source}`),
    ...findings.map((finding) => `${finding.rule ?? ''} ${finding.message} ${finding.path ?? ''}`),
  ]);
  return {
    row,
    level: cases[0]?.level ?? '',
    verdicts: new Set(cases.map(({ verdict }) => verdict)),
    text: said.join('\n').toLowerCase(),
  };
}
