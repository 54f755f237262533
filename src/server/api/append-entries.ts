import { append as appendShape, writeMessage } from '#wire/api.ts';
import type { entryAppender } from '../services/append-entries.ts';
import { readBody } from './read-body.ts';
import { ringOf } from './ring-of.ts';
import { cbor, type Route } from './route.ts';
import type { Admit } from './visit.ts';

export const appendEntries = (admit: Admit, append: ReturnType<typeof entryAppender>): Route => ({
	method: 'POST',
	path: '/api/circles/:circle/rings/:ring/entries',
	async handle(call) {
		const ring = ringOf(call);
		const visit = await admit(call);
		const entries = await readBody(call.req, appendShape, { views: true });
		return cbor(writeMessage([await append(visit, ring, entries)]));
	}
});
