/**
 * `npm run sdks`: calls every method of the official SDKs and writes `docs/snaptrade/sdk.md` from what came of it. Where the
 * Python SDK is not installed its section stays as it is.
 */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { writeOutputs } from '../../../src/build/outputs.ts';
import { INTRODUCTION, PAGE, sectionsOf } from './page.ts';
import { PYTHON_SDK, pythonSection, typescriptSection } from './sections.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const page = resolve(ROOT, PAGE);

const kept = existsSync(page) ? sectionsOf(readFileSync(page, 'utf8')).get('python') : undefined;
const python = await pythonSection();
if (python === undefined) {
  console.log(`snaptrade-python-sdk ${PYTHON_SDK} is not installed for python3; its section stays as it is.`);
}
const { text } = await typescriptSection();
const sections = [INTRODUCTION, text, python?.text ?? kept].filter((section) => section !== undefined);
writeOutputs(ROOT, [{ path: PAGE, text: `${sections.join('\n\n')}\n` }]);
