import { readCursor } from '#wire/live-event.ts';
import type { Hub } from '../live/hub.ts';
import { Problem } from '../problem.ts';
import { safeHeaders } from './answer.ts';
import type { Answer, Route } from './route.ts';
import type { Admit } from './visit.ts';

export const followLive = (admit: Admit, hub: Hub): Route => ({
	method: 'GET',
	path: '/api/circles/:circle/live',
	async handle(call): Promise<Answer> {
		const visit = await admit(call);
		const header = call.req.headers['last-event-id'];
		const text = (typeof header === 'string' && header !== '' ? header : null) ?? call.query.get('cursor');
		const cursor = text === null ? null : readCursor(text);
		if (text !== null && cursor === null) throw new Problem('malformed', { title: 'The cursor is not of the form agreed on' });
		// Gone while it was being admitted: there is nobody to follow, and nothing that would ever end the following.
		if (call.res.socket === null) return 'streamed';
		for (const [name, value] of Object.entries(safeHeaders)) call.res.setHeader(name, value);
		hub.follow(visit, cursor, call.res);
		return 'streamed';
	}
});
