/** Sends an answer as a plan of faults says. */
import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { HeaderValue } from '../../provider/reply.ts';
import type { WirePlan } from './plan.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, HeaderValue>>;
  /** '' for none. */
  readonly body: string;
}

/** @returns when the answer was handed over, or given up */
export async function deliver(res: ServerResponse, answer: Answer, plan: WirePlan): Promise<void> {
  if (plan.delayMs !== undefined) await wait(plan.delayMs);
  if (res.destroyed) return;
  res.writeHead(answer.status, answer.headers as Record<string, string | number>);
  res.end(answer.body);
}
