/** The GitHub actions and the GitLab snippet, their scripts run as those services run them: with bash, line by line. */
import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { BUILT } from '../support/serve.ts';

const ROOT = resolve(import.meta.dirname, '../..');

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: {
    readonly steps: readonly [{ readonly run: string; readonly env: Readonly<Record<string, string>> }];
  };
}

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** A folder in which `npx understudy` is the command that was built. */
async function workplace(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'understudy-ci-'));
  const npx = join(folder, 'npx');
  await writeFile(
    npx,
    `#!/bin/sh\nwhile [ "$1" != understudy ]; do shift; done\nshift\nexec "${process.execPath}" "${BUILT}" "$@"\n`,
  );
  await chmod(npx, 0o755);
  await writeFile(join(folder, 'summary.md'), '');
  await writeFile(join(folder, 'env'), '');
  return folder;
}

function bash(script: string, folder: string, env: Readonly<Record<string, string>>): Promise<Ended> {
  return new Promise((done) => {
    const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
      cwd: folder,
      env: { ...process.env, PATH: `${folder}:${process.env.PATH}`, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (text) => (output += text));
    child.stderr.on('data', (text) => (output += text));
    // What it left running keeps the pipes open; its own end is what counts.
    child.once('exit', (code) => setTimeout(() => done({ code, output }), 100));
  });
}

/** Runs an action's script with its inputs, defaults filled in. */
async function act(name: string, folder: string, inputs: Readonly<Record<string, string>>): Promise<Ended> {
  const action = parse(await readFile(join(ROOT, `.github/actions/${name}/action.yml`), 'utf8')) as Action;
  const [{ run, env }] = action.runs.steps;
  const given = Object.fromEntries(
    Object.entries(env).map(([variable, text]) => {
      const [, input = ''] = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(text) ?? [];
      expect(Object.keys(action.inputs)).toContain(input);
      return [variable, inputs[input] ?? action.inputs[input]?.default ?? ''];
    }),
  );
  return bash(run, folder, {
    ...given,
    GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
    GITHUB_ENV: join(folder, 'env'),
  });
}

const ADAPTER = `node '${join(ROOT, 'test/verify/adapters/misbehaving.mjs')}'`;

describe('the action that judges', () => {
  it('plays an adapter, writes its reports and the summary, and passes', async () => {
    const folder = await workplace();
    const { code, output } = await act('verify', folder, {
      adapter: `${ADAPTER} honest`,
      run: 'redbark/connections/* redbark/categories/*',
    });
    expect(output).toContain('PASSED');
    expect(code).toBe(0);
    expect(await readFile(join(folder, 'summary.md'), 'utf8')).toContain('misbehaving');
    for (const name of ['junit.xml', 'matrix.html', 'badge.json', 'events.ndjson'])
      expect(await readFile(join(folder, 'understudy-reports', name), 'utf8')).not.toBe('');
  });

  it('fails its step when the client fails', async () => {
    const { code } = await act('verify', await workplace(), {
      adapter: `${ADAPTER} prints`,
      run: 'redbark/connections/*',
    });
    expect(code).toBe(1);
  });

  it('takes a command with quotes and dollars as it is', async () => {
    const { output } = await act('verify', await workplace(), { observe: `echo "it's $((6 * 7))"; exit 3` });
    expect(output).toContain("it's 42");
    expect(output.replaceAll(/\s+/g, ' ')).toContain('ended with exit code 3');
  });
});

describe('the action that serves', () => {
  it('leaves addresses and credentials to the steps behind it', async () => {
    const folder = await workplace();
    const port = '40917';
    const { code, output } = await act('serve', folder, { port });
    try {
      expect(output).toBe('');
      expect(code).toBe(0);
      const variables = Object.fromEntries(
        (await readFile(join(folder, 'env'), 'utf8'))
          .split('\n')
          .map((line) => line.split(/=(.*)/s).slice(0, 2)),
      ) as Record<string, string>;
      const answer = await fetch(`${variables.REDBARK_API_URL}/v1/connections`, {
        headers: { Authorization: `Bearer ${variables.REDBARK_API_KEY}` },
      });
      expect(answer.status).toBe(200);
    } finally {
      await bash(`pkill -f 'serve --port ${port}' || true`, folder, {});
    }
  });
});

describe('the snippets', () => {
  it('for GitHub uses the actions that are there, with inputs they have', async () => {
    const { jobs } = parse(await readFile(join(ROOT, 'examples/ci/github.yml'), 'utf8')) as {
      jobs: Record<string, { steps: { uses?: string; with?: Record<string, unknown> }[] }>;
    };
    const used = Object.values(jobs)
      .flatMap(({ steps }) => steps)
      .filter(({ uses }) => uses?.includes('/.github/actions/'));
    expect(used).toHaveLength(2);
    for (const { uses = '', with: given = {} } of used) {
      const name = /actions\/(\w+)@/.exec(uses)?.[1];
      const { inputs } = parse(
        await readFile(join(ROOT, `.github/actions/${name}/action.yml`), 'utf8'),
      ) as Action;
      expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(given)));
    }
  });

  it('for GitLab gives its tests what they need, and a verdict', async () => {
    const jobs = parse(await readFile(join(ROOT, 'examples/ci/gitlab-ci.yml'), 'utf8')) as Record<
      string,
      { script: string[] }
    >;
    const script = (job: string, ...changes: [string, string][]): string =>
      changes
        .reduce((text, [from, to]) => text.replaceAll(from, to), jobs[job]?.script.join('\n') ?? '')
        .replace('npm ci', 'true');
    const folder = await workplace();
    const port = '40918';
    const tests =
      'node -e "fetch(process.env.BREADBOX_URL + \'/health\').then((answer) => console.log(answer.status > 0))"';
    const served = await bash(
      `${script('integration', ['4010', port], ['npm test', tests])}\nkill %1`,
      folder,
      {},
    );
    expect(served.output).toContain('true');
    const judged = await bash(
      script(
        'verdict',
        ["'node adapter.js'", `"${ADAPTER} honest"`],
        ['redbark/**', 'redbark/connections/*'],
      ),
      folder,
      {},
    );
    expect(judged.output).toContain('PASSED');
    expect(judged.code).toBe(0);
  });
});
