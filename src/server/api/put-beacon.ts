import { beacon as beaconShape, writeMessage } from '#wire/api.ts';
import { putBeacon as put } from '../services/keep-beacons.ts';
import type { Writer } from '../store/writer.ts';
import { readBody } from './read-body.ts';
import { ringOf } from './ring-of.ts';
import { cbor, type Route } from './route.ts';
import type { Admit } from './visit.ts';

export const putBeacon = (admit: Admit, writer: Writer): Route => ({
	method: 'PUT',
	path: '/api/circles/:circle/rings/:ring/beacon',
	async handle(call) {
		const ring = ringOf(call);
		const visit = await admit(call);
		const [beacon] = await readBody(call.req, beaconShape, { most: 4096 });
		await put(writer, visit, ring, beacon);
		return cbor(writeMessage([]));
	}
});
