/**
 * Writes come from this origin's own pages, or from a program that is no browser. A session is a header and never a cookie, so
 * a foreign page has nothing to send along; this is the second lock.
 */
import type { IncomingMessage } from 'node:http';
import { Problem } from '../problem.ts';

/** @throws Problem not-yours */
export function checkOrigin(req: IncomingMessage, origin: string): void {
	if (req.method === 'GET') return;
	const from = req.headers.origin;
	const site = req.headers['sec-fetch-site'];
	if ((from === undefined || from === origin) && (site === undefined || site === 'same-origin')) return;
	throw new Problem('not-yours', { title: 'This was sent from another origin', remedy: `Open Kvar at ${origin}, or set KVAR_ORIGIN to where it is opened` });
}
