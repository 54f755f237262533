import { writeMessage } from '#wire/api.ts';
import type { FileReceiver } from '../services/receive-files.ts';
import { cbor, fileOf, type Route } from './route.ts';
import type { Admit } from './visit.ts';

export const readParts = (admit: Admit, files: FileReceiver): Route => ({
	method: 'GET',
	path: '/api/circles/:circle/files/:file/parts',
	async handle(call) {
		const file = fileOf(call);
		return cbor(writeMessage(files.state(await admit(call), file)));
	}
});
