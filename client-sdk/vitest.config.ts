import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    testTimeout: 180_000,
    hookTimeout: 90_000,
    // Each file has servers of its own; more at once only take time from each other.
    maxWorkers: 2,
    // One way to clear up: what a test opened is closed when it ends.
    // The leak test looks at what is left after a collection.
    execArgv: ['--expose-gc'],
    restoreMocks: true,
  },
})
