/** The matrix: a row for each case, a column for each client. */
import type { CaseEnded } from '../events.ts';
import { h, icon } from './html-text.ts';
import { countsAgainst, groupedBy, isWrong, type Run, themeOf } from './model.ts';
import { clientName, VERDICT_WORDS } from './words.ts';

/** A case, with its verdict of each run; undefined: that run had no such case. */
export interface Row {
  readonly id: string;
  readonly any: CaseEnded;
  readonly of: readonly (CaseEnded | undefined)[];
}

export function rowsOf(runs: readonly Run[]): Row[] {
  const byRun = runs.map((run) => new Map(run.cases.map((one) => [one.id, one])));
  const ids = [...new Set(runs.flatMap((run) => run.cases.map(({ id }) => id)))].sort((a, b) =>
    a < b ? -1 : 1,
  );
  return ids.flatMap((id) => {
    const of = byRun.map((cases) => cases.get(id));
    const any = of.find((one) => one !== undefined);
    return any === undefined ? [] : [{ id, any, of }];
  });
}

export function matrix(runs: readonly Run[], rows: readonly Row[]): string {
  const heads = runs.map((run) => {
    const { name, version } = run.started?.client ?? { name: 'unknown', version: '' };
    return `<th scope="col" class="client" title="${h(`${name} ${version}`)}"><span>${h(name)}</span> <small>${h(version)}</small></th>`;
  });
  const bodies = [...groupedBy(rows, ({ any }) => any.provider)].map(([provider, ofProvider]) =>
    [
      providerBody(provider, ofProvider, runs),
      ...[...groupedBy(ofProvider, ({ any }) => themeOf(any))].map(([theme, ofTheme]) =>
        themeBody(provider, theme, ofTheme, runs),
      ),
    ].join('\n'),
  );
  return `<table class="matrix${runs.length > 3 ? ' narrow' : ''}">
<caption class="unseen">Verdicts by case and client. Arrow keys move, Enter opens a case.</caption>
<thead><tr><th scope="col" class="corner">case</th>${heads.join('')}</tr></thead>
${bodies.join('\n')}
</table>`;
}

function providerBody(provider: string, rows: readonly Row[], runs: readonly Run[]): string {
  return `<tbody class="provider" data-provider="${h(provider)}"><tr><th scope="rowgroup">${h(provider)}</th>${shares(rows, runs)}</tr></tbody>`;
}

function themeBody(provider: string, theme: string, rows: readonly Row[], runs: readonly Run[]): string {
  const wrong = rows.some(({ of }) => of.some((one) => one !== undefined && isWrong(one)));
  return `<tbody class="theme" data-provider="${h(provider)}"${wrong ? ' data-wrong' : ''}>
<tr class="group"><th scope="rowgroup"><button type="button" class="fold" aria-expanded="true">${icon('fold')}${h(theme || 'others')}<span class="count">${rows.length}<span class="unseen"> cases</span></span></button></th>${shares(rows, runs)}</tr>
${rows.map((row) => caseRow(row, runs)).join('\n')}
</tbody>`;
}

/** How many of the cases a client passed of those it was judged by. */
function shares(rows: readonly Row[], runs: readonly Run[]): string {
  return runs
    .map((run, index) => {
      const cases = rows.flatMap(({ of }) => of[index] ?? []);
      const judged = cases.filter(({ verdict }) => verdict !== 'unsupported' && verdict !== 'not-run');
      const passed = judged.filter(({ verdict }) => verdict === 'pass').length;
      const word = judged.length === 0 ? '–' : `${passed}/${judged.length}`;
      return `<td class="share${cases.some((one) => countsAgainst(one, run)) ? ' wrong' : ''}">${word}</td>`;
    })
    .join('');
}

function caseRow({ id, any, of }: Row, runs: readonly Run[]): string {
  const name = id.split('/').slice(2).join('/') || id;
  const level = any.level === 'must' ? '' : ` <span class="level">${any.level}</span>`;
  const cells = runs.map((run, index) => {
    const one = of[index];
    return one === undefined ? '<td></td>' : cell(one, run, index);
  });
  return `<tr class="case" data-id="${h(id)}"><th scope="row"><span class="name">${h(name)}</span>${level}<span class="says">${h(any.says)}</span></th>${cells.join('')}</tr>`;
}

function cell(ended: CaseEnded, run: Run, index: number): string {
  const { id, verdict } = ended;
  const word = VERDICT_WORDS[verdict];
  const uncounted = isWrong(ended) && !countsAgainst(ended, run);
  const label = h(`${word}${uncounted ? ', not counted' : ''}: ${id}, ${clientName(run)}`);
  return `<td><button type="button" class="cell v-${verdict}${uncounted ? ' uncounted' : ''}" data-run="${index}" data-verdict="${verdict}" aria-haspopup="dialog" aria-label="${label}">${icon(verdict)}<span>${word}</span></button></td>`;
}
