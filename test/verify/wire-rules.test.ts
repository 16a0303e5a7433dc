/** Each rule of the wire, on traffic made by hand: what offends it, and what must not. */
import { describe, expect, it } from 'vitest';
import type { WireAnswer, WireDialect, WireExchange } from '../../src/provider/index.ts';
import { wireRules } from '../../src/verify/wire/index.ts';
import type { Seen } from '../../src/verify/wire/rule.ts';
import { masked, secretsInUrls } from '../../src/verify/wire/secrets.ts';

const DIALECT: WireDialect = {
  paging: {
    listRows: {
      by: 'offset',
      offset: 'offset',
      limit: 'limit',
      usualLimit: 200,
      more: ({ text }) => (text === '' ? undefined : text === 'more'),
    },
    listItems: { by: 'cursor', cursor: 'cursor', next: ({ text }) => (text === '' ? undefined : text) },
  },
  once: ['start'],
  volatileParameters: ['timestamp'],
  mostInFlight: 2,
};

interface Given {
  readonly operation?: string;
  readonly method?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly status?: number;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly sent?: Readonly<Record<string, string>>;
  /** Seconds since the case began, and how many it took. */
  readonly at?: number;
  readonly took?: number;
  readonly outcome?: WireExchange['outcome'];
  readonly began?: number;
  readonly ended?: number;
  readonly path?: string;
}

/** One after the other, unless told otherwise. */
function exchanges(...given: Given[]): WireExchange[] {
  return given.map((one, index) => {
    const {
      operation = 'listRows',
      method = 'GET',
      query = {},
      status = 200,
      text = '',
      headers = {},
      sent = {},
    } = one;
    const { at = index, took = 0, outcome = 'answered', path = `/${operation}` } = one;
    const answer: WireAnswer = { status, headers, text, json: undefined, by: 'operation', code: undefined };
    return {
      number: index + 1,
      operation: operation === '' ? undefined : operation,
      method,
      path,
      rawQuery: new URLSearchParams(query).toString(),
      query,
      headers: sent,
      body: '',
      answer: outcome === 'aborted by client' ? undefined : answer,
      outcome,
      faults: [],
      violations: [],
      began: one.began ?? index * 2 + 1,
      ended: one.ended ?? index * 2 + 2,
      at: at * 1000,
      endedAt: (at + took) * 1000,
      hostAt: at * 1000,
      hostEndedAt: (at + took) * 1000,
      connection: 1,
    };
  });
}

function offences(rule: string, given: readonly Given[], parameters: Record<string, unknown> = {}): string[] {
  const seen: Seen = {
    exchanges: exchanges(...given),
    dialect: DIALECT,
    limits: { requestTimeoutMs: 2000, deadlineMs: 60_000 },
    begunAt: 0,
    lastBeforeAnswer: undefined,
    secrets: ['s3cret-key-of-ten'],
  };
  const found = wireRules[rule];
  if (found === undefined) throw new Error(`There is no rule ${rule}.`);
  return found.check(seen, parameters).map(({ message }) => message);
}

const retryAfter = (value: string): Given => ({ status: 429, headers: { 'retry-after': value } });
const page = (offset: number, text: string, more: Given = {}): Given => ({
  query: { offset: String(offset), limit: '10' },
  text,
  ...more,
});
const item = (cursor: string | undefined, next: string): Given => ({
  operation: 'listItems',
  query: cursor === undefined ? {} : { cursor },
  text: next,
});

interface Example {
  readonly rule: string;
  readonly parameters?: Record<string, unknown>;
  readonly keeps: readonly (readonly Given[])[];
  readonly breaks: readonly (readonly Given[])[];
}

