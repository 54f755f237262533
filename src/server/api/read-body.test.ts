import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { writeMessage } from '#wire/api.ts';
import { Problem } from '../problem.ts';
import { readBody } from './read-body.ts';

const shape = v.strictTuple([v.number()]);
const codeOf = (error: unknown): string => (error instanceof Problem ? error.code : String(error));

/** What `readBody` makes of a request whose head and parts arrive one by one, and whose connection is then closed. */
async function reads(head: string[], parts: Uint8Array[]): Promise<unknown> {
	const { promise, resolve } = Promise.withResolvers<unknown>();
	const server = createServer((req, res) => {
		readBody(req, shape, { most: 16 }).then(resolve, (error: unknown) => resolve(codeOf(error)));
		void promise.then(() => res.end());
	}).listen(0, '127.0.0.1');
	await new Promise((listening) => server.once('listening', listening));
	const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
	socket.on('error', () => undefined);
	const lines = ['POST / HTTP/1.1', 'host: kvar.test', 'content-type: application/cbor', ...head];
	for (const part of [Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), ...parts]) {
		socket.write(part);
		// Each arrives by itself.
		await new Promise((next) => setTimeout(next, 20));
	}
	socket.destroy();
	const read = await promise;
	server.closeAllConnections();
	server.close();
	return read;
}

const message = writeMessage([70_000]);

test('a body is read, whether it comes at once or in pieces', async () => {
	const head = [`content-length: ${message.length}`];
	expect(await reads(head, [message])).toEqual([70_000]);
	expect(await reads(head, [message.slice(0, 2), message.slice(2, 3), message.slice(3)])).toEqual([70_000]);
});

test('a body that is cut off is told from one that is whole', async () => {
	expect(await reads([`content-length: ${message.length + 1}`], [message])).toBe('malformed');
	expect(await reads(['content-length: 5'], [])).toBe('malformed');
});

test('a body that is too long is refused, by what it says of itself or by what comes', async () => {
	expect(await reads(['content-length: 17'], [])).toBe('too-large');
	const piece = Buffer.from(`9\r\n${'a'.repeat(9)}\r\n`);
	expect(await reads(['transfer-encoding: chunked'], [piece, piece])).toBe('too-large');
});

test('other bytes than the message agreed on are refused', async () => {
	expect(await reads(['content-length: 3'], [Buffer.from('abc')])).toBe('malformed');
	expect(await reads(['content-length: 0'], [])).toBe('malformed');
});
