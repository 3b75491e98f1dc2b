import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  test: {
    include: ['{models,src,chaos,reports,properties,bench}/**/*.{test,property}.ts'],
    testTimeout: 120_000,
    // Files share the modules of their worker: these are pure, and loading them anew cost more than most tests.
    isolate: false,
    maxWorkers: 2,
  },
});

export default config;
