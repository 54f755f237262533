import { login, writeMessage } from '#wire/api.ts';
import type { sessionOpener } from '../services/open-session.ts';
import { readBody } from './read-body.ts';
import { cbor, type Route } from './route.ts';

export const openSession = (open: ReturnType<typeof sessionOpener>): Route => ({
	method: 'POST',
	path: '/api/sessions',
	async handle({ req, address }) {
		const { token, circleId } = await open(await readBody(req, login, { most: 1024 }), address);
		return cbor(writeMessage([token, circleId]));
	}
});
