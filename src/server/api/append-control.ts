import { controlAppend, writeMessage } from '#wire/api.ts';
import type { controlAppender } from '../services/append-control.ts';
import { readBody } from './read-body.ts';
import { cbor, type Route } from './route.ts';
import type { Admit } from './visit.ts';

export const appendControl = (admit: Admit, append: ReturnType<typeof controlAppender>): Route => ({
	method: 'POST',
	path: '/api/circles/:circle/control',
	async handle(call) {
		const visit = await admit(call);
		const [entries] = await readBody(call.req, controlAppend);
		return cbor(writeMessage([await append(visit, entries)]));
	}
});
