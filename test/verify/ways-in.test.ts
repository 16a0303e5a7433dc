/** The other ways to take part: a client that comes by itself, one in TypeScript as a program, and as tests. */
import { describe, expect, it } from 'vitest';
import { providers } from '../../src/understudy.ts';
import { registerConformanceTests, type TestFramework } from '../../src/verify/conformance-tests.ts';
import {
  type ClientDefinition,
  ClientFailure,
  defineClient,
  Unsupported,
} from '../../src/verify/define-client.ts';
import type { CaseEnded, RunEvent } from '../../src/verify/events.ts';
import { lineSession } from '../../src/verify/session/line-session.ts';
import { reverseDoor } from '../../src/verify/session/reverse-channel.ts';
import { runSuite } from '../../src/verify/suite-run.ts';
import { verdictsOf } from '../../src/verify/verdicts-of.ts';
import { redbarkClient } from '../clients/redbark/index.ts';
import { runAdapterProgram } from './support.ts';

const RUN = ['redbark/connections/*', 'redbark/limits/*', 'redbark/paging/*'];

describe('a client that comes by itself', () => {
  it('reads from a GET, answers by POSTs, and is judged like any other', async () => {
    const door = await reverseDoor(0, 'a-token-nobody-guesses');
    const session = lineSession({
      suite: 'understudy test',
      open: door.open,
      restarts: false,
      helloMs: 10_000,
    });
    void honestClient(door.url);
    const connected = await session;
    if (!connected.ok) throw new Error(connected.message);
    const events: RunEvent[] = [];
    const end = await runSuite({
      providers,
      session: connected.session,
      by: 'reverse',
      run: ['redbark/connections/*'],
      onEvent: (event) => events.push(event),
    });
    await connected.session.close();
    expect(end).toMatchObject({ exitCode: 0, counts: { pass: 3 } });
    expect(events[0]).toMatchObject({ client: { name: 'comes-by-itself', by: 'reverse' } });
  });

  it('has to know the address: other paths, pages of browsers and a second client get nothing', async () => {
    const door = await reverseDoor(0, 'a-token-nobody-guesses');
    const abort = new AbortController();
    door.open({ onLine: () => {}, onAside: () => {}, onEnd: () => {} });
    const status = async (url: string, init: RequestInit = {}): Promise<number> =>
      (await fetch(url, { signal: abort.signal, ...init })).status;
    expect(await status(door.url.replace('nobody', 'anybody'))).toBe(404);
    expect(await status(door.url, { headers: { Origin: 'http://evil.example' } })).toBe(404);
    expect(await status(door.url)).toBe(200);
    expect(await status(door.url)).toBe(409);
    expect(await status(door.url, { method: 'PUT', body: '{}' })).toBe(405);
    abort.abort();
    await door.close();
  });

  it('that goes away fails what was under way', async () => {
    const door = await reverseDoor(0, 'a-token-nobody-guesses');
    const session = lineSession({
      suite: 'understudy test',
      open: door.open,
      restarts: false,
      helloMs: 10_000,
    });
    void honestClient(door.url, { leavesAtFirstCase: true });
    const connected = await session;
    if (!connected.ok) throw new Error(connected.message);
    const events: RunEvent[] = [];
    const end = await runSuite({
      providers,
      session: connected.session,
      by: 'reverse',
      run: ['redbark/connections/*'],
      patienceMs: 5000,
      onEvent: (event) => events.push(event),
    });
    await connected.session.close();
    expect(end).toMatchObject({ exitCode: 1, counts: { fail: 3, error: 0 } });
  });
});

/** In plain requests, as a client in any language would write it. */
async function honestClient(url: string, { leavesAtFirstCase = false } = {}): Promise<void> {
  const abort = new AbortController();
  const say = (message: object): Promise<Response> =>
    fetch(url, { method: 'POST', body: `${JSON.stringify(message)}\n` });
  const stream = await fetch(url, { signal: abort.signal });
  let text = '';
  try {
    for await (const chunk of stream.body ?? []) {
      text += Buffer.from(chunk).toString();
      const lines = text.split('\n');
      text = lines.pop() ?? '';
      for (const message of lines.map((line) => JSON.parse(line))) {
        if (message.type === 'hello')
          await say({
            type: 'hello',
            client: 'comes-by-itself',
            version: '1',
            language: 'any',
            operations: ['redbark.listConnections'],
            capabilities: [],
          });
        if (message.type !== 'case') continue;
        if (leavesAtFirstCase) return abort.abort();
        const answer = await fetch(`${message.baseUrl}/v1/connections`, {
          headers: { Authorization: `Bearer ${message.credentials.apiKey}` },
        });
        const { data } = (await answer.json()) as { data: unknown };
        await say({ type: 'result', seq: message.seq, value: data });
      }
    }
  } catch {
    // The suite has hung up, or this one has.
  }
}

