/** A world's description held against its schema, and against what a schema can't say. */
import schema from '../../contracts/world/world.schema.json' with { type: 'json' };
import { checkWorld } from '../../fixtures/ledger/check.ts';
import type { Finding, Path } from '../../fixtures/ledger/findings.ts';
import type { WorldFile } from '../../fixtures/ledger/world-file.ts';
import type { Provider } from '../provider/define.ts';
import { validateWorldFile } from './generated/world-schema.js';
import { isRecord } from './plain-json.ts';
import { schemaFindings } from './schema-words.ts';
import { switchFindings } from './switches.ts';

export type Loaded =
  | { readonly ok: true; readonly world: WorldFile }
  | { readonly ok: false; readonly errors: readonly string[] };

/** Mistakes told at once. To find the place of one takes time in proportion to the file. */
export const MOST_TOLD = 50;

/** A world described by a value that came without text, such as the argument of `createWorld`. Pure. */
export function checkedWorld(value: unknown, providers: readonly Provider[]): Loaded {
  const findings = findingsOf(value, providers);
  if (findings.length > 0) return { ok: false, errors: findings.slice(0, MOST_TOLD).map(sentence) };
  return { ok: true, world: value as WorldFile };
}

/** What the schema refuses; only a file that fits it is looked at more closely. */
export function findingsOf(value: unknown, providers: readonly Provider[]): readonly Finding[] {
  if (value === null || value === undefined) {
    return [{ path: [], message: 'is empty; the least a world file can say is "template: household"' }];
  }
  // Nothing said, nothing wrong: a server that starts with its defaults does not load the schema's code.
  if (isRecord(value) && Object.keys(value).length === 0) return [];
  if (!validateWorldFile(value)) return schemaFindings(schema, validateWorldFile.errors ?? [], value);
  const file = value as WorldFile;
  return [...checkWorld(file), ...switchFindings(file, providers)];
}

/** `entities.accounts[0].kind: is "chequing"; it has to be one of ...` */
export function sentence({ path, message }: Finding): string {
  return path.length === 0 ? message : `${written(path)}: ${message}`;
}

function written(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}
