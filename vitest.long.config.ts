import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

/** What takes minutes: crashes, many writers, large circles. One file at a time, so that none starves another. */
export default defineConfig({
	plugins: [sveltekit()],
	test: {
		include: ['test/long/**/*.long.ts'],
		environment: 'node',
		fileParallelism: false,
		testTimeout: 20 * 60_000,
		hookTimeout: 5 * 60_000
	}
});
