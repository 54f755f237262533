import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { kvarApi } from './src/server/vite-plugin.ts';

/** The inline first script of src/app.html must be allowed by its hash: the policy knows no 'unsafe-inline'. */
function hashOfFirstScript(): `sha256-${string}` {
	const html = readFileSync(new URL('src/app.html', import.meta.url), 'utf8');
	const script = /<script>([\s\S]*?)<\/script>/.exec(html)?.[1];
	if (script === undefined) throw new Error('src/app.html has lost its first script');
	return `sha256-${createHash('sha256').update(script).digest('base64')}`;
}

const version = (JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as { version: string }).version;

export default defineConfig({
	plugins: [
		kvarApi(),
		sveltekit({
			adapter: adapter({ precompress: true }),
			csp: {
				mode: 'hash',
				directives: {
					'default-src': ['none'],
					'script-src': ['self', hashOfFirstScript()],
					'style-src': ['self'],
					'img-src': ['self', 'blob:', 'data:'],
					'font-src': ['self'],
					'connect-src': ['self'],
					'media-src': ['self', 'blob:'],
					'manifest-src': ['self'],
					'worker-src': ['self'],
					'base-uri': ['none'],
					'form-action': ['self'],
					'frame-ancestors': ['none'],
					'require-trusted-types-for': ['script'],
					'trusted-types': ['svelte-trusted-html', 'sveltekit-trusted-url', 'kvar-worker']
				}
			},
			// A name of our own, not the time of the build: the client must come out the same from the same source.
			version: { name: version }
		})
	],
	worker: { format: 'es' },
	build: { target: 'es2024' }
});