const EXAMPLES: readonly Example[] = [
  {
    rule: 'waited-as-told',
    keeps: [
      [retryAfter('7'), { at: 7 }],
      [retryAfter('Thu, 01 Jan 1970 00:00:07 GMT'), { at: 7 }],
      // Another operation, and one that was on its way already.
      [retryAfter('7'), { operation: 'listItems', at: 1 }],
      [
        { ...retryAfter('7'), began: 1, ended: 4 },
        { at: 0, began: 2, ended: 3 },
      ],
      [retryAfter('7')],
    ],
    breaks: [
      [retryAfter('7'), { at: 6 }],
      [retryAfter('Thu, 01 Jan 1970 00:00:07 GMT'), { at: 0 }],
    ],
  },
  {
    rule: 'waits-grow',
    parameters: { ms: 500 },
    keeps: [
      [{ status: 500 }, { status: 500, at: 1 }, { at: 3 }],
      [{ status: 404 }, { at: 0 }],
      [retryAfter('0'), { at: 0 }],
    ],
    breaks: [
      [{ status: 500 }, { at: 0.1 }],
      [{ status: 503 }, { status: 503, at: 4 }, { at: 5 }],
    ],
  },
  {
    rule: 'repeated',
    keeps: [[{ status: 503 }, { at: 1 }]],
    breaks: [[{ status: 503 }], [{}, {}]],
  },
  {
    rule: 'repeats-at-most',
    parameters: { times: 2 },
    keeps: [
      [{ status: 503 }, { status: 503 }, {}],
      [{}, {}, {}, {}],
    ],
    breaks: [[{ status: 503 }, { status: 503 }, { status: 503 }]],
  },
  {
    rule: 'not-repeated',
    keeps: [
      [{ status: 429 }, {}],
      [{ status: 403 }, { operation: 'listItems' }],
    ],
    breaks: [
      [{ status: 403 }, {}],
      [{ status: 400, query: { timestamp: '1' } }, { query: { timestamp: '2' } }],
    ],
  },
  {
    rule: 'nothing-after-401',
    keeps: [
      [{}, { status: 401 }],
      [{ status: 401, sent: { authorization: 'a' } }, { sent: { authorization: 'b' } }],
    ],
    breaks: [[{ status: 401 }, { operation: 'listItems' }]],
  },
  {
    rule: 'sent-once',
    keeps: [
      [{ operation: 'start' }],
      [{ operation: 'start', status: 429 }, { operation: 'start' }],
      [{ operation: 'listRows' }, { operation: 'listRows' }],
    ],
    breaks: [
      [{ operation: 'start', status: 500 }, { operation: 'start' }],
      [{ operation: 'start', outcome: 'aborted by client' }, { operation: 'start' }],
    ],
  },
  {
    rule: 'pauses-at-least',
    parameters: { ms: 2000 },
    keeps: [[{ at: 0 }, { at: 2 }]],
    breaks: [[{ at: 0 }, { at: 1 }]],
  },
  { rule: 'stops-by-deadline', keeps: [[{ at: 60 }]], breaks: [[{ at: 62 }]] },
  {
    rule: 'gives-up-in-time',
    keeps: [[{ outcome: 'aborted by client', took: 2.1 }], [{ took: 30 }]],
    breaks: [[{ outcome: 'aborted by client', took: 4 }]],
  },
  {
    rule: 'every-page-once',
    keeps: [[page(0, 'more'), page(10, 'more', { status: 503 }), page(10, 'last')]],
    breaks: [
      [page(0, 'more'), page(0, 'more')],
      [item(undefined, 'a'), item('a', ''), item('a', '')],
    ],
  },
  {
    rule: 'next-offset-adds-limit',
    keeps: [
      [page(0, 'more'), page(10, 'last')],
      [page(0, 'more'), page(10, 'last'), page(0, 'more'), page(10, 'last')],
    ],
    breaks: [[page(0, 'more'), page(3, 'last')]],
  },
  {
    rule: 'cursor-as-given',
    keeps: [[item(undefined, 'a='), item('a=', '')]],
    breaks: [
      [item(undefined, 'a='), item('a', '')],
      [item(undefined, ''), item('x', '')],
    ],
  },
  {
    rule: 'no-call-after-last-page',
    keeps: [[page(0, 'more'), page(10, 'last')]],
    breaks: [
      [page(0, 'last'), page(10, 'last')],
      [item(undefined, ''), item('x', '')],
    ],
  },
  {
    rule: 'reads-to-the-end',
    keeps: [[page(0, 'more'), page(10, 'last')], [page(0, '')]],
    breaks: [[page(0, 'more')], [item(undefined, 'a')]],
  },
  {
    rule: 'same-filters-on-every-page',
    keeps: [
      [
        page(0, 'more', { query: { offset: '0', from: 'x' } }),
        page(10, 'last', { query: { offset: '10', from: 'x' } }),
      ],
    ],
    breaks: [
      [page(0, 'more', { query: { offset: '0', from: 'x' } }), page(10, 'last', { query: { offset: '10' } })],
    ],
  },
  {
    rule: 'in-flight-at-most',
    keeps: [
      [
        { began: 1, ended: 3 },
        { began: 2, ended: 4 },
        { began: 5, ended: 6 },
      ],
    ],
    breaks: [
      [
        { began: 1, ended: 4 },
        { began: 2, ended: 5 },
        { began: 3, ended: 6 },
      ],
    ],
  },
  { rule: 'asked-at-most', parameters: { times: 1 }, keeps: [[{}]], breaks: [[{}, {}]] },
  {
    rule: 'asked-at-least',
    parameters: { times: 2, operation: 'listRows' },
    keeps: [[{}, {}]],
    breaks: [[{}, { operation: 'start' }]],
  },
  {
    rule: 'not-asked',
    parameters: { operation: 'start' },
    keeps: [[{}]],
    breaks: [[{ operation: 'start' }]],
  },
  {
    rule: 'asked-in-order',
    parameters: { operations: ['start', 'listRows'] },
    keeps: [[{ operation: 'start' }, {}]],
    breaks: [[{}, { operation: 'start' }], [{}]],
  },
  {
    rule: 'asked-with',
    parameters: { operation: 'listRows', parameter: 'limit', atMost: 100 },
    keeps: [[{ query: { limit: '100' } }], [{}]],
    breaks: [[{ query: { limit: '500' } }]],
  },
  {
    rule: 'header-sent',
    parameters: { name: 'Accept', matches: 'json' },
    keeps: [[{ sent: { accept: 'application/json' } }]],
    breaks: [[{}], [{ sent: { accept: 'text/html' } }]],
  },
  { rule: 'keeps-to-contract', keeps: [[{}]], breaks: [[{ operation: '' }]] },
];

