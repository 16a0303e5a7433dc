/** The faults that are at work on one request. */
import type { Pretence } from '../provider/faults.ts';
import type { Problem, Reply } from '../provider/reply.ts';
import { joined, type WirePlan } from './wire/plan.ts';

/** Another body for the answer, by one fault. */
export interface Reshaping {
  readonly id: string;
  reshape(body: unknown, status: number): unknown;
}

export class AtWork {
  /** Ids of the faults that changed something, in the order of arming. */
  readonly ids: string[] = [];
  answer: Problem | Reply | undefined;
  pretence: Pretence | undefined;
  readonly reshapings: Reshaping[] = [];
  wire: WirePlan | undefined;

  pretend(more: Pretence): void {
    const { connections, now, notes } = this.pretence ?? {};
    // What an earlier fault pretends stays: of two that disagree the first one armed wins.
    this.pretence = {
      connections: { ...more.connections, ...connections },
      notes: { ...more.notes, ...notes },
      ...((now ?? more.now) !== undefined && { now: now ?? more.now }),
    } as Pretence;
  }

  send(plan: WirePlan): void {
    this.wire = joined(this.wire, plan);
  }
}
