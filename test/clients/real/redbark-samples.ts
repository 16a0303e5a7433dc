/**
 * The sample loops of Redbark's two pages, run as they stand: only the address, the key and the connection are filled in.
 * The pages are no part of this project (`test/redbark/seed-samples.ts` reads them where they lie beside it).
 */
import type { Case } from '../../../src/verify/case.ts';
import {
  type ClientDefinition,
  ClientFailure,
  defineClient,
  Unsupported,
} from '../../../src/verify/define-client.ts';
import type { FailureKind } from '../../../src/verify/protocol.ts';
import { filledIn, type Samples, samplesOf } from '../../redbark/seed-samples.ts';
import { javaScriptRunner, pythonRunner, type SampleRunner } from './sample-runners.ts';

interface Language {
  readonly member: keyof Samples;
  /** What the samples collect their rows in. */
  readonly trades: string;
  readonly holdings: string;
  readonly runner: () => SampleRunner;
}

export const LANGUAGES = {
  JavaScript: {
    member: 'javascript',
    trades: 'allTrades',
    holdings: 'holdings',
    runner: javaScriptRunner,
  },
  Python: { member: 'python', trades: 'all_trades', holdings: 'holdings', runner: pythonRunner },
} as const satisfies Readonly<Record<string, Language>>;

/** The days that the trades sample asks for. They stand in its text, and stay as they are. */
const QUARTER = { from: '2026-01-01', to: '2026-03-31' } as const;

/**
 * What the samples' libraries call it when there was no answer, or none that could be read. All else a sample throws is a
 * crash: it read on in an answer that was none.
 */
const NAMED: readonly (readonly [RegExp, FailureKind])[] = [
  [/JSONDecodeError|SyntaxError|ContentDecodingError/, 'broken-answer'],
  [/fetch failed|terminated|ConnectionError|ChunkedEncodingError/, 'network'],
];

export interface SampleClient {
  readonly client: ClientDefinition;
  close(): void;
}

/** Undefined: the pages are not beside this project. */
export function redbarkSamples(language: keyof typeof LANGUAGES): SampleClient | undefined {
  const [trades, holdings] = [samplesOf('001'), samplesOf('003')];
  if (trades === undefined || holdings === undefined) return undefined;
  const { member, runner, ...variables } = LANGUAGES[language];
  const { run, close } = runner();
  const client = defineClient({
    client: `Redbark's sample loops, ${language}`,
    version: '',
    language,
    // They neither wait nor read a clock, so one that stands still is all the same to them.
    clock: true,
    operations: {
      'redbark.listTrades': ({ connectionId, from, to, ...more }, { baseUrl, credentials }) => {
        if (from !== QUARTER.from || to !== QUARTER.to || Object.keys(more).length > 0)
          throw new Unsupported('The sample asks for all trades of one quarter, and for nothing else.');
        const text = filledIn(trades[member], baseUrl, credentials.apiKey ?? '', String(connectionId));
        return run(text, variables.trades).catch(rethrown);
      },
      'redbark.listHoldings': ({ connectionId, ...more }, { baseUrl, credentials }) => {
        if (Object.keys(more).length > 0)
          throw new Unsupported('The sample asks for all holdings, and for nothing else.');
        const text = filledIn(holdings[member], baseUrl, credentials.apiKey ?? '', String(connectionId));
        return run(text, variables.holdings).catch(rethrown);
      },
    },
  });
  return { client, close };
}

function rethrown(error: unknown): never {
  const line = String(error);
  const [, kind] = NAMED.find(([pattern]) => pattern.test(line)) ?? [];
  if (kind !== undefined) throw new ClientFailure(kind, { message: line });
  // Where in a file that is gone it stood tells nothing.
  throw Object.assign(new Error(line), { stack: line });
}

/** Cases of all trades of a connection, once more for those of the samples' quarter: everything else is as it was. */
export function forTheQuarter(cases: readonly Case[]): Case[] {
  return cases
    .filter(
      ({ do: { operation, input = {} } }) =>
        operation === 'redbark.listTrades' && Object.keys(input).join() === 'connectionId',
    )
    .map((one) => ({
      ...one,
      id: `${one.id}/first-quarter`,
      do: { ...one.do, input: { ...one.do.input, ...QUARTER } },
    }));
}
