/** Somebody in the connection portal without a browser: reads pages as text and sends their forms. */
import supertest from 'supertest';
import { expect } from 'vitest';
import type { WorldFile } from '../../fixtures/ledger/index.ts';
import { type Client, client } from './client.ts';

export interface Shown {
  readonly status: number;
  /** Heading of the page; '' after a redirect away from the portal. */
  readonly title: string;
  readonly html: string;
  /** What the page says to the window around it. */
  readonly messages: readonly unknown[];
  /** Where the last redirect led, if that is not the portal. */
  readonly away: string | undefined;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&quot;': '"',
  '&#39;': "'",
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
};

export class Visitor {
  /** The address of the page that is shown, below the host. */
  #at = '';
  page: Shown = { status: 0, title: '', html: '', messages: [], away: undefined };

  constructor(readonly api: Client) {}

  /** Mints a link with these options and follows it. */
  async enter(options: object = {}, headers: Record<string, string> = {}): Promise<Shown> {
    const { status, body } = await this.api.post('/snapTrade/login', options);
    expect(status).toBe(200);
    return this.open(body.redirectURI, headers);
  }

  async open(link: string, headers: Record<string, string> = {}): Promise<Shown> {
    return this.#follow(await supertest(this.api.simulated.handler).get(pathOf(link)).set(headers), link);
  }

  reload(more = ''): Promise<Shown> {
    return this.open(`http://portal${this.#at}${more}`);
  }

  async send(act: string, fields: Readonly<Record<string, string | readonly string[]>> = {}): Promise<Shown> {
    const form = new URLSearchParams({ do: act });
    for (const [name, value] of Object.entries(fields))
      for (const one of [value].flat()) form.append(name, one);
    const sent = await supertest(this.api.simulated.handler)
      .post(this.#at)
      .type('form')
      .send(form.toString());
    return this.#follow(sent, `http://portal${this.#at}`);
  }

  login(user: string): Promise<Shown> {
    return this.send('login', { user, password: 'whatever' });
  }

  /** Ticks every account. */
  share(): Promise<Shown> {
    const account = [...this.page.html.matchAll(/name="account" value="([^"]+)"/g)].map(([, id]) => id ?? '');
    return this.send('share', { account });
  }

  /** From the link to the end. */
  async connect(broker: string, user: string, options: object = {}): Promise<string> {
    await this.enter({ broker, ...options });
    await this.login(user);
    await this.share();
    const [message] = this.page.messages as { authorizationId?: string }[];
    if (message?.authorizationId === undefined) throw new Error(`Not connected: ${this.page.title}`);
    return message.authorizationId;
  }

  async #follow(answer: supertest.Response, from: string): Promise<Shown> {
    expect(this.api.simulated.bugs).toEqual([]);
    const { location } = answer.headers as { location?: string };
    if (location === undefined) {
      this.#at = pathOf(from);
      return this.#show({ status: answer.status, html: answer.text, away: undefined });
    }
    expect(answer.status).toBe(303);
    if (!/^http:\/\/127\.0\.0\.1[^/]*\/snaptrade\//.test(location)) {
      return this.#show({ status: 303, html: '', away: location });
    }
    return this.#follow(await supertest(this.api.simulated.handler).get(pathOf(location)), location);
  }

  #show({ status, html, away }: Pick<Shown, 'status' | 'html' | 'away'>): Shown {
    const title = plain(/<h1>(.*?)<\/h1>/.exec(html)?.[1] ?? '');
    const messages = JSON.parse(plain(/data-messages="([^"]*)"/.exec(html)?.[1] ?? '[]'));
    this.page = { status, title, html, messages, away };
    return this.page;
  }
}

function pathOf(address: string): string {
  const { pathname, search } = new URL(address);
  return pathname + search;
}

function plain(text: string): string {
  return text.replace(/&(?:quot|#39|lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity);
}

/** Somebody at the portal of a new world. */
export function visitor(file: WorldFile = {}): Visitor {
  return new Visitor(client(file));
}

export const connectionsOf = async (api: Client) => (await api.get('/authorizations')).body;
