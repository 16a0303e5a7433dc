/** The top of the page: a card for each client, and what the table below can be narrowed to. */
import { VERDICTS } from '../events.ts';
import { h, icon } from './html-text.ts';
import { countsAgainst, countsOf, isWrong, type Run } from './model.ts';
import {
  clientName,
  counted,
  duration,
  type Outcome,
  outcomeOfRun,
  VERDICT_WORDS,
  verdictSentence,
} from './words.ts';

export function titleOf(runs: readonly Run[]): string {
  const [only] = runs;
  if (only === undefined) return 'No run';
  if (runs.length === 1) return clientName(only);
  return runs.length === 2 ? runs.map(clientName).join(' and ') : `${runs.length} clients`;
}

/** The mark: a face of which one half is lit. */
const MARK =
  '<svg class="mark" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="9.5" fill="none" stroke="currentColor" stroke-width="1.5"/><path d="M12 2.5a9.5 9.5 0 010 19z" fill="currentColor"/></svg>';

export function masthead(runs: readonly Run[], ids: number): string {
  return `<header class="mast">
<p class="brand">${MARK}<span>Understudy</span> contract suite</p>
<h1>${h(titleOf(runs))}</h1>
<p class="lead">${h(leadOf(runs, ids))}</p>
<div class="cards">
${runs.map(card).join('\n')}
</div>
</header>`;
}

function leadOf(runs: readonly Run[], ids: number): string {
  const [only] = runs;
  if (only === undefined) return 'No events of a run were given.';
  if (runs.length === 1)
    return `${verdictSentence(only)}.`.replace(`${clientName(only)} `, '').replace(/^./, upper);
  return `${counted(ids, 'case')}, ${counted(runs.length, 'run')}.`;
}

function upper(letter: string): string {
  return letter.toUpperCase();
}

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  passed: 'passed',
  failed: 'failed',
  broken: 'run broken',
};

function card(run: Run): string {
  const outcome = outcomeOfRun(run);
  const counts = countsOf(run.cases);
  const shown = VERDICTS.filter((verdict) => counts[verdict] > 0);
  const tally = shown.map((verdict) => {
    const uncounted = run.cases.filter(
      (one) => one.verdict === verdict && isWrong(one) && !countsAgainst(one, run),
    ).length;
    const less = uncounted === 0 ? '' : ` <small>(${uncounted} not counted)</small>`;
    return `<li class="v-${verdict}">${icon(verdict)}<b>${counts[verdict]}</b> ${VERDICT_WORDS[verdict]}${less}</li>`;
  });
  const problems = [
    ...(run.ended?.problems ?? []),
    ...(run.ended === undefined ? ['The run was broken off.'] : []),
  ];
  return `<section class="card">
<div class="card-head"><h2>${h(run.started?.client.name ?? 'unknown client')} <small>${h(run.started?.client.version ?? '')}</small></h2><span class="outcome o-${outcome}">${OUTCOMES[outcome]}</span></div>
${bar(run)}
<ul class="tally">${tally.join('')}</ul>
${problems.length > 0 ? `<ul class="problems">${problems.map((problem) => `<li>${h(problem)}</li>`).join('')}</ul>` : ''}
<p class="facts">${factsOf(run)
    .map((fact) => `<span>${h(fact)}</span>`)
    .join('')}</p>
</section>`;
}

function factsOf({ started, ended }: Run): string[] {
  return [
    ...(started === undefined ? [] : [started.client.language, `by ${started.client.by}`]),
    ...(started?.client.capabilities ?? []),
    ...(started?.shard === undefined ? [] : [`shard ${started.shard}`]),
    ...(started !== undefined && started.repeat > 1 ? [`${started.repeat} times each`] : []),
    ...(ended === undefined ? [] : [duration(ended.tookMs)]),
    ...(started === undefined
      ? []
      : [started.at.replace('T', ' ').replace(/(:\d\d)(:\d\d(\.\d+)?)?Z$/, '$1 UTC')]),
    ...(started === undefined ? [] : [`Understudy ${started.suite}`]),
  ];
}

const BAR = 400;

/** Shares of verdicts. Widths are attributes: a page that allows no style of its own can't set them otherwise. */
function bar({ cases }: Run): string {
  const counts = countsOf(cases);
  let x = 0;
  const parts = VERDICTS.filter((verdict) => counts[verdict] > 0).map((verdict) => {
    const width = (counts[verdict] / cases.length) * BAR;
    const part = `<rect class="f-${verdict}" x="${x.toFixed(2)}" width="${Math.max(width - 1.5, 1).toFixed(2)}" height="6" rx="1"/>`;
    x += width;
    return part;
  });
  return `<svg class="bar" viewBox="0 0 ${BAR} 6" preserveAspectRatio="none" aria-hidden="true">${parts.join('')}</svg>`;
}

/** Works only with the script; without it the table is whole, and this is not shown. */
export function tools(runs: readonly Run[]): string {
  const cases = runs.flatMap((run) => run.cases);
  const counts = countsOf(cases);
  const verdicts = VERDICTS.filter((verdict) => counts[verdict] > 0).map((verdict) =>
    chip('verdict', verdict, `${icon(verdict)}${VERDICT_WORDS[verdict]}`, `v-${verdict}`),
  );
  const levels = (['must', 'should', 'info'] as const)
    .filter((level) => cases.some((one) => one.level === level))
    .map((level) => chip('level', level, level, ''));
  return `<form class="tools" role="search" aria-label="Cases" hidden>
<input type="search" id="text" placeholder="Find in ids, words, rules" aria-label="Find in ids, words, rules" autocomplete="off" spellcheck="false">
<div class="chips" role="group" aria-label="Verdict">${verdicts.join('')}</div>
<div class="chips" role="group" aria-label="Level">${levels.join('')}</div>
<span class="spacer"></span>
<output id="shown" aria-live="polite"></output>
<button type="button" id="fold-all" class="plain">Fold all</button>
</form>`;
}

function chip(kind: 'verdict' | 'level', value: string, content: string, style: string): string {
  return `<button type="button" class="chip ${style}" data-${kind}="${value}" aria-pressed="false">${content}</button>`;
}
