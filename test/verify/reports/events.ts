/** Events as a run makes them, by hand: what a test does not say is ordinary. */
import type {
  AdapterLine,
  CaseEnded,
  RunEnded,
  RunEvent,
  RunStarted,
  ShownExchange,
} from '../../../src/verify/events.ts';
import { countsAgainst, countsOf } from '../../../src/verify/reports/model.ts';

export function started(more: Partial<RunStarted> = {}): RunStarted {
  return {
    event: 'run',
    suite: '0.1.0',
    cases: 1,
    client: {
      name: 'ledgerline',
      version: '1.4.0',
      language: 'TypeScript',
      capabilities: ['clock', 'parallel'],
      by: 'adapter',
    },
    repeat: 1,
    strict: false,
    at: '2026-03-16T09:00:00.000Z',
    ...more,
  };
}

/** The client of {@link started}, by another name. */
export function client(name: string, version: string, language = 'TypeScript'): RunStarted['client'] {
  return { name, version, language, capabilities: ['clock'], by: 'adapter' };
}

export function ended(id: string, more: Partial<CaseEnded> = {}): CaseEnded {
  const [provider = ''] = id.split('/');
  return {
    event: 'case',
    id,
    provider,
    says: 'Everything is as usual.',
    level: 'must',
    rules: [],
    verdict: 'pass',
    findings: [],
    expectation: '118 trades, as the ledger has them',
    tookMs: 12,
    worldMs: 0,
    runs: 1,
    passed: more.verdict === undefined || more.verdict === 'pass' ? 1 : 0,
    exchanges: [],
    exchangesLeftOut: 0,
    adapter: [],
    reproduce: `understudy verify --adapter ./adapter --run ${id}`,
    ...more,
  };
}

export function exchange(number: number, more: Partial<ShownExchange> = {}): ShownExchange {
  return {
    number,
    atMs: 0,
    tookMs: 2,
    method: 'GET',
    target: '/v1/trades?limit=50',
    operation: 'listTrades',
    status: 200,
    outcome: 'answered',
    faults: [],
    request: { headers: { authorization: 'Bearer ***', accept: 'application/json' }, body: '' },
    response: {
      headers: { 'content-type': 'application/json' },
      body: '{"data":[],"pagination":{"hasMore":true}}',
    },
    ...more,
  };
}

export function said(from: AdapterLine['from'], text: string, atMs = 0): AdapterLine {
  return { from, text, atMs };
}

/** A whole run of these cases. */
export function runOf(
  cases: readonly CaseEnded[],
  more: Partial<RunStarted> = {},
  end: Partial<RunEnded> = {},
): RunEvent[] {
  const start = started({ cases: cases.length, ...more });
  const failed = cases.filter((one) => countsAgainst(one, { started: start })).length;
  return [
    start,
    ...cases.flatMap((one): RunEvent[] => [{ event: 'case-started', id: one.id }, one]),
    {
      event: 'end',
      counts: countsOf(cases),
      failed,
      problems: [],
      exitCode: failed > 0 ? 1 : 0,
      tookMs: 4321,
      ...end,
    },
  ];
}
