/**
 * What a provider serves beside the operations of its contract: pages for people, the forms on them, and the documents
 * that stand next to them (an OAuth token endpoint, `/.well-known/...`).
 *
 * A page goes past everything that belongs to the API: checks (so no signature, no limits), armed faults, the cache, legal
 * extremes, and `finish`. Its journal entry has neither HTML nor what was typed: of a form the names of its fields are told,
 * and the values of those that the page itself calls open.
 *
 * @example
 * pages: [{
 *   id: 'hello', method: 'GET', path: '/hello/{name}',
 *   serve: (x) => htmlPage(200, html`<h1>Hello, ${x.path.name}</h1>`),
 * }]
 */
import { createHash } from 'node:crypto';
import type { AnyExchange } from './exchange.ts';
import type { Html } from './html.ts';
import { type Reply, reply } from './reply.ts';

/** One request for a page. */
export interface PageExchange<State = unknown>
  extends Pick<
    AnyExchange<State>,
    | 'provider'
    | 'basePath'
    | 'request'
    | 'path'
    | 'bodyText'
    | 'world'
    | 'now'
    | 'hostNow'
    | 'baseUrl'
    | 'header'
    | 'setHeader'
  > {
  /** The last value of a query parameter, decoded; undefined if it was not sent. */
  query(name: string): string | undefined;
  /** The last value of a form's field (`application/x-www-form-urlencoded`); undefined if it was not sent. */
  field(name: string): string | undefined;
  /** Every value of a form's field, such as ticked boxes of one name. */
  fields(name: string): readonly string[];
}

export interface Page<State = unknown> {
  /** Unique among the provider's pages; the journal names it `page:<id>`. */
  readonly id: string;
  readonly method: 'GET' | 'POST';
  /** Below the provider's address, as in a contract: `/portal/{step}`. An operation of the contract there wins. */
  readonly path: string;
  /** Fields of its form whose values the journal may show. Default: none. */
  readonly openFields?: readonly string[];
  serve(x: PageExchange<State>): Reply | Promise<Reply>;
}

export interface PageOptions {
  /** The one style sheet, and the one script, of the page: inline, and let in by their hashes. */
  readonly style?: string;
  readonly script?: string;
  /** Where its forms may lead beside this origin, redirects included: `https://app.example.com`, `myapp:`. */
  readonly formsTo?: readonly string[];
  /** Whether other sites may show it in a frame. Default false. */
  readonly framed?: boolean;
  /** Whether its script may ask this origin for more. Default false. */
  readonly asks?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * An HTML answer that loads nothing, runs nothing but its own script, tells no address to anybody, and is kept nowhere.
 *
 * @param body the whole document after `<!doctype html>`, without `<style>` and `<script>`: `{style}` and `{script}` are put
 *   in before `</head>` and `</body>`
 */
export function htmlPage(status: number, body: Html, options: PageOptions = {}): Reply {
  const { style, script, formsTo = [], framed = false, asks = false, headers = {} } = options;
  let text = `<!doctype html>\n${body.text}`;
  // Functions, since `$&` in a replacement text would mean something.
  if (style !== undefined) text = text.replace('</head>', () => `<style>${style}</style></head>`);
  if (script !== undefined) text = text.replace('</body>', () => `<script>${script}</script></body>`);
  const policy = [
    "default-src 'none'",
    `style-src ${style === undefined ? "'none'" : hashOf(style)}`,
    `script-src ${script === undefined ? "'none'" : hashOf(script)}`,
    `connect-src ${asks ? "'self'" : "'none'"}`,
    `form-action ${["'self'", ...formsTo].join(' ')}`,
    "base-uri 'none'",
    `frame-ancestors ${framed ? '*' : "'none'"}`,
  ];
  return {
    kind: 'reply',
    status,
    text,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': policy.join('; '),
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
      ...headers,
    },
  };
}

/** To another page, whatever the method was: what follows a form that was taken. */
export function seeOther(location: string, headers: Readonly<Record<string, string>> = {}): Reply {
  return reply(303, undefined, {
    Location: location,
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    ...headers,
  });
}

const hashes = new Map<string, string>();
const KEPT_HASHES = 50;

function hashOf(text: string): string {
  let hash = hashes.get(text);
  if (hash === undefined) {
    hash = `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    if (hashes.size >= KEPT_HASHES) hashes.clear();
    hashes.set(text, hash);
  }
  return hash;
}
