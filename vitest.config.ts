import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Examples import the package as its users do.
  resolve: { alias: { 'understudy-apis': new URL('./src/understudy.ts', import.meta.url).pathname } },
  test: {
    include: ['test/**/*.test.ts', 'examples/**/*.test.ts'],
    exclude: ['**/node_modules/**'],
    // With it every answer of every test is held against its contract: UNDERSTUDY_CHECK_ANSWERS=journal npm test
    setupFiles: process.env.UNDERSTUDY_CHECK_ANSWERS === 'journal' ? ['test/support/checked-answers.ts'] : [],
    // Two cores, and some tests start processes of their own.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
