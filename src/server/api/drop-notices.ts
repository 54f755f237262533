import { writeMessage } from '#wire/api.ts';
import { dropNotices as drop } from '../services/keep-notices.ts';
import type { Writer } from '../store/writer.ts';
import { cbor, type Route } from './route.ts';
import type { Admit } from './visit.ts';

export const dropNotices = (admit: Admit, writer: Writer): Route => ({
	method: 'DELETE',
	path: '/api/circles/:circle/notices',
	async handle(call) {
		await drop(writer, await admit(call));
		return cbor(writeMessage([]));
	}
});
