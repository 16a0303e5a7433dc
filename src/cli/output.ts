/** How the commands speak: results on stdout, everything else on stderr, and one way to fail. */
import pc from 'picocolors';

/** Exit codes of every verb (design, section 6). */
export const EXIT = { ok: 0, verdict: 1, usage: 2, harness: 3 } as const;

/** Whoever reads our output may stop (`serve --json | head -1`); that is no reason to die. */
export function outliveReaders(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Says what went wrong and ends the process with `EXIT.usage`. */
export function fail(message: string): never {
  process.stderr.write(`${pc.red('understudy:')} ${message}\n`);
  process.exit(EXIT.usage);
}
