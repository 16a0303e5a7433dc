/** Asking for webhooks: what a subscription may say, and what is wrong with one that may not be. */
import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { Provider } from '../provider/define.ts';
import { shortened } from '../provider/shortened.ts';
import type { Targets } from './targets.ts';

export interface Wanted {
  readonly provider: string;
  /** http:// or https://, on this machine unless the operator allows more. */
  readonly url: string;
  /** Types of events. Default: all. */
  readonly events?: readonly string[];
  /** Sent with every attempt. */
  readonly headers?: Readonly<Record<string, string>>;
  /** For the signature. Default: drawn, and told in the answer, once. */
  readonly secret?: string;
}

export interface Complaint {
  readonly field: string;
  readonly message: string;
}

const LONGEST_URL = 2_000;
const LONGEST_SECRET = 500;
const MOST_HEADERS = 20;
const LONGEST_HEADER = 4_000;

/** Headers that say how the message travels, or that the provider sets itself. */
const OURS =
  /^(host|content-.*|transfer-encoding|connection|keep-alive|upgrade|te|trailer|expect|understudy-.*)$/i;

/** What is wrong, field by field; nothing if it may be. */
export function complaints(
  wanted: Wanted,
  providers: ReadonlyMap<string, Provider>,
  targets: Targets,
): Complaint[] {
  return [
    ...aboutProvider(wanted, providers),
    ...aboutUrl(wanted.url, targets),
    ...aboutHeaders(wanted.headers ?? {}),
    ...aboutSecret(wanted.secret),
  ];
}

function aboutProvider({ provider, events }: Wanted, providers: ReadonlyMap<string, Provider>): Complaint[] {
  const webhooks = providers.get(provider)?.webhooks;
  if (webhooks === undefined) {
    const senders = [...providers.values()].filter((one) => one.webhooks !== undefined).map(({ id }) => id);
    return [
      {
        field: 'provider',
        message: `${quoted(provider)} sends no webhooks. Those that do: ${senders.join(', ') || 'none'}.`,
      },
    ];
  }
  if (events === undefined) return [];
  const known = Object.keys(webhooks.events);
  const allowed = `${provider} sends: ${known.join(', ')}. Leave "events" out for all.`;
  if (!Array.isArray(events) || events.length === 0) {
    return [{ field: 'events', message: `Not a list of types of events. ${allowed}` }];
  }
  return events
    .filter((type) => !known.includes(type))
    .slice(0, 10)
    .map((type) => ({ field: 'events', message: `There is no event ${quoted(type)}. ${allowed}` }));
}

function aboutUrl(url: string, targets: Targets): Complaint[] {
  if (typeof url !== 'string' || url.length > LONGEST_URL || !URL.canParse(url)) {
    const message = `Not a URL: ${quoted(url)}. Give one such as http://127.0.0.1:8080/hook, at most ${LONGEST_URL} characters.`;
    return [{ field: 'url', message }];
  }
  const message = targets.refusal(new URL(url));
  return message === undefined ? [] : [{ field: 'url', message }];
}

function aboutHeaders(headers: Readonly<Record<string, string>>): Complaint[] {
  const entries = Object.entries(headers);
  if (entries.length > MOST_HEADERS) {
    return [{ field: 'headers', message: `${entries.length} headers. Allowed: ${MOST_HEADERS}.` }];
  }
  return entries.flatMap(([name, value]) => {
    const field = `headers.${shortened(name, 60)}`;
    if (OURS.test(name)) return [{ field, message: `"${name}" is set by the sender. Give another header.` }];
    // The value may be a secret: it is not told.
    return isHeader(name, value) ? [] : [{ field, message: 'Not a header that HTTP can carry.' }];
  });
}

function isHeader(name: string, value: unknown): boolean {
  if (typeof value !== 'string' || name.length + value.length > LONGEST_HEADER) return false;
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}

function aboutSecret(secret: unknown): Complaint[] {
  if (secret === undefined) return [];
  if (typeof secret === 'string' && secret.length > 0 && secret.length <= LONGEST_SECRET) return [];
  return [{ field: 'secret', message: `A secret is text of 1 to ${LONGEST_SECRET} characters.` }];
}

function quoted(given: unknown): string {
  return shortened(JSON.stringify(given) ?? String(given));
}
