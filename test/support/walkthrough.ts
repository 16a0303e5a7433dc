/** Pages that are run: `console` blocks with lines after `$ `, and what they print below. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Step {
  readonly command: string;
  /** What the page shows; `...` stands for anything. '' where it shows nothing. */
  readonly shown: string;
}

export function stepsOf(page: string): Step[] {
  const steps: { command: string; shown: string }[] = [];
  for (const [, block = ''] of page.matchAll(/^```console\n([\s\S]*?)^```$/gm)) {
    let inCommand = false;
    for (const line of block.split('\n').slice(0, -1)) {
      const last = steps.at(-1);
      if (line.startsWith('$ ')) {
        steps.push({ command: line.slice(2), shown: '' });
        inCommand = true;
      } else if (last === undefined) throw new Error(`The page shows output before any command: ${line}`);
      // A command goes on after a backslash, or within quotes.
      else if (inCommand && isOpen(last.command)) last.command += `\n${line}`;
      else {
        inCommand = false;
        last.shown += `${last.shown === '' ? '' : '\n'}${line}`;
      }
    }
  }
  return steps;
}

function isOpen(command: string): boolean {
  return command.endsWith('\\') || (command.match(/'/g) ?? []).length % 2 === 1;
}

/** Runs all commands in one shell, as a reader pastes them. @returns what each printed */
export async function runSteps(steps: readonly Step[], folder: string): Promise<string[]> {
  const mark = '=== understudy walkthrough ===';
  const script = steps.map(({ command }) => `${command}\necho; echo '${mark}'`).join('\n');
  const { stdout } = await run('bash', ['-c', script], { cwd: folder, maxBuffer: 64 * 1024 * 1024 });
  return stdout.split(`\n${mark}\n`).slice(0, -1);
}

/** Whether what was printed is what the page shows. */
export function looksLike(printed: string, shown: string): boolean {
  const parts = shown.split('...').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[\\s\\S]*')}$`).test(printed.replaceAll('\r', '').trim());
}
