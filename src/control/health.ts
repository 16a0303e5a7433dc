import type { AnswerBody } from '../provider/contract.ts';
import { ok } from '../provider/reply.ts';
import type { ControlHandlers } from './exchange.ts';
import type { operations } from './generated/types.ts';

export const health: Pick<ControlHandlers, 'getHealth' | 'getContract'> = {
  getHealth: (_x, { version, worlds }) => ok({ status: 'ok', version, worlds: worlds.all().length }),

  getContract: async () => {
    const { openApiDocument } = await import('./document.ts');
    return ok(openApiDocument() as AnswerBody<operations['getContract']>);
  },
};
