import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**', 'test/peers/**', 'node_modules/**'],
    env: { TZ: 'UTC' },
    setupFiles: ['test/seed.ts'],
    testTimeout: 20_000,
    restoreMocks: true,
  },
});
