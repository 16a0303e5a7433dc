/**
 * Clients that were written without this suite in mind. What they fail is listed, each line with its reason; a case that
 * is listed and passes, or fails and is not listed, fails here.
 */
import { resolve } from 'node:path';
import { SnaptradeError } from 'snaptrade-typescript-sdk';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { providers, startUnderstudy, type Understudy } from '../../src/understudy.ts';
import type { CaseEnded } from '../../src/verify/events.ts';
import { lineSession } from '../../src/verify/session/line-session.ts';
import { processChannel } from '../../src/verify/session/process-channel.ts';
import { runSuite } from '../../src/verify/suite-run.ts';
import { type Judged, judgedSamples, judgedSdk, trapsOfPaging } from '../clients/real/runs.ts';
import { hasPython } from '../clients/real/sample-runners.ts';
import { sdkFor } from '../clients/real/snaptrade-sdk.ts';
import { samplesOf } from '../redbark/seed-samples.ts';

/** What is not as the list of expected failures has it, in lines. */
function surprises({ cases, end }: Judged): string[] {
  const wrong = cases.filter(
    ({ verdict }) => !['pass', 'expected-fail', 'unsupported', 'not-run'].includes(verdict),
  );
  return [
    ...wrong.map(
      ({ id, verdict, findings }) => `${verdict} ${id}: ${findings.map(({ message }) => message).join(' ')}`,
    ),
    ...end.problems,
  ];
}

describe('snaptrade-typescript-sdk', () => {
  let judged: Judged;
  let understudy: Understudy;
  const printed: string[] = [];

  beforeAll(async () => {
    vi.spyOn(console, 'log').mockImplementation((line: unknown) => {
      printed.push(String(line));
    });
    understudy = await startUnderstudy({ port: 0 });
    judged = await judgedSdk();
  }, 240_000);
  afterAll(async () => {
    vi.restoreAllMocks();
    await understudy.close();
  });

  function caseOf(id: string): CaseEnded {
    const found = judged.cases.find((one) => one.id === `snaptrade/${id}`);
    if (found === undefined) throw new Error(`There is no case snaptrade/${id}.`);
    return found;
  }

  it('fails what is listed, and nothing else', () => {
    expect(surprises(judged)).toEqual([]);
    expect(judged.end.counts.pass).toBeGreaterThan(80);
  });

  it('sends three requests for a 429, waits as it likes, and loses status, body and headers', () => {
    const { exchanges, reported, tookMs } = caseOf('limits/the-failure-says-how-long');
    expect(exchanges.map(({ status }) => status)).toEqual([429, 429, 429]);
    const [first = 0, second = 0, third = 0] = exchanges.map(({ atMs }) => atMs);
    // Told to wait one second.
    expect(second - first).toBeGreaterThanOrEqual(5000);
    expect(third - second).toBeGreaterThanOrEqual(10_000);
    expect(tookMs).toBeGreaterThanOrEqual(35_000);
    expect(reported).toEqual({
      failure: {
        kind: 'other',
        message: 'Request failed after 3 retries due to 429 (rate limit) errors.',
      },
    });
    expect(printed).toContain('429 error encountered, retrying in 20 seconds...');
  });

  it('repeats nothing else', () => {
    for (const [id, status] of [
      ['outages/brokerage-down-for-a-moment', 503],
      ['broken/body-is-cut-once', 200],
    ] as const) {
      expect(caseOf(id).exchanges.map((exchange) => exchange.status)).toEqual([status]);
    }
  });

  it('raises nothing where JSON does not parse: the value is the text', () => {
    const { reported } = caseOf('broken/json-that-ends-early');
    const shown = reported !== undefined && 'value' in reported ? reported.value : '';
    expect(shown).toMatch(/^"\[\{\\"id\\"/);
  });

  it('is an adapter as well: what it prints on a 429 does not get between the messages', async () => {
    const command = `npx tsx ${resolve(import.meta.dirname, '../clients/real/snaptrade-sdk.adapter.ts')}`;
    const connected = await lineSession({
      suite: 'understudy',
      open: (events) => processChannel(command, events),
      restarts: true,
    });
    if (!connected.ok) throw new Error(connected.message);
    const { session } = connected;
    const verdicts: string[] = [];
    await runSuite({
      providers,
      session,
      by: 'adapter',
      run: ['snaptrade/limits/retry-after-from-a-proxy'],
      onEvent: (event) => {
        if (event.event === 'case') verdicts.push(event.verdict);
      },
    });
    await session.close();
    expect(verdicts).toEqual(['pass']);
  }, 120_000);

  it('has the secret of the user in the address of its error, and not in its message', async () => {
    const world = understudy.createWorld({ template: 'household' });
    const { baseUrl, credentials } = world.provider('snaptrade');
    world.arm({ provider: 'snaptrade', fault: 'unavailable' });
    const limits = { requestTimeoutMs: 5000, deadlineMs: 5000 };
    const { userId = '', userSecret = '' } = credentials;
    const error: unknown = await sdkFor({ baseUrl, credentials, limits })
      .accountInformation.listUserAccounts({ userId, userSecret })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SnaptradeError);
    const { url, message } = error as SnaptradeError;
    expect(userSecret).not.toBe('');
    expect(url).toContain(userSecret);
    expect(JSON.stringify(error)).toContain(userSecret);
    expect(message).not.toContain(userSecret);
  });
});

if (samplesOf('001') === undefined) {
  console.info('The seed pages are not beside this project (../shared/seeds): their samples are not judged.');
} else {
  const withPython = hasPython();
  if (!withPython) {
    console.info('python3 with the package "requests" is not here: the Python samples are not judged.');
  }
  describe('the sample loops of Redbark’s pages', () => {
    it.each(withPython ? (['JavaScript', 'Python'] as const) : (['JavaScript'] as const))(
      '%s fails what is listed, and nothing else',
      async (language) => {
        const judged = await judgedSamples(language);
        if (judged === undefined) throw new Error('The pages are gone.');
        expect(surprises(judged)).toEqual([]);
        expect(judged.end.counts.pass).toBeGreaterThan(30);
        // What the loops are there to show, they do.
        expect(trapsOfPaging(judged).map(({ verdict }) => verdict)).toEqual(Array(8).fill('pass'));
      },
      120_000,
    );
  });
}
