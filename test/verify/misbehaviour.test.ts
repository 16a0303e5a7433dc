/** What an adapter does wrong is told as the client's, with a clear line, and never as the harness's own failure. */
import { describe, expect, it } from 'vitest';
import type { CaseEnded } from '../../src/verify/events.ts';
import { connect, runAdapterProgram } from './support.ts';

const CASES = ['redbark/connections/every-status-is-shown', 'redbark/connections/nulls-and-odd-names'];

const adapter = (mode: string): string =>
  `node ${JSON.stringify(`${import.meta.dirname}/adapters/misbehaving.mjs`)} ${mode}`;

/** The first of two cases goes wrong in the adapter's way; the second has to be judged as if nothing had been. */
async function played(
  mode: string,
): Promise<{ wrong: CaseEnded; next: CaseEnded; problems: readonly string[] }> {
  const { cases, ended } = await runAdapterProgram(adapter(mode), { run: CASES, jobs: 1, patienceMs: 6000 });
  const [wrong, next] = cases;
  if (wrong === undefined || next === undefined) throw new Error('Two cases were to be played.');
  expect(ended.exitCode).toBe(1);
  expect(ended.counts.error).toBe(0);
  return { wrong, next, problems: ended.problems };
}

function told({ findings }: CaseEnded): string {
  return findings.map(({ about, message }) => `${about}: ${message}`).join('\n');
}

describe('an adapter that', () => {
  it('is honest passes', async () => {
    const { cases, ended } = await runAdapterProgram(adapter('honest'), { run: CASES });
    expect(cases.map(({ verdict }) => verdict)).toEqual(['pass', 'pass']);
    expect(ended.exitCode).toBe(0);
  });

  it('hangs is stopped by the time limit and started again', async () => {
    const { wrong, next } = await played('hangs');
    expect(wrong.verdict).toBe('fail');
    expect(told(wrong)).toContain('protocol: It gave no answer within 6 s.');
    // A new process plays its own first case: it hangs again, and is told of again.
    expect(told(next)).toContain('protocol: It gave no answer within 6 s.');
  });

  it('floods is stopped', async () => {
    const { wrong } = await played('floods');
    expect(wrong.verdict).toBe('fail');
    expect(told(wrong)).toContain('protocol: It sent more than 67108864 bytes in one case, and was stopped.');
  }, 60_000);

  it('runs away is stopped, and told so once', async () => {
    const { cases } = await runAdapterProgram(adapter('runs-away'), {
      run: CASES.slice(0, 1),
      patienceMs: 25_000,
    });
    const protocol = cases[0]?.findings.filter(({ about }) => about === 'protocol') ?? [];
    expect(protocol.map(({ message }) => message)).toEqual(['It ran away: 500 requests and no answer.']);
  });

  it('sends a line without end is told the longest there may be', async () => {
    const { wrong, next } = await played('long-line');
    expect(told(wrong)).toContain('protocol: It sent a line of more than 16777216 bytes.');
    expect(next.verdict).toBe('pass');
  });

  it('dies is started again, and what it said last is shown', async () => {
    const { wrong } = await played('dies');
    expect(wrong.verdict).toBe('fail');
    expect(told(wrong)).toContain('protocol: The adapter ended in the middle of the case, with exit code 9.');
    expect(wrong.adapter.map(({ text }) => text)).toContain('Segmentation fault, says the client');
  });

  it('answers twice is told so', async () => {
    const { wrong, next, problems } = await played('answers-twice');
    // Right behind the first it is part of the case; later it can only be told of the run.
    expect(`${told(wrong)}\n${problems.join('\n')}`).toMatch(
      /It answered a second time\.|sent a result for redbark\/connections\/every-status-is-shown after that case had ended/,
    );
    expect(next.verdict).toBe('pass');
  });

  it('answers the number of another case is told so', async () => {
    const { wrong } = await played('another-number');
    expect(wrong.verdict).toBe('fail');
    expect(told(wrong)).toMatch(
      /protocol: It sent a result for case number \d+, and there is no such case\./,
    );
  });

  it('prints text on stdout fails, however right its answer is', async () => {
    const { wrong, next } = await played('prints');
    expect(wrong.verdict).toBe('fail');
    expect(told(wrong)).toContain('It printed on stdout what is no message: "fetching connections".');
    expect(next.verdict).toBe('pass');
  });

  it('sends half a message fails', async () => {
    const { wrong } = await played('half-a-message');
    expect(told(wrong)).toContain('It printed on stdout what is no message');
  });

  it('reports a failure of no kind is told which kinds there are', async () => {
    const { wrong, next } = await played('odd-failure');
    expect(told(wrong)).toMatch(/protocol: Its result is not one: .*kind.*rate-limited, unavailable/);
    expect(next.verdict).toBe('pass');
  });

  it('sends a sleep without having said that it can is told so', async () => {
    const { wrong } = await played('sleeps');
    expect(told(wrong)).toContain('It sent a sleep without the capability `clock`.');
  });

  it('prints a secret is told so, and the secret is shown nowhere', async () => {
    const { wrong } = await played('leaks');
    expect(told(wrong)).toContain('wire: A secret stands in what it prints on stderr.');
    expect(JSON.stringify(wrong)).not.toMatch(/rbk_live_[0-9a-f]{8}/);
    expect(JSON.stringify(wrong.adapter)).toContain('***');
  });

  it('goes on asking after its answer is told so', async () => {
    const { wrong, problems } = await played('goes-on-asking');
    expect(`${told(wrong)}\n${problems.join('\n')}`).toMatch(
      /The client had answered, and sent 1 more\.|After its answer to redbark\/connections\/every-status-is-shown the client sent 1 more/,
    );
  });
});

describe('there is no client to judge if the adapter', () => {
  it('ends before it says hello', async () => {
    expect(await connect(adapter('dies-at-once'))).toMatchObject({
      ok: false,
      whose: 'client',
      message: 'it ended with exit code 3 before it said hello',
    });
  });

  it('says no hello', async () => {
    expect(await connect(adapter('no-hello'), 1500)).toMatchObject({
      ok: false,
      whose: 'client',
      message: 'it said no hello within 1.5 s',
    });
  });

  it('says a hello that is none', async () => {
    const connected = await connect(adapter('odd-hello'));
    expect(connected).toMatchObject({ ok: false, whose: 'client' });
    expect(connected.ok ? '' : connected.message).toMatch(
      /Its hello is not one: \/capabilities\/0 .*clock, parallel/,
    );
  });

  it('does not exist: what was typed is wrong', async () => {
    expect(await connect('no-such-program-anywhere')).toMatchObject({ ok: false, whose: 'usage' });
  });
});

it('what is printed before the hello is no message, and does no harm', async () => {
  const { cases } = await runAdapterProgram(adapter('prints-before-hello'), { run: CASES });
  expect(cases.map(({ verdict }) => verdict)).toEqual(['pass', 'pass']);
});
