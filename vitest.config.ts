import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  test: {
    include: ['{models,src,chaos,reports,properties,bench}/**/*.{test,property}.ts'],
    testTimeout: 60_000,
  },
});

export default config;
