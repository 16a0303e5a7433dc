/**
 * `understudy-apis/vitest`: every case of the contract suite as a test of vitest.
 *
 * @example
 * import { conformanceTests } from 'understudy-apis/vitest';
 * import { client } from './client.ts'; // defineClient({ ... })
 *
 * conformanceTests(client, { run: ['redbark/**'] });
 */
import { afterAll, beforeAll, describe, it } from 'vitest';
import { providers } from './understudy.ts';
import {
  type ConformanceOptions,
  registerConformanceTests,
  type TestFramework,
} from './verify/conformance-tests.ts';
import type { ClientDefinition } from './verify/define-client.ts';

export type { ConformanceOptions } from './verify/conformance-tests.ts';

/** Registers one test a case, for the jobs that the client can do. A failing one shows rule, expectation and exchanges. */
export function conformanceTests(client: ClientDefinition, options: ConformanceOptions = {}): void {
  registerConformanceTests(
    { describe, it, beforeAll, afterAll } as unknown as TestFramework,
    providers,
    client,
    options,
  );
}
