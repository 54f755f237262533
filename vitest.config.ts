import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** As many files at once as there are processors: Vitest itself leaves one of them out. */
export default defineConfig({
	test: { include: ['src/**/*.test.ts', 'test/**/*.test.ts'], environment: 'node', testTimeout: 30_000, maxWorkers: availableParallelism() }
});
