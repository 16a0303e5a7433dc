/** Generated files, tied together. */
import type { Contract } from '../../src/provider/index.ts';
import { operations } from './generated/operations.ts';
import { requests } from './generated/requests.js';

export const contract: Contract = {
  operations,
  requests,
  answers: async () => (await import('./generated/answers.js')).answers,
};
