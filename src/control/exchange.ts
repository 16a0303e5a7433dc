/** One request of the control API, and what its handlers give back: values, as everywhere. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BodyOf, PathOf, QueryOf, ReplyOf } from '../provider/contract.ts';
import type { Provider } from '../provider/define.ts';
import type { WorldHandle } from '../world/handle.ts';
import type { LiveWorld } from '../world/live-world.ts';
import type { Worlds } from '../world/worlds.ts';
import type { operations } from './generated/types.ts';
import type { Refusal } from './refusal.ts';
import type { Tally } from './tally.ts';

/** What the control API needs of the process it controls. */
export interface ControlFace {
  readonly version: string;
  readonly providers: readonly Provider[];
  readonly worlds: Worlds;
  readonly tally: Tally;
  /** Without one, only this machine may ask. */
  readonly token: string | undefined;
  /** The world as library users hold it. */
  handle(world: LiveWorld): WorldHandle;
  /** Told of bugs: the stack goes to the operator, never to the client. */
  readonly onBug: (error: unknown, where: string) => void;
}

/** A request that fits the contract. */
export interface ControlExchange<O = unknown> {
  readonly path: PathOf<O>;
  readonly query: QueryOf<O>;
  readonly body: BodyOf<O>;
  readonly req: IncomingMessage;
}

/** An answer that has no end of its own. */
export interface Stream {
  readonly kind: 'stream';
  /** Called once; writes until the client or the world goes. A refusal: it could not begin, nothing is written. */
  open(res: ServerResponse): Refusal | undefined;
}

type Said<O> = ReplyOf<O> | Refusal | Stream;

/** What stands in the place of a handler for each operationId. */
export type ControlHandlers = {
  readonly [Id in keyof operations]: (
    x: ControlExchange<operations[Id]>,
    face: ControlFace,
  ) => Said<operations[Id]> | Promise<Said<operations[Id]>>;
};
