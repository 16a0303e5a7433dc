/** The published schemas say what the types say. */
import { describe, expect, it } from 'vitest';
import {
  CAPABILITIES,
  type CaseMessage,
  FAILURE_KINDS,
  type Failure,
  type FromAdapter,
  type Hello,
  PROTOCOL,
  type ResultBody,
  type ToAdapter,
} from '../../src/verify/protocol.ts';
import { FROM_ADAPTER, type MessageName, mistakes, schemaOf, TO_ADAPTER } from './schemas.ts';

const NOW = '2026-03-16T09:00:00.000Z';

const failure: Required<Failure> = {
  kind: 'rate-limited',
  status: 429,
  code: 'too_many',
  retryAfterMs: 7000,
  message: 'gave up',
};
const bodies: readonly ResultBody[] = [
  { value: null },
  { failure },
  { failure: { kind: 'other' } },
  { unsupported: true },
  { unsupported: 'no way' },
  { crashed: 'TypeError' },
];
const hello: Required<Hello> = {
  type: 'hello',
  client: 'c',
  version: '1',
  language: 'Go',
  operations: ['redbark.listTrades'],
  capabilities: [...CAPABILITIES],
  members: { 'redbark.listTrades': ['id'] },
};
const play: CaseMessage = {
  type: 'case',
  seq: 1,
  id: 'redbark/trades/x',
  provider: 'redbark',
  baseUrl: 'http://127.0.0.1:4010/w/case-1/redbark',
  credentials: { apiKey: 'key' },
  operation: 'redbark.listTrades',
  input: { connectionId: 'c', accountIds: ['a'] },
  limits: { requestTimeoutMs: 2000, deadlineMs: 600_000 },
  now: NOW,
};

/** With every member there is. */
const samples: Readonly<Record<MessageName, readonly (ToAdapter | FromAdapter)[]>> = {
  'hello-from-suite': [{ type: 'hello', protocol: PROTOCOL, suite: 'understudy 0.1.0' }],
  case: [play],
  'sleep-ack': [{ type: 'sleepAck', seq: 1, id: 'poll', now: NOW }],
  cancel: [{ type: 'cancel', seq: 1 }],
  bye: [{ type: 'bye' }],
  hello: [hello],
  result: bodies.map((body) => ({ type: 'result', seq: 1, ...body })),
  sleep: [
    { type: 'sleep', seq: 1, ms: 0, id: 7 },
    { type: 'sleep', seq: 1, ms: 0.5, id: 'a' },
  ],
};

describe.each([...TO_ADAPTER, ...FROM_ADAPTER])('the schema of %s', (name) => {
  const schema = schemaOf(name);

  it('fits its own examples and what the types allow', () => {
    for (const message of [...schema.examples, ...samples[name]]) expect(mistakes(name, message)).toEqual([]);
  });

  it('has the members of the type and no others', () => {
    const members = new Set(samples[name].flatMap((sample) => Object.keys(sample)));
    expect(Object.keys(schema.properties).sort()).toEqual([...members].sort());
  });

  it('misses every required member', () => {
    const [sample] = samples[name];
    for (const member of schema.required) {
      const { [member]: _, ...rest } = sample as unknown as Record<string, unknown>;
      expect(mistakes(name, rest), member).not.toEqual([]);
    }
  });

  it('is called what its file is called', () => {
    expect(schema.$id).toBe(`https://understudy.dev/adapter/${name}.schema.json`);
  });
});

describe('an adapter is told', () => {
  it.each<[string, MessageName, object]>([
    ['a misspelt member', 'result', { type: 'result', seq: 1, failure: { kind: 'other', retryAfter: 7 } }],
    ['a kind there is not', 'result', { type: 'result', seq: 1, failure: { kind: 'throttled' } }],
    ['two answers in one', 'result', { type: 'result', seq: 1, value: [], crashed: 'x' }],
    ['no answer', 'result', { type: 'result', seq: 1 }],
    ['a number as text', 'result', { type: 'result', seq: '1', value: [] }],
    ['a wait that goes back', 'sleep', { type: 'sleep', seq: 1, ms: -1 }],
    ['an operation without a provider', 'hello', { ...hello, operations: ['listTrades'] }],
    ['a capability there is not', 'hello', { ...hello, capabilities: ['clocks'] }],
  ])('%s', (_, name, message) => {
    expect(mistakes(name, message)).not.toEqual([]);
  });
});

it('kinds of failures and capabilities are those of the program', () => {
  const properties = schemaOf('result').$defs?.Failure?.properties ?? {};
  expect((properties.kind as { enum: string[] }).enum).toEqual(Object.keys(FAILURE_KINDS));
  expect(Object.keys(properties).sort()).toEqual(Object.keys(failure).sort());
  const { items } = schemaOf('hello').properties.capabilities as { items: { enum: string[] } };
  expect(items.enum).toEqual([...CAPABILITIES]);
});

it('a later suite may say more', () => {
  expect(mistakes('case', { ...play, weather: 'fine' })).toEqual([]);
});
