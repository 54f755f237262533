/** Headers of every page and file, before SvelteKit adds its own (the content policy stands in vite.config.ts). */
import type { ServerResponse } from 'node:http';

const always: Readonly<Record<string, string>> = {
	'x-content-type-options': 'nosniff',
	'x-frame-options': 'DENY',
	'referrer-policy': 'no-referrer',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
	// Camera and microphone: for recording in our own pages, which a browser asks about.
	'permissions-policy': 'browsing-topics=(), camera=(self), geolocation=(), microphone=(self), payment=(), usb=()'
};

export function setPageHeaders(res: ServerResponse, origin: string): void {
	for (const [name, value] of Object.entries(always)) res.setHeader(name, value);
	if (origin.startsWith('https:')) res.setHeader('strict-transport-security', 'max-age=31536000');
}
