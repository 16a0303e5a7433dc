/** Where a case happens: its world, what is recorded of it, its clock, and when there is no more patience. */
import { liveWorld, type Simulator } from '../engine/simulator.ts';
import type { WorldHandle } from '../world/handle.ts';
import type { LiveWorld } from '../world/live-world.ts';
import type { Case } from './case.ts';
import { CaseLog } from './case-log.ts';
import type { Door } from './door.ts';
import type { Library } from './library.ts';
import type { CaseLimits } from './protocol.ts';
import { type Recorder, Recording } from './recorder.ts';
import type { Session } from './session/session.ts';
import { amountOf } from './stage.ts';
import { type WaitId, Waits } from './waits.ts';

/** What the cases of a run share. */
export interface Playground {
  readonly simulator: Simulator;
  readonly recorder: Recorder;
  readonly library: Library;
  readonly session: Session;
  /** Milliseconds on the machine's clock that a case may take. */
  readonly patienceMs: number;
  /** The machine's clock, for worlds of clients that read it. */
  readonly hostNow: () => number;
  /** Exchanges are wanted of cases that passed too; to mask them takes longer than anything else. */
  readonly trace: boolean;
}

/** Requests after which a client is taken to have run away. */
const MOST_REQUESTS = 500;
/** On the world's clock: who still waits then waits for ever. */
const LONGEST_WORLD_MS = 7 * 86_400_000;
/** How long after its answer it is looked whether a client goes on asking; the next case need not wait for that. */
const LATE_MS = 250;
const USUAL: CaseLimits = { requestTimeoutMs: 10_000, deadlineMs: 600_000 };
/** Without a virtual clock nobody waits ten minutes. */
const USUAL_REAL: CaseLimits = { requestTimeoutMs: 10_000, deadlineMs: 15_000 };

export class CaseStage {
  readonly handle: WorldHandle;
  readonly world: LiveWorld;
  readonly limits: CaseLimits;
  readonly recording: Recording;
  readonly log: CaseLog;
  /** Resolves when the suite gives up; the log then says why. */
  readonly gaveUp: Promise<undefined>;
  /** `performance.now()` when it was set. */
  readonly setAt = performance.now();
  readonly #ground: Playground;
  readonly #door: Door;
  readonly #waits: Waits;
  readonly #timer: NodeJS.Timeout;
  #begunAt: number;
  #over: () => void = () => {};
  #givenUp = false;
  #wake: (id: WaitId, now: number) => void = () => {};

  /** @param one with its variables set */
  constructor(one: Case, id: string, ground: Playground, door: Door) {
    const { simulator, session, recorder, patienceMs } = ground;
    const clock = session.hello.capabilities.includes('clock');
    this.#ground = ground;
    this.#door = door;
    this.handle = simulator.createWorld({
      journal: { entries: 1000, bytes: 32 * 1024 * 1024 },
      ...one.world,
      // Who reads the machine's clock has to find it in every date that is sent.
      ...(!clock && one.needs === undefined && { now: new Date(ground.hostNow()).toISOString() }),
      clock: clock ? 'frozen' : 'running',
      id,
    });
    this.world = liveWorld(simulator, id);
    this.#begunAt = this.world.now();
    const usual = clock ? USUAL : USUAL_REAL;
    this.limits = {
      requestTimeoutMs: amountOf(one.limits?.requestTimeoutMs, usual.requestTimeoutMs),
      deadlineMs: amountOf(one.limits?.deadlineMs, usual.deadlineMs),
    };
    this.log = new CaseLog(this.setAt);
    this.gaveUp = new Promise((resolve) => {
      this.#over = () => resolve(undefined);
    });
    this.recording = new Recording(
      () => this.world.now(),
      () => this.#stirred(),
    );
    this.#waits = new Waits({
      now: () => this.world.now(),
      advance: (ms) => this.#advance(ms),
      open: () => this.recording.open,
      over: (wait, now) => this.#wake(wait, now),
    });
    recorder.begin(id, this.recording);
    this.#timer = setTimeout(
      () => this.#giveUp(`It gave no answer within ${patienceMs / 1000} s.`),
      patienceMs,
    );
  }

  /** Where the client finds a provider. */
  baseUrl(provider: string): string {
    return `${this.#door.origin}/w/${this.handle.id}/${provider}`;
  }

  /** When the client began, on the world's clock. */
  get begunAt(): number {
    return this.#begunAt;
  }

  /** The client begins now: what the case's story began with may have taken days. */
  begins(wake: (id: WaitId, now: number) => void): void {
    this.#begunAt = this.world.now();
    this.#wake = wake;
  }

  /** The client waits on the world's clock. */
  sleeps(id: WaitId, ms: number): void {
    this.#waits.add(id, Math.max(0, ms));
  }

  /** Nothing moves any more. */
  ends(): void {
    clearTimeout(this.#timer);
    this.#waits.end();
  }

  /**
   * Takes all of it away, a moment later.
   *
   * @returns how many requests came behind those that had come by now
   */
  async cleared(): Promise<number> {
    this.ends();
    const before = this.recording.arrived;
    await new Promise((resolve) => setTimeout(resolve, LATE_MS));
    this.#ground.recorder.end(this.handle.id);
    this.handle.drop();
    this.#door.close();
    return this.recording.arrived - before;
  }

  #stirred(): void {
    this.#waits.stirred();
    if (this.recording.arrived > MOST_REQUESTS)
      this.#giveUp(`It ran away: ${MOST_REQUESTS} requests and no answer.`);
  }

  #advance(ms: number): void {
    const passed = this.world.now() + ms - this.#begunAt;
    if (passed <= LONGEST_WORLD_MS + this.limits.deadlineMs) this.world.clock.advance(ms);
    else {
      this.#waits.end();
      this.#giveUp(
        `It would wait for ever: ${Math.round(passed / 3_600_000)} hours of its time have passed.`,
      );
    }
  }

  /** The first reason counts: what comes of a client that was given up says nothing new. */
  #giveUp(why: string): void {
    if (this.#givenUp) return;
    this.#givenUp = true;
    this.log.misbehaved(why);
    this.#over();
  }
}
