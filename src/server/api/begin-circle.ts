import { controlAppend, writeMessage } from '#wire/api.ts';
import type { circleBeginner } from '../services/begin-circle.ts';
import { readBody } from './read-body.ts';
import { cbor, type Route } from './route.ts';

export const beginCircle = (begin: ReturnType<typeof circleBeginner>): Route => ({
	method: 'POST',
	path: '/api/circles',
	async handle({ req, address }) {
		const [entries] = await readBody(req, controlAppend, { most: 64 * 1024 });
		return cbor(writeMessage([await begin(entries, address)]));
	}
});
