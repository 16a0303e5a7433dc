/** Draws the faults that happen to one request and lets each take its part. */
import type { IncomingMessage } from 'node:http';
import type { Turn } from '../engine/turn.ts';
import type { Provider } from '../provider/define.ts';
import { type Given, isPretence, type Play } from '../provider/faults.ts';
import type { LiveWorld } from '../world/live-world.ts';
import type { Drawn, Occasion } from './armory.ts';
import { AtWork } from './at-work.ts';
import type { CatalogueEntry } from './catalogue.ts';
import { engineFaults } from './engine-faults.ts';
import { type FaultOrder, FRAME } from './order.ts';
import { isFirstOn } from './sockets.ts';

/** Undefined: no fault has anything to do with this request. */
export function faultsFor(
  turn: Turn,
  req: IncomingMessage,
  provider: Provider,
  world: LiveWorld,
): AtWork | undefined {
  if (provider.faults === undefined || world.armory.isQuiet(provider.id, turn.operation.id)) return undefined;
  const atWork = new AtWork();
  for (const drawn of world.armory.draw(occasionOf(turn, req, provider, atWork))) {
    takePart(drawn, atWork, turn, provider, world);
    if (atWork.pretence !== undefined) turn.pretend(atWork.pretence);
  }
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
    atWork.ids.push(fault.id);
    if (isPretence(played)) atWork.pretend(played);
    else atWork.answer = played;
    return;
  }
  switch (engine.kind) {
    case 'wire':
      atWork.ids.push(fault.id);
      atWork.send(engine.plan(given, seed));
      return;
    case 'answer':
      atWork.ids.push(fault.id);
      atWork.answer = engine.answer(given);
      return;
    case 'move':
      atWork.ids.push(fault.id);
      engine.move(turn, given, world);
      return;
    case 'reshape':
      atWork.reshapings.push({
        id: fault.id,
        reshape: (body, status) =>
          engine.reshape(body, given, { provider, operation: turn.operation, status, seed }),
      });
  }
}

/** The fault's own parameters over their defaults, and whom it is aimed at. */
function parametersOf(order: FaultOrder, entry: CatalogueEntry): Given {
  const own = Object.entries(order).filter(([name, value]) => !FRAME.has(name) && value !== undefined);
  const { connection, account } = order;
  return {
    ...entry.defaults,
    ...Object.fromEntries(own),
    ...(connection !== undefined && { connection }),
    ...(account !== undefined && { account }),
  } as Given;
}

function occasionOf(turn: Turn, req: IncomingMessage, provider: Provider, atWork: AtWork): Occasion {
  const { request, operation, now } = turn;
  const { faults } = provider;
  let concerns: Occasion['concerns'] | undefined;
  return {
    provider: provider.id,
    operation: operation.id,
    now,
    get identity() {
      return `${request.method} ${request.path}?${request.rawQuery} ${provider.identify(request) ?? ''} ${turn.bodyText}`;
    },
    socket: req.socket,
    isFirstOnSocket: isFirstOn(req),
    get concerns() {
      concerns ??= faults?.concerns(turn) ?? { connections: [], accounts: [], credentials: [] };
      return concerns;
    },
    valuesOf: (name) => valuesOf(turn, name),
    // Behind a fault that answers, only those that touch the bytes still see the request.
    applies: (fault, entry) =>
      (atWork.answer === undefined || entry.family === 'wire') &&
      canHappen(entry, provider, turn, fault.given),
  };
}

function canHappen(entry: CatalogueEntry, provider: Provider, turn: Turn, order: FaultOrder): boolean {
  const engine = engineFaults[entry.id];
  if (engine === undefined) {
    const play: Play | undefined = provider.faults?.plays[entry.id];
    if (play === undefined || play.on?.includes(turn.operation.id) === false) return false;
    return play.when?.(turn, parametersOf(order, entry)) ?? true;
  }
  if (engine.on?.(provider, turn.operation) === false) return false;
  return engine.kind !== 'move' || (engine.when?.(turn, parametersOf(order, entry)) ?? true);
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
