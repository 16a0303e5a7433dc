/** {@link World}, as one provider sees a {@link LiveWorld}. */
import type { Seed } from '../../fixtures/ledger/seed.ts';
import type { ConnectionStatus, Instant, Ledger } from '../../fixtures/ledger/types.ts';
import type { Provider } from '../provider/define.ts';
import type { Pretence } from '../provider/faults.ts';
import type { About } from '../provider/webhooks.ts';
import type { ArrivingRow, ConnectionState, Joining, Json, World } from '../provider/world.ts';
import { MOST_ARRIVALS } from './arriving.ts';
import { EVERYWHERE } from './document.ts';
import { MOST_JOINED } from './joining.ts';
import type { LiveWorld } from './live-world.ts';

export class ProviderView implements World {
  readonly id: string;
  readonly seed: Seed;
  readonly secrets: Seed;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly limits: 'documented' | 'off';
  readonly #world: LiveWorld;
  readonly #provider: Provider;
  readonly #switches: Readonly<Record<string, string>>;
  /** What faults make one request believe; such a view lives for that request. */
  readonly #pretence: Pretence | undefined;

  constructor(world: LiveWorld, provider: Provider, pretence?: Pretence) {
    this.id = world.id;
    this.seed = world.seed;
    this.secrets = world.secrets;
    this.settings = world.file.providers?.[provider.id] ?? {};
    this.limits = world.file.limits ?? 'documented';
    this.#world = world;
    this.#provider = provider;
    this.#pretence = pretence;
    this.#switches = switchesOf(provider, world.file.switches?.[provider.id] ?? {});
  }

  get ledger(): Ledger {
    return this.#world.ledger;
  }

  get bornAt(): Instant {
    return this.#world.bornAt;
  }

  get state(): unknown {
    const states = this.#world.document.providers;
    states[this.#provider.id] ??= this.#provider.createState(this);
    return states[this.#provider.id];
  }

  get meters(): Record<string, Json> {
    return this.#world.document.meters;
  }

  wing(name: string): Readonly<Record<string, unknown>> {
    const entities = (this.#world.file.entities ?? {}) as Readonly<Record<string, unknown>>;
    return (entities[name] ?? {}) as Readonly<Record<string, unknown>>;
  }

  switch(name: string): string {
    const value = this.#switches[name];
    if (value === undefined) throw new Error(`${this.#provider.id} declares no switch "${name}".`);
    return value;
  }

  now(): Instant {
    return this.#pretence?.now ?? this.#world.now();
  }

  /** The same world as a fault makes it seem. */
  under(pretence: Pretence): ProviderView {
    return new ProviderView(this.#world, this.#provider, pretence);
  }

  pretends(name: string): Json | undefined {
    return this.#pretence?.notes?.[name];
  }

  connection(key: string): ConnectionState {
    const pretended = this.#pretence?.connections?.[key];
    if (pretended !== undefined) return pretended;
    const here = this.#world.document.connections[this.#provider.id]?.[key];
    const everywhere = this.#world.connection(key);
    return here !== undefined && here.since >= everywhere.since ? here : everywhere;
  }

  setConnection(
    key: string,
    change: { status: ConnectionStatus; reason?: string },
    scope: 'here' | 'everywhere' = EVERYWHERE,
  ): void {
    this.#world.moveConnection(key, change, scope === 'here' ? this.#provider.id : EVERYWHERE);
  }

  get roomForRows(): number {
    return MOST_ARRIVALS - this.#world.document.arrivals.length;
  }

  arrive(row: ArrivingRow): string {
    return this.#world.arrive(row);
  }

  join(joining: Joining): void {
    this.#world.join(joining);
  }

  hasRoomFor(more: number): boolean {
    return Object.values(this.#world.document.joined).every((list) => list.length + more <= MOST_JOINED);
  }

  emit(type: string, data: Json, about: About = {}): void {
    this.#world.webhooks.emit(this.#provider, type, data, about);
  }

  hears(type: string): boolean {
    return this.#world.webhooks.hears(this.#provider, type);
  }

  recur(name: string, subject: string): void {
    this.#world.webhooks.recur(this.#provider, name, subject);
  }

  follow(name: string, subject: string): void {
    this.#world.webhooks.follow(this.#provider, name, subject);
  }

  asOf(connectionKey: string): Instant {
    const { status, since } = this.connection(connectionKey);
    return status === 'healthy' ? this.now() : Math.min(since, this.now());
  }

  schedule(at: Instant, event: string, data: Json = null): void {
    this.#world.schedule(this.#provider.id, at, event, data);
  }

  serial(name: string): number {
    const { serials } = this.#world.document;
    const key = `${this.#provider.id}:${name}`;
    const next = (serials[key] ?? 0) + 1;
    serials[key] = next;
    return next;
  }
}

/** Defaults under what the world file sets. Unknown names and values were refused when the world was made. */
function switchesOf(provider: Provider, given: Readonly<Record<string, unknown>>): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, one] of Object.entries(provider.switches)) {
    values[name] = Object.hasOwn(given, name) ? String(given[name]) : one.default;
  }
  return values;
}
