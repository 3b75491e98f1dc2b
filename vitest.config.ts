import { defineConfig } from 'vitest/config';

/** One seed for every property, so that a red run in CI is the same run on a desk. */
export default defineConfig({
  test: {
    include: ['{models,src,chaos,reports,properties,bench}/**/*.{test,property}.ts'],
    testTimeout: 60_000,
    reporters: ['default'],
  },
});
