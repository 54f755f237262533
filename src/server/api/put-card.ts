import { card as cardShape, writeMessage } from '#wire/api.ts';
import { putCard as put } from '../services/keep-card.ts';
import type { Writer } from '../store/writer.ts';
import { readBody } from './read-body.ts';
import { cbor, inviteOf, type Route } from './route.ts';
import type { Admit } from './visit.ts';

export const putCard = (admit: Admit, writer: Writer, quota: number): Route => ({
	method: 'PUT',
	path: '/api/circles/:circle/cards/:invite',
	async handle(call) {
		const visit = await admit(call);
		const [card] = await readBody(call.req, cardShape, { most: 16 * 1024 });
		await put(writer, quota, visit, inviteOf(call), card);
		return cbor(writeMessage([]));
	}
});
