import { defineConfig } from 'vitest/config';

/** Compares with the real Python packages; test/peers/requirements.txt says which. */
export default defineConfig({
  test: {
    include: ['test/peers/**/*.test.ts'],
    env: { TZ: 'UTC' },
    testTimeout: 30_000,
    // The first import of the peers alone takes many seconds.
    hookTimeout: 180_000,
    fileParallelism: false,
  },
});
