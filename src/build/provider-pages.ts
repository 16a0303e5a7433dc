/** `npm run generate`, last part: pages of `docs/` that tell what the providers declare. */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { providers } from '../understudy.ts';
import { casesPage } from './cases-page.ts';
import { faultsPage } from './faults-page.ts';
import { jobsPage } from './jobs-page.ts';
import { staleOutputs, writeOutputs } from './outputs.ts';
import { switchesPage } from './switches-page.ts';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const outputs = [
  { path: 'docs/switches.md', text: switchesPage(providers) },
  { path: 'docs/faults.md', text: faultsPage(providers) },
  { path: 'docs/cases.md', text: await casesPage(providers) },
  { path: 'docs/jobs.md', text: await jobsPage(providers) },
];
if (!values.check) writeOutputs(ROOT, outputs);
else {
  const stale = staleOutputs(ROOT, outputs);
  if (stale.length > 0) {
    console.error(
      `${stale.join(' and ')}: missing, or not what the providers declare. Run \`npm run generate\`.`,
    );
    process.exitCode = 1;
  }
}
