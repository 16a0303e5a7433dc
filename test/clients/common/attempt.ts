/** One request and what came of it. Nothing is thrown: how it went is a value that the retry loop decides on. */
import type { ClientContext } from '../../../src/verify/define-client.ts';
import type { FailureKind } from '../../../src/verify/protocol.ts';

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** An answer that is whole, and is what it says it is. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Undefined: the body is empty, or that of a refusal which is no JSON. */
  readonly json: unknown;
}

export type Outcome =
  | { readonly answer: Answer }
  | {
      readonly broken: Extract<FailureKind, 'timeout' | 'network' | 'broken-answer'>;
      readonly message: string;
      readonly status?: number;
    };

export interface AttemptPolicies {
  /** Reads the body to its end; rejects if the end does not come. */
  readonly readBody: (response: Response) => Promise<string>;
  /** What a JSON body is read with. */
  readonly parse: (text: string, type: string | null) => unknown;
  /** Whether a successful answer of this Content-Type is read as JSON. */
  readonly isJson: (type: string | null) => boolean;
  /** Milliseconds on the machine's clock for one request, its body included; undefined: for ever. */
  readonly requestTimeoutMs: (context: ClientContext) => number | undefined;
}

export const attemptPolicies: AttemptPolicies = {
  readBody: (response) => response.text(),
  parse: (text) => JSON.parse(text),
  // An answer that says nothing of its type may be tried; one that says it is a page is a page.
  isJson: (type) => type === null || /^application\/(?:[\w.+-]+\+)?json\b/i.test(type),
  requestTimeoutMs: ({ limits }) => limits.requestTimeoutMs,
};

export async function attempt(
  request: HttpRequest,
  context: ClientContext,
  policies: AttemptPolicies,
): Promise<Outcome> {
  const { url, method, headers, body } = request;
  const patience = policies.requestTimeoutMs(context);
  const timeout = patience === undefined ? undefined : AbortSignal.timeout(patience);
  const signal = timeout === undefined ? context.signal : AbortSignal.any([context.signal, timeout]);
  let status: number | undefined;
  try {
    // A redirect would carry the credential to wherever it points.
    const response = await fetch(url, {
      method,
      headers,
      signal,
      redirect: 'error',
      ...(body !== undefined && { body }),
    });
    status = response.status;
    const text = await policies.readBody(response);
    return understood(response, text, policies);
  } catch (error) {
    context.signal.throwIfAborted();
    const known = status === undefined ? {} : { status };
    if (timeout?.aborted === true)
      return { broken: 'timeout', message: `No answer in ${patience} ms`, ...known };
    // Once the status is known, the body broke off: connections, lengths, chunks and encodings all end here.
    return { broken: 'network', message: reasonOf(error), ...known };
  }
}

function understood({ status, headers, ok }: Response, text: string, policies: AttemptPolicies): Outcome {
  const type = headers.get('content-type');
  if (text === '') return { answer: { status, headers, text, json: undefined } };
  if (ok && !policies.isJson(type)) {
    return { broken: 'broken-answer', message: `Expected JSON, got ${type}`, status };
  }
  try {
    return { answer: { status, headers, text, json: policies.parse(text, type) } };
  } catch {
    // A refusal is told by its status; its words may be a proxy's page.
    if (!ok) return { answer: { status, headers, text, json: undefined } };
    return { broken: 'broken-answer', message: 'The body is no JSON', status };
  }
}

/** What `fetch` throws says little; its cause says what happened. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