describe('a client in TypeScript', () => {
  it('gets the same verdicts as a program as it gets as an object', async () => {
    const command = `${process.execPath} --import tsx ${JSON.stringify(`${import.meta.dirname}/adapters/redbark-reference.ts`)}`;
    const { cases, ended } = await runAdapterProgram(command, { run: RUN });
    expect(ended).toMatchObject({ exitCode: 0, problems: [] });
    const object = await verdictsOf(redbarkClient(), providers, { run: RUN });
    const told = (all: readonly CaseEnded[]): string[] =>
      all.map(({ id, verdict }) => `${id} ${verdict}`).sort();
    expect(told(cases)).toEqual(told(object));
    // Its virtual clock works over lines too.
    expect(Math.max(...cases.map(({ worldMs }) => worldMs))).toBeGreaterThan(60_000);
  }, 120_000);

  it('says what it cannot do, and what broke it', async () => {
    const client = defineClient({
      client: 'half-done',
      version: '0',
      operations: {
        'redbark.listConnections': async () => {
          throw new Unsupported('not written yet');
        },
        'redbark.listCategories': async () => {
          throw new TypeError('undefined is not a function');
        },
        'redbark.listHoldings': async () => {
          throw new ClientFailure('other', { message: 'no idea' });
        },
      },
    });
    const ended = await verdictsOf(client, providers, {
      run: [
        'redbark/connections/nulls-and-odd-names',
        'redbark/categories/*',
        'redbark/holdings/not-in-pages',
        'redbark/paging/nothing-there',
      ],
    });
    const by = Object.fromEntries(ended.map((one) => [one.id.split('/')[1], one]));
    expect(by.connections).toMatchObject({ verdict: 'unsupported', reason: 'not written yet' });
    expect(by.paging).toMatchObject({
      verdict: 'unsupported',
      reason: 'the client has no redbark.listTrades',
    });
    expect(by.categories?.findings[0]?.message).toContain(
      'The client crashed: TypeError: undefined is not a function',
    );
    expect(by.holdings?.findings[0]).toMatchObject({ reported: 'failure other (message no idea)' });
  });

  it('that carries some members only is not asked for the others', async () => {
    const whole = redbarkClient();
    const list = whole.operations['redbark.listConnections'];
    if (list === undefined) throw new Error('There is no such job.');
    const some: ClientDefinition = {
      ...whole,
      operations: {
        'redbark.listConnections': async (input, context) =>
          ((await list(input, context)) as { id: string; status: string }[]).map(({ id, status }) => ({
            id,
            status,
          })),
      },
    };
    const run = ['redbark/connections/every-status-is-shown'];
    const [asked] = await verdictsOf(some, providers, { run });
    expect(asked?.verdict).toBe('fail');
    const members = { 'redbark.listConnections': ['id', 'status'] };
    const [carried] = await verdictsOf({ ...some, members }, providers, { run });
    expect(carried?.verdict).toBe('pass');
  });
});

describe('a client as tests', () => {
  /** Registers as a runner would, and plays what was registered. */
  async function registered(client: ClientDefinition, options = {}): Promise<Map<string, string>> {
    const tests = new Map<string, (context: { skip(reason: string): void }) => Promise<void>>();
    const before: (() => Promise<void>)[] = [];
    const after: (() => Promise<void>)[] = [];
    const collected: unknown[] = [];
    const framework: TestFramework = {
      describe: (_, body) => {
        collected.push(body());
      },
      it: (name, body) => {
        tests.set(name, body);
      },
      beforeAll: (body) => {
        before.push(body);
      },
      afterAll: (body) => {
        after.push(body);
      },
    };
    registerConformanceTests(framework, providers, client, options);
    await Promise.all(collected);
    for (const body of before) await body();
    const results = new Map<string, string>();
    for (const [name, body] of tests) {
      let skipped = '';
      try {
        await body({ skip: (reason) => (skipped = reason) });
        results.set(name, skipped === '' ? 'pass' : `skipped: ${skipped}`);
      } catch (error) {
        results.set(name, (error as Error).message);
      }
    }
    for (const body of after) await body();
    return results;
  }

  const ONE = 'redbark/paging/short-page-is-not-the-last';

  it('has a test for each case of its jobs, and passes', async () => {
    const results = await registered(redbarkClient(), { run: ['redbark/paging/*', 'breadbox/**'] });
    expect([...results.keys()].every((name) => name.startsWith('redbark/paging/'))).toBe(true);
    expect(results.size).toBeGreaterThan(5);
    expect(new Set(results.values())).toEqual(new Set(['pass']));
  }, 60_000);

  it('fails so that a person can read why', async () => {
    const wrong = { ...redbarkClient(), operations: { 'redbark.listTrades': async () => [] } };
    const results = await registered(wrong, { run: [ONE] });
    const message = results.get(ONE) ?? '';
    for (const part of [ONE, 'expected', 'a list of', 'by the ledger', 'RB-36'])
      expect(message).toContain(part);
  });

  it('expects failures with a reason, and none in vain', async () => {
    const wrong = { ...redbarkClient(), operations: { 'redbark.listTrades': async () => [] } };
    expect((await registered(wrong, { run: [ONE], expectedFailures: { [ONE]: 'issue 12' } })).get(ONE)).toBe(
      'pass',
    );
    const mended = await registered(redbarkClient(), {
      run: [ONE],
      expectedFailures: { [ONE]: 'issue 12', 'gone/**': 'old' },
    });
    expect(mended.get(ONE)).toContain('It passes, and is expected to fail: issue 12.');
    expect([...mended.keys()].join('\n')).toContain('"gone/**" fits no case of this run');
  });
});

it('a client that passes now and fails then is flaky, and counts', async () => {
  const honest = redbarkClient();
  const list = honest.operations['redbark.listTrades'];
  let turn = 0;
  const events: RunEvent[] = [];
  const { objectSession } = await import('../../src/verify/session/object-session.ts');
  const end = await runSuite({
    providers,
    by: 'object',
    session: objectSession({
      ...honest,
      operations: {
        'redbark.listTrades': async (input, context) => {
          turn += 1;
          return turn % 2 === 0 ? [] : list?.(input, context);
        },
      },
    }),
    run: ['redbark/paging/short-page-is-not-the-last'],
    repeat: 4,
    onEvent: (event) => events.push(event),
  });
  expect(end).toMatchObject({ exitCode: 1, failed: 1, counts: { flaky: 1 } });
  expect(events.find(({ event }) => event === 'case')).toMatchObject({
    verdict: 'flaky',
    runs: 4,
    passed: 2,
  });
});
