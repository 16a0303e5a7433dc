/** A scenario at play in a world. What it knows is in the world's document; here is only how the two meet. */
import { checkedOrder, orderMistakes } from '../faults/checked-order.ts';
import type { Provider } from '../provider/define.ts';
import type { ScheduledEvent } from '../world/document.ts';
import type { LiveWorld } from '../world/live-world.ts';
import { resolveReference } from '../world/references.ts';
import { begun, type Progress, type Scenario } from './scenario.ts';
import { answered, called, isOver, noteProblem, paid, proceed, type Stage } from './story.ts';

/** Stands in the agenda where a provider's id would: the simulator's own event. */
export const ENGINE = 'understudy';
export const WAKE = 'scenario';

export class Playing {
  readonly #world: LiveWorld;
  readonly #providers: ReadonlyMap<string, Provider>;
  /** Made for the first scenario: most worlds never have one. */
  #made: Stage | undefined;
  /** A step that acts must not be overtaken by what its own action sets off. */
  #acts = false;

  constructor(world: LiveWorld, providers: ReadonlyMap<string, Provider>) {
    this.#world = world;
    this.#providers = providers;
  }

  get #stage(): Stage {
    this.#made ??= stageOf(this.#world, [...this.#providers.values()]);
    return this.#made;
  }

  /** @param atBirth the world was made with it, so it begins again when the world is reset */
  begin(scenario: Scenario, atBirth: boolean): void {
    this.#world.document.scenario = begun(scenario, atBirth, this.#world.settle());
    this.look();
  }

  /** False: none was at play. What it armed and changed stays. */
  stop(): boolean {
    const played = this.#world.document.scenario !== null;
    this.#world.document.scenario = null;
    return played;
  }

  get progress(): Progress | null {
    return this.#world.document.scenario;
  }

  /** Before a call is answered. */
  called(provider: string, operation: string): void {
    this.#go((progress) => {
      called(progress, this.#stage, provider, operation);
      progress.afterAnswer = progress.owed > 0;
    });
  }

  /** After it was answered, or given up (`status` undefined). */
  answered(provider: string, operation: string, status: number | undefined): void {
    this.#go((progress) => {
      progress.afterAnswer = false;
      if (status !== undefined) answered(progress, this.#stage, { provider, operation, status });
    });
    this.look();
  }

  /** Time has passed, or something else that a step may wait for. */
  look(): void {
    this.#go((progress) => {
      proceed(progress, this.#stage);
      while (progress.owed > 0 && !progress.afterAnswer) {
        this.#advance(progress);
        paid(progress, this.#stage);
      }
    });
  }

  /** A step that asks for more time than there is does not stop the world at every request. */
  #advance(progress: Progress): void {
    try {
      this.#world.clock.advance(progress.owed);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      noteProblem(progress, error.message);
    }
  }

  /** @returns whether the event was the scenario's */
  fire({ provider, event }: ScheduledEvent): boolean {
    if (provider !== ENGINE || event !== WAKE) return false;
    this.#go((progress) => proceed(progress, this.#stage));
    return true;
  }

  #go(on: (progress: Progress) => void): void {
    const { progress } = this;
    if (progress === null || this.#acts || (isOver(progress) && !progress.afterAnswer)) return;
    this.#acts = true;
    try {
      on(progress);
    } finally {
      this.#acts = false;
    }
  }
}

function stageOf(world: LiveWorld, providers: readonly Provider[]): Stage {
  return {
    now: () => world.now(),
    statusOf: (connection) => {
      const key = resolveReference(connection, world);
      return key === undefined || !world.ledger.connections.has(key)
        ? undefined
        : world.connection(key).status;
    },
    firedOf: (fault) => world.armory.get(fault)?.fired ?? 0,
    arm: (given) => {
      const checked = checkedOrder(given, world, providers);
      if (!checked.ok) return orderMistakes(checked.errors);
      world.arm(checked.order);
      return undefined;
    },
    disarm: (id) => {
      if (id === 'all') world.armory.clear();
      else world.disarm(id);
    },
    change: (change) => {
      const [mistake] = world.change(change, providers);
      return mistake && `${mistake.field}: ${mistake.message}`;
    },
    wake: (at) => world.schedule(ENGINE, at, WAKE, null),
  };
}
