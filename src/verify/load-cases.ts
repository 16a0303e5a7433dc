/** Case files of the user's own: from text to cases, or to messages that say file, line and column. */
import type { Finding } from '../../fixtures/ledger/findings.ts';
import type { Provider } from '../provider/define.ts';
import { sentence } from '../world/checked.ts';
import { readNamedFile } from '../world/read-file.ts';
import type { Case } from './case.ts';
import { caseFindings } from './check-cases.ts';

export type LoadedCases =
  | { readonly ok: true; readonly cases: readonly Case[] }
  | { readonly ok: false; readonly errors: readonly string[] };

export async function loadCases(name: string, providers: readonly Provider[]): Promise<LoadedCases> {
  const file = await readNamedFile(name, 'a file of cases');
  return file.ok ? parseCases(file.text, name, providers) : file;
}

/** @param name how messages call the text: usually the path of the file */
export async function parseCases(
  text: string,
  name: string,
  providers: readonly Provider[],
): Promise<LoadedCases> {
  const { readSource } = await import('../world/source.ts');
  const source = readSource(text);
  if (!source.ok) {
    return {
      ok: false,
      errors: source.mistakes.map(({ line, column, message }) => `${name}:${line}:${column}: ${message}`),
    };
  }
  const findings = await caseFindings(source.value, providers);
  if (findings.length === 0) return { ok: true, cases: source.value as readonly Case[] };
  const errors = findings
    .slice(0, 50)
    .map((finding) => ({ finding, at: source.locate(finding.path, finding.points) }))
    .sort((a, b) => a.at.line - b.at.line || a.at.column - b.at.column)
    .map(({ finding, at }) => `${name}:${at.line}:${at.column}: ${told(finding, source.value)}`);
  return { ok: false, errors };
}

/** Names the case: `[17].do.input` helps nobody. */
function told({ path: [index, ...path], message }: Finding, cases: unknown): string {
  const one: unknown = Array.isArray(cases) && typeof index === 'number' ? cases[index] : undefined;
  const id = typeof one === 'object' && one !== null ? (one as { id?: unknown }).id : undefined;
  return `${typeof id === 'string' ? `${id}: ` : ''}${sentence({ path, message })}`;
}
