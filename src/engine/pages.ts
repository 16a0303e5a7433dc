/** A provider's pages: read, served, and kept out of the journal (src/provider/pages.ts). */
import { keptText } from '../journal/record.ts';
import type { Page, PageExchange } from '../provider/pages.ts';
import { type Reply, reply } from '../provider/reply.ts';
import { announcesBody, type Body, NO_BODY, readBody } from './body.ts';
import type { Decided } from './decide.ts';
import type { Journey } from './journey.ts';
import { readQuery } from './target.ts';
import type { Turn } from './turn.ts';

/** No form of ours comes near. */
const LARGEST_FORM = 64 * 1024;
const NO_FIELDS: ReadonlyMap<string, readonly string[]> = new Map();

/** @returns undefined: the client has gone */
export function servePage({ req, turn }: Journey, page: Page): Decided | Promise<Decided | undefined> {
  if (page.method === 'GET' || !announcesBody(req)) return served(turn, page, NO_BODY);
  return readBody(req, LARGEST_FORM).then((body) =>
    body.read === 'aborted' ? undefined : served(turn, page, body),
  );
}

function served(turn: Turn, page: Page, body: Body): Decided | Promise<Decided> {
  if (body.read !== 'ok') return refused(413, `A form has at most ${LARGEST_FORM} bytes.`);
  const form = formOf(turn, body.text);
  if (typeof form === 'string') return refused(400, `The form cannot be read: ${form}.`);
  turn.bodyText = body.text;
  const shown = shownForm(form, page.openFields ?? []);
  turn.bodyKept = keptText(shown, Buffer.byteLength(shown));
  const said = page.serve(exchangeOf(turn, form));
  return said instanceof Promise ? said.then(decision) : decision(said);
}

/** Anything that is no form has no fields; the page may still read its text. */
function formOf(turn: Turn, text: string): ReadonlyMap<string, readonly string[]> | string {
  const type = turn.header('content-type') ?? '';
  return /^application\/x-www-form-urlencoded\b/i.test(type) ? readQuery(text) : NO_FIELDS;
}

/** `user=***&step=code` */
function shownForm(form: ReadonlyMap<string, readonly string[]>, open: readonly string[]): string {
  return [...form]
    .flatMap(([name, values]) =>
      values.map(
        (value) => `${encodeURIComponent(name)}=${open.includes(name) ? encodeURIComponent(value) : '***'}`,
      ),
    )
    .join('&');
}

function exchangeOf(turn: Turn, form: ReadonlyMap<string, readonly string[]>): PageExchange {
  return {
    provider: turn.provider,
    basePath: turn.basePath,
    request: turn.request,
    path: turn.path,
    bodyText: turn.bodyText,
    world: turn.world,
    now: turn.now,
    hostNow: turn.hostNow,
    baseUrl: turn.baseUrl,
    header: (name) => turn.header(name),
    setHeader: (name, value) => turn.setHeader(name, value),
    query: (name) => turn.request.queryValues.get(name)?.at(-1),
    field: (name) => form.get(name)?.at(-1),
    fields: (name) => form.get(name) ?? [],
  };
}

function decision(answer: Reply): Decided {
  return { answer, by: 'page', near: undefined };
}

function refused(status: number, message: string): Decided {
  return decision({
    ...reply(status, undefined, { 'Content-Type': 'text/plain; charset=utf-8' }),
    text: message,
  });
}
