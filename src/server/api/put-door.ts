import { door as doorShape, writeMessage } from '#wire/api.ts';
import { putDoor as put } from '../services/keep-doors.ts';
import type { Writer } from '../store/writer.ts';
import { readBody } from './read-body.ts';
import { cbor, doorOf, type Route } from './route.ts';
import type { Admit } from './visit.ts';

export const putDoor = (admit: Admit, writer: Writer): Route => ({
	method: 'PUT',
	path: '/api/circles/:circle/doors/:door',
	async handle(call) {
		const visit = await admit(call);
		const [sealed] = await readBody(call.req, doorShape, { most: 4096 });
		await put(writer, visit, doorOf(call), sealed);
		return cbor(writeMessage([]));
	}
});
