/** Near misses: which operations a request that matched none almost asked for, and what kept it from them. */
import { nearest as nearestWord } from '../../fixtures/ledger/nearest.ts';
import type { OperationSpec } from '../provider/operation.ts';
import { shortened } from '../provider/shortened.ts';

/** An operation with what would have to change in the request. */
export interface Near {
  readonly operation: OperationSpec;
  readonly why: readonly string[];
  /** How far away: the sum of all differences. */
  readonly cost: number;
}

/** Paths of more segments are near to nothing. */
const MOST_SEGMENTS = 20;

/** What a difference costs: more is farther. A prefix too few or too many is the commonest mistake of a base URL. */
const COST = {
  filled: 0.1,
  alike: 0.3,
  prefix: 0.4,
  method: 0.6,
  unfilled: 0.9,
  extra: 1,
  other: 1.2,
  missing: 1.5,
};

/** What it costs to ask the wrong provider for one of another's paths. */
export const WRONG_PROVIDER = 1;

type Step =
  | { readonly kind: 'same' | 'alike' | 'other'; readonly wanted: string; readonly given: string }
  | { readonly kind: 'missing'; readonly wanted: string }
  | { readonly kind: 'extra'; readonly given: string };

/**
 * The operations of one provider, nearest first; none of those that have no word of the path in common.
 *
 * @param path below the base path, still encoded
 * @param base the base path in front of it: counted when segments are numbered
 */
export function nearOperations(
  operations: readonly OperationSpec[],
  method: string,
  path: string,
  base = '',
): Near[] {
  const given = segmentsOf(path);
  if (given.length > MOST_SEGMENTS) return [];
  const before = segmentsOf(base).length;
  const found: Near[] = [];
  for (const operation of operations) {
    const { cost, steps } = aligned(operation.segments, given);
    const shared = steps.some(
      ({ kind, ...step }) =>
        (kind === 'same' || kind === 'alike') && 'wanted' in step && !step.wanted.startsWith('{'),
    );
    if (!shared && cost > 0) continue;
    const otherMethod = operation.method !== method && !(operation.method === 'GET' && method === 'HEAD');
    const why = [...inWords(steps, before), ...(otherMethod ? [`method is ${operation.method} here`] : [])];
    found.push({ operation, why, cost: cost + (otherMethod ? COST.method : 0) });
  }
  return found.sort((a, b) => a.cost - b.cost);
}

function segmentsOf(path: string): string[] {
  const end = path.length > 1 && path.endsWith('/') ? path.length - 1 : path.length;
  return end <= 1 ? [] : path.slice(1, end).split('/');
}

interface Way {
  readonly cost: number;
  readonly step: Step | undefined;
  readonly from: Way | undefined;
}

/** The cheapest way from the template to the path: keep, change, leave out or put in a segment (Levenshtein). */
function aligned(template: readonly string[], given: readonly string[]): { cost: number; steps: Step[] } {
  let row: Way[] = [{ cost: 0, step: undefined, from: undefined }];
  for (const segment of given) row.push(after(row.at(-1), { kind: 'extra', given: segment }, COST.prefix));
  for (const wanted of template) {
    const isParameter = wanted.startsWith('{');
    const missing = isParameter ? COST.unfilled : COST.missing;
    const next: Way[] = [after(row[0], { kind: 'missing', wanted }, isParameter ? missing : COST.prefix)];
    for (const [i, segment] of given.entries()) {
      const [kind, cost] = difference(wanted, segment);
      next.push(
        cheapest(
          // Of two ways that cost the same, the one that leaves the end of the path over.
          after(next[i], { kind: 'extra', given: segment }, COST.extra),
          after(row[i], { kind, wanted, given: segment }, cost),
          after(row[i + 1], { kind: 'missing', wanted }, missing),
        ),
      );
    }
    row = next;
  }
  const end = row.at(-1);
  const steps: Step[] = [];
  for (let way = end; way?.step !== undefined; way = way.from) steps.unshift(way.step);
  return { cost: end?.cost ?? 0, steps };
}

function after(from: Way | undefined, step: Step, cost: number): Way {
  return { cost: (from?.cost ?? 0) + cost, step, from };
}

function cheapest(...ways: readonly [Way, ...Way[]]): Way {
  return ways.reduce((best, way) => (way.cost < best.cost ? way : best));
}

function difference(wanted: string, given: string): ['same' | 'alike' | 'other', number] {
  if (wanted === given) return ['same', 0];
  if (wanted.startsWith('{')) return given === '' ? ['other', COST.other] : ['same', COST.filled];
  return alike(wanted, given) ? ['alike', COST.alike] : ['other', COST.other];
}

/** Same word but for case, ending or a slip of the keyboard. */
function alike(template: string, given: string): boolean {
  const a = template.toLowerCase();
  const b = given.toLowerCase();
  if (b === '') return false;
  return (
    nearestWord(b, [a]) !== undefined ||
    a.startsWith(b.slice(0, Math.max(3, b.length - 2))) ||
    b.startsWith(a.slice(0, Math.max(3, a.length - 2)))
  );
}

function inWords(steps: readonly Step[], before: number): string[] {
  const words: string[] = [];
  let place = before;
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i];
    if (step === undefined) break;
    if (step.kind === 'same') place += 1;
    else if (step.kind === 'alike' || step.kind === 'other') {
      place += 1;
      words.push(`segment ${place} is ${quoted(step.wanted)}, given ${quoted(step.given)}`);
    } else {
      const run = runOf(steps, i);
      i += run.length - 1;
      if (step.kind === 'extra') place += run.length;
      words.push(
        runInWords(step.kind, run, place === (step.kind === 'extra' ? before + run.length : before)),
      );
    }
  }
  return words;
}

/** Segments one after another that are all missing, or all too many. */
function runOf(steps: readonly Step[], start: number): string[] {
  const run: string[] = [];
  for (const step of steps.slice(start)) {
    if (step.kind !== steps[start]?.kind) break;
    run.push(step.kind === 'extra' ? step.given : step.wanted);
  }
  return run;
}

function runInWords(kind: 'missing' | 'extra', run: readonly string[], leading: boolean): string {
  const text = leading ? shortened(`/${run.join('/')}`) : quoted(run.join('/'));
  const many = run.length === 1 ? 'one segment' : `${run.length} segments`;
  if (kind === 'missing') return leading ? `missing the prefix ${text}` : `${many} missing: ${text}`;
  return leading ? `the prefix ${text} is too much` : `${many} too many: ${text}`;
}

function quoted(segment: string): string {
  return `\`${shortened(segment, 60)}\``;
}
