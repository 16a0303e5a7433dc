import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const FIXTURE = fileURLToPath(new URL('ticks.fixture.mjs', import.meta.url));

/** V8's own account of what it knows of `process.nextTick`, after collections that met no waiting tick. */
function account(): string {
  const file = join(mkdtempSync(join(tmpdir(), 'understudy-')), 'account.txt');
  // Into a file: V8 does not wait for a pipe that is full, and what it could not write is lost.
  const out = openSync(file, 'w');
  const flags = ['--allow-natives-syntax', '--expose-gc', '--import', 'tsx'];
  execFileSync(process.execPath, [...flags, FIXTURE], { stdio: ['ignore', out, 'inherit'] });
  closeSync(out);
  return readFileSync(file, 'latin1');
}

describe('ticks', () => {
  it('stay on the fast path, whenever memory is collected', () => {
    const known = account();
    expect(known).toContain('DefineKeyedOwnPropertyInLiteral MONOMORPHIC');
    expect(known).not.toContain('DefineKeyedOwnPropertyInLiteral MEGAMORPHIC');
  });
});
