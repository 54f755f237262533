import { defineConfig } from 'vite';

/**
 * The program `kvar` as one set of files, build/program/kvar.js: a start then reads a few files and not some hundreds, and takes
 * three quarters of the time and 10 MiB less (decision 12). From sources it is the same: src/cli/kvar.ts.
 */
export default defineConfig({
	// Everything but Node's own modules is put in; what is not asked for at once stays a file of its own.
	ssr: { noExternal: true },
	build: {
		ssr: true,
		target: 'node24',
		outDir: 'build/program',
		rollupOptions: {
			input: { kvar: 'src/cli/kvar.ts', 'writer-worker': 'src/server/store/writer-worker.ts' },
			output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' }
		}
	}
});
