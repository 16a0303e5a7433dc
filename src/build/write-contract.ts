import type { Contract } from './contract.ts';
import { header } from './outputs.ts';

/**
 * `generated/contract.ts`: the pieces together, as `defineProvider` takes them.
 *
 * @param played whether faults are played on its answers, and clients judged by them
 */
export function contractFile(contract: Contract, { played }: { readonly played: boolean }): string {
  return `${header(contract.file)}
import type { Contract } from '../../../src/provider/contract.ts';
import { operations } from './operations.ts';
import { requests } from './requests.js';
${played ? "import { shapes } from './shapes.ts';\n" : ''}
export const contract: Contract = {
  operations,
  requests,
  answers: () => import('./answers.js').then((module) => module.answers),
${played ? "  shapes,\n  members: () => import('./members.ts').then((module) => module.members),\n" : ''}};
`;
}
