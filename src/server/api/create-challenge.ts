import * as v from 'valibot';
import { writeMessage } from '#wire/api.ts';
import type { Challenges } from '../services/keep-challenges.ts';
import { readBody } from './read-body.ts';
import { cbor, type Route } from './route.ts';

export const createChallenge = (challenges: Challenges): Route => ({
	method: 'POST',
	path: '/api/challenges',
	async handle({ req }) {
		await readBody(req, v.strictTuple([]), { most: 16 });
		return cbor(writeMessage([challenges.create()]));
	}
});
