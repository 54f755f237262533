/** Whatever an endpoint gives or throws becomes an answer, with the same headers on each. */
import type { ServerResponse } from 'node:http';
import { Problem } from '../problem.ts';
import type { Answer } from './route.ts';

/** For every answer of the API: nothing is kept, guessed at, framed or read by another origin. */
export const safeHeaders = {
	'cache-control': 'no-store',
	'x-content-type-options': 'nosniff',
	'cross-origin-resource-policy': 'same-origin',
	'referrer-policy': 'no-referrer',
	'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
	'x-frame-options': 'DENY'
};
const safeList = Object.entries(safeHeaders).flat();

export function answerWith(res: ServerResponse, answer: Answer): void {
	if (answer === 'streamed') return;
	const body = typeof answer.body === 'string' ? Buffer.from(answer.body) : answer.body;
	res.writeHead(200, [...safeList, 'content-type', answer.type, 'content-length', String(body.length)]);
	// A short body as latin1, byte for byte: Node then writes it and the head at once, and not as two pieces.
	if (body.length <= 256) res.end(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1'), 'latin1');
	else res.end(body);
}

/** `onUnknown` hears of an error nobody foresaw; the network hears `internal` and nothing else. */
export function toProblem(error: unknown, onUnknown: (error: unknown) => void): Problem {
	if (error instanceof Problem) return error;
	onUnknown(error);
	return new Problem('internal');
}

export function answerProblem(res: ServerResponse, problem: Problem): void {
	if (res.headersSent) return void res.destroy();
	const body = JSON.stringify(problem.toDocument());
	const headers = [...safeList, 'content-type', 'application/problem+json', 'content-length', String(Buffer.byteLength(body))];
	if (problem.code === 'too-many') headers.push('retry-after', String(problem.details.retryAfter ?? 1));
	if (problem.code === 'no-session') headers.push('www-authenticate', 'Kvar');
	// What is left of a body nobody wants is not read to its end.
	if (!res.req.complete) headers.push('connection', 'close');
	res.writeHead(problem.status, headers);
	res.end(body);
}
