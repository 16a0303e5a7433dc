/** One address whose world can be changed: Prism is slow to start, and is told its upstream once. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WorldFile } from '../../fixtures/ledger/world-file.ts';
import type { Provider } from '../../src/provider/index.ts';
import type { WorldHandle } from '../../src/world/handle.ts';
import { type Simulated, simulate } from '../support/simulate.ts';

export class Upstream {
  readonly #provider: Provider;
  readonly #server: Server;
  readonly #bugs: unknown[] = [];
  #current: Simulated;

  constructor(provider: Provider) {
    this.#provider = provider;
    this.#current = this.#simulate({});
    this.#server = createServer((req, res) => this.#current.handler(req, res));
  }

  /** @returns the provider's address */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/${this.#provider.id}`;
  }

  /** From now on requests are answered in a new world; its clock stands still. */
  enter(file: WorldFile): WorldHandle {
    this.#current = this.#simulate(file);
    return this.#current.world;
  }

  get bugs(): readonly unknown[] {
    return this.#bugs;
  }

  async close(): Promise<void> {
    await new Promise((resolve) => {
      this.#server.close(resolve);
      this.#server.closeAllConnections();
    });
  }

  #simulate(file: WorldFile): Simulated {
    return simulate(this.#provider, { limits: 'off', ...file }, { onBug: (error) => this.#bugs.push(error) });
  }
}
