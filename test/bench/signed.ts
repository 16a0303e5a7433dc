/**
 * SnapTrade's requests, signed ahead: to sign while the load is made would cost the load more than the server.
 * Every request has a signature of its own, as if no two of them were ever alike.
 */
import { createHmac } from 'node:crypto';

export interface Signer {
  readonly clientId: string;
  readonly consumerKey: string;
  readonly userId: string;
  readonly userSecret: string;
}

/** Requests that are kept ready; when they run out, more are signed on the way. */
const READY = 2000;

export class SignedRequests {
  readonly #signer: Signer;
  readonly #path: string;
  readonly #head: string;
  #ready: string[] = [];
  #number = 0;

  /**
   * @param mount what stands before the provider's own path: `/snaptrade`
   * @param path below that: `/authorizations`; this is what is signed
   */
  constructor(signer: Signer, mount: string, path: string) {
    this.#signer = signer;
    this.#path = path;
    this.#head = `GET ${mount}${path}`;
  }

  /** @param count how many are likely to be asked for */
  prepare(count: number = READY): void {
    while (this.#ready.length < count) this.#ready.push(this.#make());
  }

  next(): string {
    return this.#ready.pop() ?? this.#make();
  }

  /** One with more parameters, signed now. */
  with(parameters: string): string {
    return this.#make(`&${parameters}`);
  }

  /** The number is a parameter that the API does not know; only by it does one request differ from the others. */
  #make(more = ''): string {
    const { clientId, consumerKey, userId, userSecret } = this.#signer;
    const timestamp = Math.floor(Date.now() / 1000);
    const query = `clientId=${clientId}&timestamp=${timestamp}&userId=${userId}&userSecret=${userSecret}${more}&n=${this.#number++}`;
    const text = JSON.stringify({ content: null, path: this.#path, query });
    const signature = createHmac('sha256', consumerKey).update(text).digest('base64');
    return `${this.#head}?${query} HTTP/1.1\r\nHost: 127.0.0.1\r\nSignature: ${signature}\r\n\r\n`;
  }
}
