/** Draws the faults that happen to one request and lets each take its part. */
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Turn } from '../engine/turn.ts';
import type { Provider } from '../provider/define.ts';
import { type Concerns, isPretence } from '../provider/faults.ts';
import type { LiveWorld } from '../world/live-world.ts';
import { isPlayedOn, mayHaveBody } from './applicability.ts';
import type { Drawn, Occasion } from './armory.ts';
import { AtWork } from './at-work.ts';
import type { CatalogueEntry } from './catalogue.ts';
import { engineFaults } from './engine-faults.ts';
import { type ArmedFault, type FaultOrder, parametersOf } from './order.ts';
import { isFirstOn } from './sockets.ts';
import { isRepeatable, withoutBody } from './wire/plan.ts';

/** Undefined: no fault has anything to do with this request. */
export function faultsFor(
  turn: Turn,
  req: IncomingMessage,
  provider: Provider,
  world: LiveWorld,
): AtWork | undefined {
  if (provider.faults === undefined || world.armory.isQuiet(provider.id, turn.operation.id, turn.now))
    return undefined;
  const occasion = new RequestOccasion(turn, req, provider);
  let met: Drawn[] | undefined;
  for (const drawn of world.armory.draw(occasion)) {
    const { atWork } = occasion;
    met ??= [];
    met.push(drawn);
    takePart(drawn, atWork, turn, provider, world);
    if (atWork.pretence !== undefined) turn.pretend(atWork.pretence);
  }
  if (met === undefined) return undefined;
  const { atWork } = occasion;
  if (isRepeatable(atWork.wire)) world.armory.expectRepetition(occasion, met);
  return atWork;
}

function takePart(
  { fault, entry, seed }: Drawn,
  atWork: AtWork,
  turn: Turn,
  provider: Provider,
  world: LiveWorld,
): void {
  const given = parametersOf(fault.given, entry);
  const engine = engineFaults[entry.id];
  if (engine === undefined) {
    const played = provider.faults?.plays[entry.id]?.play(turn, given);
    if (played === undefined) return;
    atWork.note(fault);
    if (isPretence(played)) atWork.pretend(played);
    else atWork.answer = played;
    return;
  }
  switch (engine.kind) {
    case 'wire':
      atWork.send(fault, engine.plan(given, seed));
      return;
    case 'answer':
      atWork.note(fault);
      atWork.answer = engine.answer(given);
      return;
    case 'move':
      atWork.note(fault);
      engine.move(turn, given, provider, world);
      return;
    case 'reshape':
      atWork.reshapings.push({
        fault,
        reshape: (body, status) =>
          engine.reshape(body, given, {
            provider,
            operation: turn.operation,
            query: turn.query,
            status,
            seed,
          }),
      });
  }
}

const NOBODY: Concerns = { connections: [], accounts: [], credentials: [] };

/** Looks at a request as far as some fault asks. One is made for every request that a fault may be aimed at. */
class RequestOccasion implements Occasion {
  readonly provider: string;
  readonly operation: string;
  readonly now: number;
  readonly #turn: Turn;
  readonly #req: IncomingMessage;
  readonly #provider: Provider;
  #atWork: AtWork | undefined;
  #concerns: Concerns | undefined;
  #values: Map<string, readonly string[]> | undefined;

  constructor(turn: Turn, req: IncomingMessage, provider: Provider) {
    this.provider = provider.id;
    this.operation = turn.operation.id;
    this.now = turn.now;
    this.#turn = turn;
    this.#req = req;
    this.#provider = provider;
  }

  get atWork(): AtWork {
    this.#atWork ??= new AtWork();
    return this.#atWork;
  }

  get identity(): string {
    const { request, bodyText } = this.#turn;
    return `${request.method} ${request.path}?${request.rawQuery} ${this.#provider.identify(request) ?? ''} ${bodyText}`;
  }

  get socket(): Socket {
    return this.#req.socket;
  }

  get isFirstOnSocket(): boolean {
    return isFirstOn(this.#req);
  }

  get concerns(): Concerns {
    this.#concerns ??= this.#provider.faults?.concerns(this.#turn) ?? NOBODY;
    return this.#concerns;
  }

  valuesOf(name: string): readonly string[] {
    this.#values ??= new Map();
    let known = this.#values.get(name);
    if (known === undefined) {
      known = valuesOf(this.#turn, name);
      this.#values.set(name, known);
    }
    return known;
  }

  names(): readonly string[] {
    return namesOf(this.#turn);
  }

  applies(fault: ArmedFault, entry: CatalogueEntry): boolean {
    // Behind a fault that answers, only those that touch the bytes still see the request.
    if (this.#atWork?.answer !== undefined && entry.family !== 'wire') return false;
    return canHappen(entry, this.#provider, this.#turn, fault.given, this.atWork);
  }
}

function canHappen(
  entry: CatalogueEntry,
  provider: Provider,
  turn: Turn,
  order: FaultOrder,
  atWork: AtWork,
): boolean {
  if (!isPlayedOn(entry.id, provider, turn.operation)) return false;
  const engine = engineFaults[entry.id];
  if (engine === undefined) {
    return provider.faults?.plays[entry.id]?.when?.(turn, parametersOf(order, entry)) ?? true;
  }
  if (engine.kind === 'wire') {
    if (!atWork.hasRoomOnTheWire(engine.part)) return false;
    if (turn.request.method !== 'HEAD' && mayHaveBody(turn.operation)) return true;
    // Only whether it needs a body is asked here: what is drawn does not matter.
    const plan = engine.plan(parametersOf(order, entry), turn.world.seed);
    return Object.keys(withoutBody(plan)).length > 0;
  }
  return engine.kind !== 'move' || (engine.when?.(turn, parametersOf(order, entry), provider) ?? true);
}

function namesOf({ path, request, body }: Turn): string[] {
  const members = typeof body === 'object' && body !== null ? Object.keys(body) : [];
  return [...Object.keys(path), ...request.queryValues.keys(), ...members];
}

function valuesOf(turn: Turn, name: string): readonly string[] {
  if (Object.hasOwn(turn.path, name)) return [turn.path[name] ?? ''];
  const sent = turn.request.queryValues.get(name);
  if (sent !== undefined) return sent;
  const { body } = turn;
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name)) return [];
  const member = (body as Readonly<Record<string, unknown>>)[name];
  return [typeof member === 'string' ? member : JSON.stringify(member)];
}
