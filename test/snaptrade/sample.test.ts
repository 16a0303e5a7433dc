/** The line a person pastes after start-up: run by a shell, as they would. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { snaptrade } from '../../mocks/snaptrade/provider.ts';
import { type Simulator, startSimulator } from '../../src/engine/simulator.ts';
import { missingTools } from '../support/tools.ts';

const missing = missingTools('sh', 'curl', 'openssl', 'base64');

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ providers: [snaptrade], port: 0 });
});
afterAll(async () => {
  await simulator.close();
});

describe('the sample command', () => {
  it('names the accounts of the ready user and signs at the moment it is run', () => {
    const sample = simulator.world().samples().snaptrade;
    expect(sample).toContain('$(date +%s)');
    expect(sample).toContain('/snaptrade/accounts?');
  });

  it.runIf(missing.length === 0)('works when pasted', async () => {
    for (const world of [simulator.world(), simulator.createWorld({ clock: 'frozen' })]) {
      const line = world.samples().snaptrade ?? '';
      const { stdout } = await promisify(execFile)('sh', ['-c', line]);
      expect(JSON.parse(stdout)).toHaveLength(4);
    }
  });
});
