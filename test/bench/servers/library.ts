/** The built library in a process of its own, with a face for what no request can do. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { FaultOrder } from '../../../src/faults/order.ts';
import type { WorldSummary } from '../../../src/world/handle.ts';
import type { Machine, Running } from '../machine.ts';
import { type Ours, WORLD } from './ours.ts';

const SCRIPT = join(import.meta.dirname, 'inside.mjs');
const LIBRARY = join(import.meta.dirname, '..', '..', '..', 'dist', 'understudy.js');
/** Worlds a process may have: those of the measurement, and some. */
const MAX_WORLDS = 20_000;

export interface Held {
  /** Bytes, after the garbage has been collected: heap, and buffers outside of it. */
  readonly heap: number;
  /** Bytes of resident memory. */
  readonly resident: number;
}

export class Library {
  readonly #running: Running;
  readonly #ours: Ours;

  private constructor(running: Running, ours: Ours) {
    this.#running = running;
    this.#ours = ours;
  }

  /** Its default world is the one that load is made on. */
  static async start(machine: Machine): Promise<Library> {
    if (!existsSync(LIBRARY)) throw new Error('There is no dist/understudy.js. Run `npm run build` first.');
    const running = machine.launch('understudy', { ipc: true }, process.execPath, '--expose-gc', SCRIPT);
    const given = { world: description(), maxWorlds: MAX_WORLDS };
    const { url, world } = (await tell(running, 'start', given)) as { url: string; world: WorldSummary };
    const port = Number(new URL(url).port);
    return new Library(running, { name: 'understudy', port, running, world });
  }

  get main(): Ours {
    return this.#ours;
  }

  get pid(): number {
    return this.#running.pid;
  }

  /** Another world like the default one. */
  async world(id: string): Promise<Ours> {
    const world = (await this.#tell('world', { id, description: description() })) as WorldSummary;
    return { ...this.#ours, world };
  }

  /** So many households of which nobody asks anything. */
  async idleWorlds(count: number): Promise<void> {
    await this.#tell('worlds', { count, description: { template: 'household' } });
  }

  /** @throws Error if one of them is refused */
  async arm(id: string, orders: readonly FaultOrder[]): Promise<void> {
    await this.#tell('arm', { id, orders });
  }

  /** How often any fault happened in that world. */
  fired(id: string): Promise<number> {
    return this.#tell('fired', { id }) as Promise<number>;
  }

  memory(): Promise<Held> {
    return this.#tell('memory', {}) as Promise<Held>;
  }

  stop(): Promise<void> {
    return this.#running.stop();
  }

  #tell(deed: string, given: unknown): Promise<unknown> {
    return tell(this.#running, deed, given);
  }
}

/** One deed at a time: the next message is its answer. */
function tell(running: Running, deed: string, given: unknown): Promise<unknown> {
  const { child } = running;
  return new Promise((resolve, reject) => {
    const ended = (): void => {
      child.off('message', answered);
      reject(running.failure(`ended while told to ${deed}`));
    };
    const answered = ({ value, error }: { readonly value?: unknown; readonly error?: string }): void => {
      child.off('exit', ended);
      if (error === undefined) resolve(value);
      else reject(new Error(`${deed}: ${error}`));
    };
    child.once('exit', ended);
    child.once('message', answered as (message: unknown) => void);
    child.send({ deed, given });
  });
}

function description(): unknown {
  return parse(readFileSync(WORLD, 'utf8'));
}
