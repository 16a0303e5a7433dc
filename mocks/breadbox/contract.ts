import type { Contract } from '../../src/provider/index.ts';
import { operations } from './generated/operations.ts';
import { requests } from './generated/requests.js';

export const contract: Contract = {
  operations,
  requests,
  answers: () => import('./generated/answers.js').then((module) => module.answers),
};
