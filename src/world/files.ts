/**
 * World files: from text to a checked {@link WorldFile}, or to messages that say what is wrong and where.
 *
 * ```
 * world.yaml:12:11: entities.accounts[0].kind: is "chequing"; it has to be one of transaction, savings, ...
 * ```
 */
import type { Finding } from '../../fixtures/ledger/findings.ts';
import type { WorldFile } from '../../fixtures/ledger/world-file.ts';
import type { Provider } from '../provider/define.ts';
import { findingsOf, type Loaded, MOST_TOLD, sentence } from './checked.ts';
import { readSource } from './source.ts';

/**
 * A world file's text, YAML or JSON. Pure.
 *
 * @param name how messages call the text: usually the path of the file
 * @param providers whose switches the file may set
 */
export function parseWorld(text: string, name: string, providers: readonly Provider[]): Loaded {
  const parsed = parseChecked(text, name, (value) => findingsOf(value, providers));
  return parsed.ok ? { ok: true, world: parsed.value as WorldFile } : parsed;
}

export type Parsed =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly errors: readonly string[] };

/**
 * Text in YAML or JSON that a check has nothing against. Pure.
 *
 * @param name how messages call the text: usually the path of the file
 */
export function parseChecked(
  text: string,
  name: string,
  check: (value: unknown) => readonly Finding[],
): Parsed {
  const source = readSource(text);
  if (!source.ok) {
    return {
      ok: false,
      errors: source.mistakes.map(({ line, column, message }) => `${name}:${line}:${column}: ${message}`),
    };
  }
  const findings = check(source.value);
  if (findings.length === 0) return { ok: true, value: source.value };
  const errors = findings
    .slice(0, MOST_TOLD)
    .map((finding) => ({ finding, at: source.locate(finding.path, finding.points) }))
    .sort((a, b) => a.at.line - b.at.line || a.at.column - b.at.column)
    .map(({ finding, at }) => `${name}:${at.line}:${at.column}: ${sentence(finding)}`);
  if (findings.length > MOST_TOLD) errors.push(`${name}: and ${findings.length - MOST_TOLD} more`);
  return { ok: false, errors };
}
