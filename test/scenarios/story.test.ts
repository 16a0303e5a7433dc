/** How a story goes on, on a stage that is a few numbers. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FaultOrder } from '../../src/faults/order.ts';
import { begun, type Progress, type Scenario } from '../../src/scenarios/scenario.ts';
import { answered, called, isOver, paid, proceed, type Stage } from '../../src/scenarios/story.ts';
import type { StateChange } from '../../src/world/handle.ts';

const START = Date.parse('2026-03-16T09:00:00Z');
const MINUTE = 60_000;

/** Writes down what a story does to it. */
class PaperStage implements Stage {
  at = START;
  readonly log: string[] = [];
  readonly woken: number[] = [];
  statuses: Record<string, string> = {};
  fired: Record<string, number> = {};

  now(): number {
    return this.at;
  }

  statusOf(connection: string): string | undefined {
    return this.statuses[connection];
  }

  firedOf(fault: string): number {
    return this.fired[fault] ?? 0;
  }

  arm({ fault }: FaultOrder): string | undefined {
    this.log.push(`arm ${fault}`);
    return fault === 'impossible' ? 'there is no such fault' : undefined;
  }

  disarm(id: string): void {
    this.log.push(`disarm ${id}`);
  }

  change({ change }: StateChange): string | undefined {
    this.log.push(`set ${change}`);
    return undefined;
  }

  wake(at: number): void {
    this.woken.push(at - START);
  }
}

function play(...timeline: Scenario['timeline']): { progress: Progress; stage: PaperStage } {
  const stage = new PaperStage();
  const progress = begun({ name: 'a-story', teaches: 'nothing', timeline }, true, START);
  proceed(progress, stage);
  return { progress, stage };
}

describe('a step', () => {
  it('without a trigger happens at once', () => {
    const { progress, stage } = play({ arm: { fault: 'hang' } }, { disarm: 'all' });
    expect(stage.log).toEqual(['arm hang', 'disarm all']);
    expect(isOver(progress)).toBe(true);
  });

  it('waits for a length of time after the step before', () => {
    const { progress, stage } = play(
      { after: '10m', arm: { fault: 'hang' } },
      { after: '5m', disarm: 'all' },
    );
    expect([stage.log, stage.woken]).toEqual([[], [10 * MINUTE]]);
    stage.at += 10 * MINUTE;
    proceed(progress, stage);
    expect([stage.log, stage.woken]).toEqual([['arm hang'], [10 * MINUTE, 15 * MINUTE]]);
  });

  it('that waits is asked about often, and wakes the world once', () => {
    const { progress, stage } = play({ after: '10m', disarm: 'all' });
    for (let i = 0; i < 5; i++) proceed(progress, stage);
    expect(stage.woken).toEqual([10 * MINUTE]);
  });

  it('at an instant that has passed happens at once', () => {
    expect(play({ at: '2026-03-16T08:00:00Z', disarm: 'all' }).stage.log).toEqual(['disarm all']);
  });

  it('on the second call happens with that call, wherever it is made', () => {
    const { progress, stage } = play({ at: { call: 2, operation: 'listTrades' }, arm: { fault: 'hang' } });
    called(progress, stage, 'one', 'listTrades');
    called(progress, stage, 'one', 'listAccounts');
    expect(stage.log).toEqual([]);
    called(progress, stage, 'two', 'listTrades');
    expect(stage.log).toEqual(['arm hang']);
  });

  it('on a call of one provider does not count those of others', () => {
    const step = { at: { call: 1, operation: 'list', provider: 'one' }, arm: { fault: 'hang' } };
    const { progress, stage } = play(step);
    called(progress, stage, 'two', 'list');
    expect(stage.log).toEqual([]);
    called(progress, stage, 'one', 'list');
    expect(stage.log).toEqual(['arm hang']);
  });

  it('waits until a connection stands as it says, or a fault has happened so often', () => {
    const { progress, stage } = play(
      { when: { connection: 'a', status: 'failing' }, arm: { fault: 'hang', id: 'h' } },
      { when: { fault: 'h', fired: 2 }, disarm: 'h' },
    );
    stage.statuses.a = 'failing';
    proceed(progress, stage);
    expect(stage.log).toEqual(['arm hang']);
    stage.fired.h = 2;
    proceed(progress, stage);
    expect(stage.log).toEqual(['arm hang', 'disarm h']);
  });

  it('counts answers from the step before on', () => {
    const { progress, stage } = play(
      { after: '1m', arm: { fault: 'hang' } },
      { when: { answers: 2, status: 429 }, disarm: 'all' },
    );
    const refusal = { provider: 'one', operation: 'list', status: 429 };
    answered(progress, stage, refusal);
    stage.at += MINUTE;
    answered(progress, stage, { ...refusal, status: 200 });
    expect(stage.log).toEqual(['arm hang']);
    answered(progress, stage, refusal);
    expect(stage.log).toEqual(['arm hang']);
    answered(progress, stage, refusal);
    expect(stage.log).toEqual(['arm hang', 'disarm all']);
  });

  it('that moves the clock holds up those behind it until it has moved', () => {
    const { progress, stage } = play({ advance: '1h', set: { change: 'plan' } }, { disarm: 'all' });
    expect([progress.owed, stage.log]).toEqual([60 * MINUTE, ['set plan']]);
    stage.at += progress.owed;
    paid(progress, stage);
    expect(stage.log).toEqual(['set plan', 'disarm all']);
  });

  it('that cannot be done says so, and the story goes on', () => {
    const { progress, stage } = play({ arm: { fault: 'impossible' } }, { disarm: 'all' });
    expect(progress.problems).toEqual(['step 1: there is no such fault']);
    expect(stage.log).toEqual(['arm impossible', 'disarm all']);
  });
});

describe('a story', () => {
  it('is plain data: saved between any two moments and read again, it goes on the same', () => {
    const calls = fc.array(fc.constantFrom('list', 'get', 'wait'), { maxLength: 30 });
    fc.assert(
      fc.property(calls, fc.array(fc.nat(29)), (moments, saves) => {
        const timeline = [
          { at: { call: 2, operation: 'list' }, arm: { fault: 'a' } },
          { after: '3m', set: { change: 'b' } },
          { when: { answers: 1, operation: 'get' }, disarm: 'all' },
        ];
        const kept = play(...timeline);
        const saved = play(...timeline);
        for (const [index, moment] of moments.entries()) {
          if (saves.includes(index)) saved.progress = JSON.parse(JSON.stringify(saved.progress));
          for (const { progress, stage } of [kept, saved]) {
            if (moment === 'wait') stage.at += MINUTE;
            else {
              called(progress, stage, 'one', moment);
              answered(progress, stage, { provider: 'one', operation: moment, status: 200 });
            }
            proceed(progress, stage);
          }
        }
        expect(saved).toEqual(kept);
      }),
    );
  });
});
