/** Events that were saved, read again: what does not look like them is told with file and line. */
import { type CaseEnded, type RunEvent, VERDICTS } from '../events.ts';

export type ReadEvents =
  | { readonly ok: true; readonly events: readonly RunEvent[] }
  | { readonly ok: false; readonly error: string };

/** @param name of the file, for messages */
export function readEvents(text: string, name: string): ReadEvents {
  const events: RunEvent[] = [];
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const value = parsed(line);
    // A run that was killed leaves half a line behind.
    if (value === undefined && index === lines.length - 1 && events.length > 0) continue;
    const read = value === undefined ? 'it is no JSON' : mistakeIn(value);
    if (read !== undefined)
      return { ok: false, error: `${name}:${index + 1}: not an event of a run: ${read}` };
    if (known(value)) events.push(value as RunEvent);
  }
  if (events.length === 0) return { ok: false, error: `${name}: no events of a run are in it` };
  return { ok: true, events };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const EVENTS: readonly string[] = ['run', 'case-started', 'case', 'end'] satisfies RunEvent['event'][];

/** Later versions may say more than this one knows of. */
function known(value: unknown): boolean {
  return isObject(value) && EVENTS.includes(String(value.event));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type Kind = 'text' | 'number' | 'object' | 'list';
const MEMBERS: Readonly<Record<string, Readonly<Record<string, Kind>>>> = {
  run: { suite: 'text', cases: 'number', client: 'object', repeat: 'number', at: 'text' },
  'case-started': { id: 'text' },
  case: {
    id: 'text',
    provider: 'text',
    says: 'text',
    level: 'text',
    rules: 'list',
    verdict: 'text',
    findings: 'list',
    expectation: 'text',
    tookMs: 'number',
    worldMs: 'number',
    runs: 'number',
    passed: 'number',
    exchanges: 'list',
    exchangesLeftOut: 'number',
    adapter: 'list',
    reproduce: 'text',
  },
  end: { counts: 'object', failed: 'number', problems: 'list', exitCode: 'number', tookMs: 'number' },
};

/** Undefined: it is one, as far as reports have to know. */
function mistakeIn(value: unknown): string | undefined {
  if (!isObject(value) || typeof value.event !== 'string') return 'it has no member "event"';
  for (const [name, kind] of Object.entries(MEMBERS[value.event] ?? {})) {
    if (!is(kind, value[name])) return `"${name}" of "${value.event}" has to be a ${kind}`;
  }
  if (value.event !== 'case') return undefined;
  const { verdict } = value as unknown as CaseEnded;
  if (!VERDICTS.includes(verdict)) return `verdict "${verdict}"; allowed are ${VERDICTS.join(', ')}`;
  return undefined;
}

function is(kind: Kind, value: unknown): boolean {
  if (kind === 'text') return typeof value === 'string';
  if (kind === 'number') return typeof value === 'number';
  return kind === 'list' ? Array.isArray(value) : isObject(value);
}
