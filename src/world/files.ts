/**
 * World files: from text to a checked {@link WorldFile}, or to messages that say what is wrong and where.
 *
 * ```
 * world.yaml:12:11: entities.accounts[0].kind: is "chequing"; it has to be one of transaction, savings, ...
 * ```
 */
import { readFile, stat } from 'node:fs/promises';
import { checkWorld } from '../../fixtures/ledger/check.ts';
import type { Finding, Path } from '../../fixtures/ledger/findings.ts';
import { template, templateNames } from '../../fixtures/ledger/plan.ts';
import type { WorldFile } from '../../fixtures/ledger/world-file.ts';
import { validateWorldFile } from './generated/world-schema.js';
import { schemaFindings } from './schema-words.ts';
import { readSource } from './source.ts';

export type Loaded =
  | { readonly ok: true; readonly world: WorldFile }
  | { readonly ok: false; readonly errors: readonly string[] };

/** A template by name, or else a file by its path. */
export async function loadWorld(nameOrPath: string): Promise<Loaded> {
  if (template(nameOrPath)) return { ok: true, world: { template: nameOrPath } };
  try {
    const { size } = await stat(nameOrPath);
    if (size > MOST_BYTES) return { ok: false, errors: [`${nameOrPath}: larger than ${MOST_BYTES} bytes`] };
    return parseWorld(await readFile(nameOrPath, 'utf8'), nameOrPath);
  } catch (error) {
    return { ok: false, errors: [unreadable(nameOrPath, error)] };
  }
}

/** UTF-8 takes up to four bytes for what {@link readSource} counts as one or two characters. */
const MOST_BYTES = 20_000_000;

/**
 * A world file's text, YAML or JSON. Pure.
 *
 * @param name how messages call the text: usually the path of the file
 */
export function parseWorld(text: string, name: string): Loaded {
  const source = readSource(text);
  if (!source.ok) {
    return {
      ok: false,
      errors: source.mistakes.map(({ line, column, message }) => `${name}:${line}:${column}: ${message}`),
    };
  }
  const findings = findingsOf(source.value);
  if (findings.length === 0) return { ok: true, world: source.value as WorldFile };
  const errors = findings
    .slice(0, MOST_TOLD)
    .map((finding) => ({ finding, at: source.locate(finding.path, finding.points) }))
    .sort((a, b) => a.at.line - b.at.line || a.at.column - b.at.column)
    .map(({ finding, at }) => `${name}:${at.line}:${at.column}: ${sentence(finding)}`);
  if (findings.length > MOST_TOLD) errors.push(`${name}: and ${findings.length - MOST_TOLD} more`);
  return { ok: false, errors };
}

/** Mistakes told at once. To find the place of one takes time in proportion to the file. */
const MOST_TOLD = 50;

/** A world described by a value that came without text, such as the body of a request. Pure. */
export function checkedWorld(value: unknown): Loaded {
  const findings = findingsOf(value);
  if (findings.length > 0) return { ok: false, errors: findings.slice(0, MOST_TOLD).map(sentence) };
  return { ok: true, world: value as WorldFile };
}

/** What the schema refuses; only a file that fits it is looked at more closely. */
function findingsOf(value: unknown): readonly Finding[] {
  if (value === null || value === undefined) {
    return [{ path: [], message: 'is empty; the least a world file can say is "template: household"' }];
  }
  if (!validateWorldFile(value)) return schemaFindings(validateWorldFile.errors ?? [], value);
  return checkWorld(value as WorldFile);
}

function sentence({ path, message }: Finding): string {
  return path.length === 0 ? message : `${written(path)}: ${message}`;
}

/** `entities.accounts[0].kind` */
function written(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}

function unreadable(path: string, error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') {
    return `${path}: neither a file nor a template; templates are ${templateNames().join(', ')}`;
  }
  if (code === 'EISDIR') return `${path}: is a folder, not a world file`;
  return `${path}: ${error instanceof Error ? error.message : String(error)}`;
}
