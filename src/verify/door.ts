/**
 * An address of its own for every case. Clients keep connections open, by address, for all that they do; a fault of one
 * case that closes a connection would otherwise be met by another case's request.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Simulator } from '../engine/simulator.ts';

export interface Door {
  /** `http://127.0.0.1:40123` */
  readonly origin: string;
  close(): void;
}

export async function openDoor({ handler }: Pick<Simulator, 'handler'>): Promise<Door> {
  const server = createServer(handler);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
