import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const FIXTURE = fileURLToPath(new URL('ticks.fixture.mjs', import.meta.url));
const SLOW = 'DefineKeyedOwnPropertyInLiteral MEGAMORPHIC';

/** V8's own account of what it knows of `process.nextTick`, after collections that met no waiting tick. */
function accountOf(mode: 'kept'): string {
  const flags = ['--allow-natives-syntax', '--expose-gc', '--import', 'tsx'];
  return execFileSync(process.execPath, [...flags, FIXTURE, mode], { encoding: 'latin1' });
}

describe('ticks', () => {
  it('stay on the fast path, whenever memory is collected', () => {
    const account = accountOf('kept');
    expect(account).toContain('DebugPrint');
    expect(account).not.toContain(SLOW);
  });
});
