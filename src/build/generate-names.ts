import { faker } from '@faker-js/faker/locale/en_AU';
import { compareText } from '../../fixtures/ledger/compare.ts';
import { header, type Output } from './outputs.ts';

const FILE = 'fixtures/ledger/generated/names.ts';
/** More than any world draws from; the whole locale would be read at every start. */
const KEPT = 160;

/**
 * The names people of a world may get, from faker's Australian locale. Taken at build time: loading the locale when
 * the server starts costs 25 ms and 5 MB, for a handful of names.
 */
export function nameOutputs(): Output[] {
  const { first_name: given, last_name: family } = faker.rawDefinitions.person ?? {};
  const text = `${header('the en_AU locale of @faker-js/faker (MIT)')}
export const GIVEN_NAMES: readonly string[] = ${list([...(given?.female ?? []), ...(given?.male ?? [])])};

export const FAMILY_NAMES: readonly string[] = ${list(family?.generic ?? [])};
`;
  return [{ path: FILE, text }];
}

/** Every nth name in alphabetical order, so that the choice covers the alphabet. */
function list(names: readonly string[]): string {
  const all = [...new Set(names)].sort(compareText);
  const kept = all.filter(
    (_, index) => Math.floor((index * KEPT) / all.length) !== Math.floor(((index - 1) * KEPT) / all.length),
  );
  return `[\n${kept.map((name) => `  ${JSON.stringify(name)},\n`).join('')}]`;
}
