import type { Contract } from './contract.ts';
import { header } from './outputs.ts';

/** `generated/contract.ts`: the pieces together, as `defineProvider` takes them. */
export function contractFile(contract: Contract): string {
  return `${header(contract.file)}
import type { Contract } from '../../../src/provider/contract.ts';
import { operations } from './operations.ts';
import { requests } from './requests.js';

export const contract: Contract = {
  operations,
  requests,
  answers: () => import('./answers.js').then((module) => module.answers),
};
`;
}
