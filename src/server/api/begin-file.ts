import { fileBegin, maxParts, writeMessage } from '#wire/api.ts';
import type { FileReceiver } from '../services/receive-files.ts';
import { readBody } from './read-body.ts';
import { cbor, fileOf, type Route } from './route.ts';
import type { Admit } from './visit.ts';

export const beginFile = (admit: Admit, files: FileReceiver): Route => ({
	method: 'POST',
	path: '/api/circles/:circle/files/:file',
	async handle(call) {
		const file = fileOf(call);
		const visit = await admit(call);
		const [size, digests] = await readBody(call.req, fileBegin, { most: maxParts * 32 + 64 });
		return cbor(writeMessage(await files.begin(visit, file, size, digests)));
	}
});