describe.each(EXAMPLES)('$rule', ({ rule, parameters, keeps, breaks }) => {
  it('has nothing against who keeps it', () => {
    expect(keeps.map((given) => offences(rule, given, parameters))).toEqual(keeps.map(() => []));
  });

  it('finds who breaks it', () => {
    expect(breaks.filter((given) => offences(rule, given, parameters).length === 0)).toEqual([]);
  });
});

it('there is an example for every rule', () => {
  expect(EXAMPLES.map(({ rule }) => rule).sort()).toEqual(Object.keys(wireRules).sort());
});

describe('secrets', () => {
  const seen = (path: string, query: Record<string, string>, allowed: string[] = []): string[] =>
    secretsInUrls({
      exchanges: exchanges({ path, query }),
      dialect: { ...DIALECT, secretParameters: allowed },
      limits: { requestTimeoutMs: 1, deadlineMs: 1 },
      begunAt: 0,
      lastBeforeAnswer: undefined,
      secrets: ['s3cret key'],
    }).map(({ message }) => message);

  it('are found in paths and queries, however written', () => {
    expect(seen('/a/s3cret%20key', {})).toEqual(['#1 has a secret in its path.']);
    expect(seen('/a', { token: 'xs3cret keyx' })).toEqual(['#1 has a secret in query parameter token.']);
  });

  it('may stand where the provider wants them', () => {
    expect(seen('/a', { userSecret: 's3cret key' }, ['userSecret'])).toEqual([]);
  });

  it('are masked in every form they are written in', () => {
    expect(masked('s3cret key, s3cret%20key, "s3cret key"', ['s3cret key'])).toBe('***, ***, "***"');
  });
});
