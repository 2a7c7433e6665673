import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    env: { TZ: 'UTC' },
    testTimeout: 12_000,
    hookTimeout: 60_000,
    // One Chromium at a time: pages that share two cores answer late and tests become guesses.
    fileParallelism: false,
  },
});
