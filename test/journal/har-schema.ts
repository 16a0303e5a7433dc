/**
 * HAR 1.2 as a JSON Schema, written down from the specification's lists of fields (W3C draft of 14 August 2012;
 * http://www.softwareishard.com/blog/har-12-spec/). Fields beginning with `_` are the writer's own; no others are
 * allowed.
 */

const text = { type: 'string' };
const count = { type: 'integer', minimum: -1 };
const milliseconds = { type: 'number', minimum: -1 };
const instant = {
  type: 'string',
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|[+-]\\d{2}:\\d{2})$',
};

/** An object with these fields and no others; those named in `required` have to be there. */
function fields(
  properties: Readonly<Record<string, unknown>>,
  required: readonly string[],
): Record<string, unknown> {
  return {
    type: 'object',
    properties: { ...properties, comment: text },
    required,
    patternProperties: { '^_': {} },
    additionalProperties: false,
  };
}

const list = (items: unknown): unknown => ({ type: 'array', items });
const pair = fields({ name: text, value: text }, ['name', 'value']);
const cookie = fields(
  {
    name: text,
    value: text,
    path: text,
    domain: text,
    expires: instant,
    httpOnly: { type: 'boolean' },
    secure: { type: 'boolean' },
  },
  ['name', 'value'],
);
const message = {
  httpVersion: text,
  cookies: list(cookie),
  headers: list(pair),
  headersSize: count,
  bodySize: count,
};

const postData = fields(
  {
    mimeType: text,
    text,
    params: list(fields({ name: text, value: text, fileName: text, contentType: text }, ['name'])),
  },
  ['mimeType'],
);

const request = fields(
  {
    ...message,
    method: text,
    url: { type: 'string', format: 'uri' },
    queryString: list(pair),
    postData,
  },
  ['method', 'url', 'httpVersion', 'cookies', 'headers', 'queryString', 'headersSize', 'bodySize'],
);

const content = fields({ size: count, compression: count, mimeType: text, text, encoding: text }, [
  'size',
  'mimeType',
]);

const response = fields({ ...message, status: count, statusText: text, content, redirectURL: text }, [
  'status',
  'statusText',
  'httpVersion',
  'cookies',
  'headers',
  'content',
  'redirectURL',
  'headersSize',
  'bodySize',
]);

const timings = fields(
  {
    blocked: milliseconds,
    dns: milliseconds,
    connect: milliseconds,
    // Unlike the others these three have to apply, so they may not be -1.
    send: { type: 'number', minimum: 0 },
    wait: { type: 'number', minimum: 0 },
    receive: { type: 'number', minimum: 0 },
    ssl: milliseconds,
  },
  ['send', 'wait', 'receive'],
);

const entry = fields(
  {
    pageref: text,
    startedDateTime: instant,
    time: { type: 'number', minimum: 0 },
    request,
    response,
    cache: fields(
      { beforeRequest: { type: ['object', 'null'] }, afterRequest: { type: ['object', 'null'] } },
      [],
    ),
    timings,
    serverIPAddress: text,
    connection: text,
  },
  ['startedDateTime', 'time', 'request', 'response', 'cache', 'timings'],
);

const program = fields({ name: text, version: text }, ['name', 'version']);

export const harSchema = fields(
  {
    log: fields(
      {
        version: { const: '1.2' },
        creator: program,
        browser: program,
        pages: list({}),
        entries: list(entry),
      },
      ['version', 'creator', 'entries'],
    ),
  },
  ['log'],
);
