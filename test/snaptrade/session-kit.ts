/** For laws of trading: random sessions at one desk, looked at on the way, and played again from the middle. */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { WorldFile } from '../../fixtures/ledger/index.ts';
import { accountPlaceOf } from '../../mocks/snaptrade/lens.ts';
import { snaptrade } from '../../mocks/snaptrade/provider.ts';
import type { SnapTradeWorld } from '../../mocks/snaptrade/state.ts';
import type { LiveWorld } from '../../src/world/live-world.ts';
import { liveWorld } from '../support/live-world.ts';

/** Key of the account that is dealt in. */
export const DESK = 'desk';

export interface Session<Act> {
  readonly acts: Act[];
  /** After how many of them the snapshot is taken that the rest is played from again. */
  readonly cut: number;
}

export function sessionsOf<Act>(act: fc.Arbitrary<Act>): fc.Arbitrary<Session<Act>> {
  return fc.record({
    acts: fc.array(act, { minLength: 4, maxLength: 14 }),
    cut: fc.nat({ max: 13 }),
  });
}

/** Time passes: minutes of a trading day, or so many that the next days come. */
export function waiting(long: { readonly min: number; readonly max: number }) {
  return fc
    .oneof(fc.integer({ min: 1, max: 30 }), fc.integer(long))
    .map((minutes) => ({ do: 'wait' as const, minutes }));
}

/** The world as the provider's own code sees it. */
export function viewOf(live: LiveWorld): SnapTradeWorld {
  return live.view(snaptrade) as unknown as SnapTradeWorld;
}

/** The desk, at the present. */
export function deskOf(live: LiveWorld) {
  live.settle();
  const world = viewOf(live);
  const account = accountPlaceOf(world, DESK);
  if (account === undefined) throw new Error('The account is there.');
  return { world, account };
}

/**
 * Plays a session in a world begun anew.
 *
 * @param look called after each act, when all that it brought has happened
 * @returns plays what came after the snapshot again, in another world, which has to end with the same bytes
 */
export function playSession<Act>(
  live: LiveWorld,
  file: WorldFile,
  { acts, cut }: Session<Act>,
  play: (live: LiveWorld, act: Act) => void,
  look: (world: SnapTradeWorld) => void = () => {},
): () => void {
  live.reset();
  let snapshot = live.snapshot();
  for (const [number, act] of acts.entries()) {
    if (number === cut) snapshot = live.snapshot();
    play(live, act);
    live.settle();
    look(viewOf(live));
  }
  return () => {
    if (cut >= acts.length) return;
    const again = liveWorld([snaptrade], file, Date.now, snapshot);
    for (const act of acts.slice(cut)) play(again, act);
    again.settle();
    expect(JSON.stringify(again.snapshot())).toBe(JSON.stringify(live.snapshot()));
  };
}
