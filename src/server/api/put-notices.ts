import { notices as noticesShape, writeMessage } from '#wire/api.ts';
import { putNotices as put } from '../services/keep-notices.ts';
import type { Writer } from '../store/writer.ts';
import { readBody } from './read-body.ts';
import { cbor, type Route } from './route.ts';
import type { Admit } from './visit.ts';

export const putNotices = (admit: Admit, writer: Writer, hosts: readonly string[]): Route => ({
	method: 'PUT',
	path: '/api/circles/:circle/notices',
	async handle(call) {
		const visit = await admit(call);
		await put(writer, hosts, visit, await readBody(call.req, noticesShape, { most: 8192 }));
		return cbor(writeMessage([]));
	}
});
