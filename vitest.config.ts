import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Tests of data and answers: they keep nothing outside the worlds they make, so files share a process, and what all of
 * them import is read once. Everything else, tests of memory and processes above all, has one for each file.
 */
const TOGETHER = [
  'test/{breadbox,control,engine,faults,fivetran,ledger,limits,pipelines}/**/*.test.ts',
  'test/{provider,redbark,scenarios,snaptrade,webhooks}/**/*.test.ts',
];
const ALONE = [
  'test/faults/lifetimes.test.ts',
  'test/ledger/size.test.ts',
  'test/snaptrade/faults-sdk.test.ts',
];

/** Minutes long though the files are small: begun last, one of them would go on alone while a core has nothing to do. */
const LONG = ['prism/snaptrade', 'soak/soak', 'examples/adapters', 'verify/reference', 'verify/real-clients'];

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification): boolean =>
      LONG.some((name) => moduleId.endsWith(`test/${name}.test.ts`));
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  // Examples import the package as its users do.
  resolve: { alias: { 'understudy-apis': new URL('./src/understudy.ts', import.meta.url).pathname } },
  test: {
    // With it every answer of every test is held against its contract: UNDERSTUDY_CHECK_ANSWERS=journal npm test
    setupFiles: process.env.UNDERSTUDY_CHECK_ANSWERS === 'journal' ? ['test/support/checked-answers.ts'] : [],
    // For two cores: many tests wait, for clocks, browsers and processes of their own.
    maxWorkers: 3,
    sequence: { sequencer: LongFirst },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: { name: 'together', include: TOGETHER, exclude: ALONE, isolate: false },
      },
      {
        extends: true,
        test: {
          name: 'apart',
          include: ['test/**/*.test.ts', 'examples/**/*.test.ts'],
          exclude: ['**/node_modules/**', ...TOGETHER],
        },
      },
      { extends: true, test: { name: 'alone', include: ALONE } },
    ],
  },
});
