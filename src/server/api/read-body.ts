/** A request's body, whole, within limits. */
import type { IncomingMessage } from 'node:http';
import type * as v from 'valibot';
import { readMessage } from '#wire/api.ts';
import { MalformedCbor } from '#wire/cbor.ts';
import { Problem } from '../problem.ts';

/** Most bytes of a body: an append of 200 entries of a moderate size, or an epoch for 2,000 people. */
const mostBody = 8 * 1024 * 1024;

/** @param views byte strings are views into the body, for what is not kept. @throws Problem too-large, malformed */
export async function readBody<S extends v.GenericSchema>(req: IncomingMessage, shape: S, { most = mostBody, views = false } = {}): Promise<v.InferOutput<S>> {
	if (req.headers['content-type'] !== 'application/cbor') throw new Problem('malformed', { title: 'A body is sent as application/cbor' });
	const bytes = await collect(req, most);
	try {
		return readMessage(shape, bytes, { views });
	} catch (error) {
		if (error instanceof MalformedCbor) throw new Problem('malformed');
		throw error;
	}
}

function collect(req: IncomingMessage, most: number): Promise<Uint8Array> {
	const announced = req.headers['content-length'] === undefined ? null : Number(req.headers['content-length']);
	if (announced !== null && announced > most) throw new Problem('too-large');
	const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
	const chunks: Buffer[] = [];
	let size = 0;
	req.on('data', (chunk: Buffer) => {
		size += chunk.length;
		if (size > most) reject(new Problem('too-large'));
		else chunks.push(chunk);
	});
	req.on('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
	req.on('close', () => {
		if (!req.complete) reject(new Problem('malformed', { title: 'The request was cut off' }));
	});
	return promise;
}
