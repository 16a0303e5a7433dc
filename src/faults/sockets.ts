/** TCP connections and the requests on them, counted: a client's silent repetition shows only here. */
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** On the objects themselves: a look-up in a table of weak keys takes longer, and the collector pays for each of them. */
const COUNT = Symbol('requests on this connection');
const ATTEMPT = Symbol('attempt');

interface Count {
  readonly connection: number;
  requests: number;
}

let connections = 0;

/** Which connection of this process a request came on, and the how-manieth on it this one is; both from 1. */
export interface Attempt {
  readonly connection: number;
  readonly attempt: number;
}

/** Counts a request when it arrives. Call once for each. */
export function noteArrival(req: IncomingMessage & { [ATTEMPT]?: Attempt }): Attempt {
  const socket = req.socket as Socket & { [COUNT]?: Count };
  let count = socket[COUNT];
  if (count === undefined) {
    connections += 1;
    count = { connection: connections, requests: 0 };
    socket[COUNT] = count;
  }
  count.requests += 1;
  const attempt = { connection: count.connection, attempt: count.requests };
  req[ATTEMPT] = attempt;
  return attempt;
}

export function isFirstOn(req: IncomingMessage & { [ATTEMPT]?: Attempt }): boolean {
  return (req[ATTEMPT]?.attempt ?? 1) === 1;
}

const watched = new WeakMap<Socket, Set<() => void>>();

/**
 * Calls back when a connection has closed. One listener a connection, however many requests are pipelined on it.
 *
 * @returns a function that takes the call back
 */
export function onClose(socket: Socket, callback: () => void): () => void {
  let callbacks = watched.get(socket);
  if (callbacks === undefined) {
    callbacks = new Set();
    const all = callbacks;
    watched.set(socket, all);
    socket.once('close', () => {
      for (const call of all) call();
    });
  }
  callbacks.add(callback);
  const set = callbacks;
  return () => set.delete(callback);
}
