import { looking as lookingShape, writeMessage } from '#wire/api.ts';
import { setLooking } from '../services/keep-notices.ts';
import type { Reader } from '../store/reader.ts';
import type { Writer } from '../store/writer.ts';
import { readBody } from './read-body.ts';
import { cbor, type Route } from './route.ts';
import type { Admit } from './visit.ts';

export const putLooking = (admit: Admit, reader: Reader, writer: Writer): Route => ({
	method: 'PUT',
	path: '/api/circles/:circle/looking',
	async handle(call) {
		const visit = await admit(call);
		const [looking] = await readBody(call.req, lookingShape, { most: 64 });
		await setLooking(reader, writer, visit, looking);
		return cbor(writeMessage([]));
	}
});
