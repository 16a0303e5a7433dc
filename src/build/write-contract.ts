import type { Contract } from './contract.ts';
import { header } from './outputs.ts';

/**
 * `generated/contract.ts`: the pieces together, as `defineProvider` takes them.
 *
 * @param shapes whether faults are played on its answers
 */
export function contractFile(contract: Contract, { shapes }: { readonly shapes: boolean }): string {
  return `${header(contract.file)}
import type { Contract } from '../../../src/provider/contract.ts';
import { operations } from './operations.ts';
import { requests } from './requests.js';
${shapes ? "import { shapes } from './shapes.ts';\n" : ''}
export const contract: Contract = {
  operations,
  requests,
  answers: () => import('./answers.js').then((module) => module.answers),
${shapes ? '  shapes,\n' : ''}};
`;
}
