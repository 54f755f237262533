import { writeMessage } from '#wire/api.ts';
import type { FileReceiver } from '../services/receive-files.ts';
import { cbor, fileOf, type Route } from './route.ts';
import type { Admit } from './visit.ts';

export const dropFile = (admit: Admit, files: FileReceiver): Route => ({
	method: 'DELETE',
	path: '/api/circles/:circle/files/:file',
	async handle(call) {
		const file = fileOf(call);
		await files.drop(await admit(call), file);
		return cbor(writeMessage([]));
	}
});
