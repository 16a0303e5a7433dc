/** `--save-failed DIR`: a folder for each case that went wrong, with what one needs to look into it elsewhere. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CaseEnded, RunEvent, RunStarted } from '../events.ts';
import { failureText } from './failure-text.ts';
import { harOfCase } from './har.ts';
import { isWrong } from './model.ts';
import type { Report } from './report.ts';
import { plainLook } from './terminal.ts';
import { printable } from './words.ts';

/** Most file systems take 255 bytes; some tools that pack folders take fewer. */
const MOST_CHARACTERS = 120;

export interface SaveFailedOptions {
  readonly directory: string;
  /** The case as it was written, if whoever runs it has it; else what the report knows of it is saved. */
  caseOf?(id: string): unknown;
}

export function saveFailedReport({ directory, caseOf }: SaveFailedOptions): Report {
  let started: RunStarted | undefined;
  return {
    on(event: RunEvent): void {
      if (event.event === 'run') started = event;
      // At once, and not at the end: a run that is broken off has left behind what it found.
      if (event.event === 'case' && isWrong(event)) {
        save(join(directory, folderOf(event.id)), filesOf(event, started, caseOf?.(event.id)));
      }
    },
    async close(): Promise<void> {},
  };
}

/** As ids of cases are. No dots, or `a/b` and `a.b` had one folder; no capitals, which some file systems don't tell apart. */
const ORDINARY = /^[a-z0-9_-]+(\/[a-z0-9_-]+)*$/;
/** Of Windows; they are devices whatever comes after the first dot. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/;

/** `<provider>.<theme>.<name>`. What else an id may hold is left out, and a part of its hash tells it from others. */
export function folderOf(id: string): string {
  const name = id.replaceAll('/', '.');
  if (ORDINARY.test(id) && name.length <= MOST_CHARACTERS && !DEVICE.test(name)) return name;
  const safe = name
    .replace(/[^\w.-]+/g, '-')
    .replace(/\.{2,}/g, '.')
    .slice(0, MOST_CHARACTERS);
  const hash = createHash('sha256').update(id).digest('hex').slice(0, 8);
  return `case-${safe}-${hash}`;
}

type Files = Readonly<Record<string, string>>;

export function filesOf(ended: CaseEnded, started: RunStarted | undefined, written: unknown): Files {
  const { exchanges: _exchanges, adapter, ...known } = ended;
  return {
    'README.md': readme(ended, started),
    'case.json': json(written ?? known),
    'exchanges.har': json(harOfCase(ended, started?.at)),
    'adapter.ndjson': adapter.map((line) => `${JSON.stringify(line)}\n`).join(''),
  };
}

function save(folder: string, files: Files): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** The terminal's text, in a block that nothing in it can end. */
function readme(ended: CaseEnded, started: RunStarted | undefined): string {
  const text = failureText(ended, { started }, plainLook(100));
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  const client = started === undefined ? '' : `, ${started.client.name} ${started.client.version}`;
  return `# ${printable(ended.id).replace(/[\s<`]+/g, ' ')}${printable(client).replace(/[\s<`]+/g, ' ')}

${fence}text
${text}
${fence}

- \`exchanges.har\`: what went over the wire; the network tools of browsers open it
- \`adapter.ndjson\`: what the suite and the adapter said to each other
- \`case.json\`: the case
`;
}
