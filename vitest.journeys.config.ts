import { defineConfig } from 'vitest/config'

/** Browser journeys: a real server, a real Chromium, one after another. */
export default defineConfig({
  test: {
    include: ['test/journeys/**/*.journey.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    fileParallelism: false,
    maxWorkers: 1,
  },
})
