import { erasures, writeMessage } from '#wire/api.ts';
import { eraseBodies as erase } from '../services/erase-bodies.ts';
import type { Blobs } from '../blobs/disk.ts';
import type { Writer } from '../store/writer.ts';
import { readBody } from './read-body.ts';
import { ringOf } from './ring-of.ts';
import { cbor, type Route } from './route.ts';
import type { Admit } from './visit.ts';

export const eraseBodies = (admit: Admit, writer: Writer, blobs: Blobs): Route => ({
	method: 'POST',
	path: '/api/circles/:circle/rings/:ring/erasures',
	async handle(call) {
		const ring = ringOf(call);
		const visit = await admit(call);
		const [entryIds] = await readBody(call.req, erasures);
		await erase(writer, blobs, visit, ring, entryIds);
		return cbor(writeMessage([]));
	}
});
