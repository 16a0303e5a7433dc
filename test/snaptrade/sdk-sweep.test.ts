/**
 * Every method of the official SDKs, unmodified, called against a listening simulator: it does what it is for, or is refused as
 * it was meant to be, and the answer is what the official documents say. `docs/snaptrade/sdk.md` is made from the same calls.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Official } from './official.ts';
import { isListed } from './official-differences.ts';
import { OFFICIAL_IS_ABSENT, officialIsThere, officialNames } from './official-documents.ts';
import { isAsMeant, plain } from './sdk-sweep/outcome.ts';
import { type Language, PAGE, sectionsOf } from './sdk-sweep/page.ts';
import { hasPythonSdk } from './sdk-sweep/python.ts';
import { PYTHON_SDK, pythonSection, type Section, typescriptSection } from './sdk-sweep/sections.ts';

if (!officialIsThere) console.log(OFFICIAL_IS_ABSENT);

const pythonIsHere = hasPythonSdk();
if (!pythonIsHere) {
  console.log(
    `No call is made from Python: snaptrade-python-sdk ${PYTHON_SDK} is not installed for python3.`,
  );
}

type Swept = readonly [Language, methods: number, () => Promise<Section | undefined>];
const languages: readonly Swept[] = [
  ['typescript', 67, typescriptSection],
  ...(pythonIsHere ? [['python', 68, pythonSection] satisfies Swept] : []),
];

describe.each(languages)('every method of the SDK for %s', (language, count, sectionOf) => {
  let section: Section;
  beforeAll(async () => {
    const made = await sectionOf();
    if (made === undefined) throw new Error('The SDK was here a moment ago.');
    section = made;
  });

  it('is called', () => {
    expect(section.methods).toHaveLength(count);
    expect(new Set(section.outcomes.map(({ method }) => method))).toEqual(new Set(section.methods));
    for (const method of section.methods) {
      const calls = section.outcomes.filter((one) => one.method === method);
      expect(
        calls.some(({ refused }) => refused === undefined),
        `${method} is only refused`,
      ).toBe(true);
    }
  });

  it('succeeds, or is refused as it was meant to be', () => {
    const others = section.outcomes.filter((outcome) => !isAsMeant(outcome));
    expect(
      others.map(({ method, status, code, error, data }) => ({ method, status, code, error, data })),
    ).toEqual([]);
  });

  it('asks the operation it is named after', () => {
    const names = officialNames();
    for (const { method, operation, notYet } of section.outcomes) {
      if (!notYet) expect(plain((names.get(operation ?? '') ?? '').replace('_', '.'))).toBe(plain(method));
    }
  });

  it.runIf(officialIsThere)('is answered as the official documents say', () => {
    const [official, names] = [new Official(), officialNames()];
    const findings = section.outcomes.flatMap(({ operation = '', status = 0, data, notYet }) => {
      if (notYet || data === undefined || data === '') return [];
      const found = official.differences(names.get(operation) ?? '', status, data);
      return found.map((what) => ({ operation, status, what }));
    });
    expect(findings.filter((finding) => !isListed(finding))).toEqual([]);
  });

  it(`is told of in ${PAGE}`, () => {
    const page = readFileSync(resolve(import.meta.dirname, '../..', PAGE), 'utf8');
    expect(sectionsOf(page).get(language), 'Run `npm run sdks`.').toBe(section.text);
  });
});
