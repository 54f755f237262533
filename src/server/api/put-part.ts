import { maxParts, writeMessage } from '#wire/api.ts';
import { Problem } from '../problem.ts';
import type { FileReceiver } from '../services/receive-files.ts';
import { cbor, fileOf, numberOf, type Route } from './route.ts';
import type { Admit } from './visit.ts';

export const putPart = (admit: Admit, files: FileReceiver): Route => ({
	method: 'PUT',
	path: '/api/circles/:circle/files/:file/parts/:part',
	async handle(call) {
		const file = fileOf(call);
		const part = /^\d{1,5}$/.test(call.params.part ?? '') ? Number(call.params.part) : Infinity;
		if (part >= maxParts) throw new Problem('malformed', { title: 'A part is a number from 0' });
		if (call.req.headers['content-type'] !== 'application/octet-stream')
			throw new Problem('malformed', { title: 'Bytes of a part are sent as application/octet-stream' });
		const at = numberOf(call, 'at', 0);
		const visit = await admit(call);
		return cbor(writeMessage(await files.receive(visit, file, part, at, call.req)));
	}
});
