/** A server that has something signed by way of the login: what it gets by that holds as nothing else, and nowhere else. */
import { expect, test } from 'vitest';
import { fromHex, type Bytes } from '#crypto/bytes.ts';
import { sha256, verifySignature } from '#crypto/verify.ts';
import { login, loginStatement, readMessage, writeMessage } from '#wire/api.ts';
import { controlContext, encodeControlPayload } from '#wire/control-entry.ts';
import { toBeSigned } from '#wire/cose.ts';
import { decodeEnvelope, envelopeContext } from '#wire/envelope.ts';
import { joinStatement, rollStatement } from '#membership/root-statement.ts';
import { startDishonestServer, type DishonestServer } from '../support/dishonest-server.ts';
import { openDevice } from '../support/home.ts';
import { beginHousehold, deviceOf } from '../support/household.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { circleOf, memberOf, wrongHere } from '../support/seen.ts';

const cbor = (message: Parameters<typeof writeMessage>[0]) => new Response(writeMessage(message), { headers: { 'content-type': 'application/cbor' } });

async function withNoor(then: (server: DishonestServer, noor: Awaited<ReturnType<typeof beginHousehold>>['noor']) => Promise<void>): Promise<void> {
	await using server = await startDishonestServer();
	await using people = await beginHousehold(server.origin, []);
	await people.noor[Symbol.asyncDispose]();
	await then(server, people.noor);
}

test(
	'a challenge cut out of what one would like to have signed: the signature holds for this login alone',
	() =>
		withNoor(async (server, noor) => {
			const { state } = circleOf(noor);
			const { circleId, n, head } = state;
			const device = deviceOf(noor);
			const key = state.devices.get(device)?.key as Bytes;
			const [envelope] = (await server.entriesOf(device, 'close'))[0] as [Bytes, Bytes | null];
			const decoded = decodeEnvelope(envelope);
			const author = { by: 'device' as const, memberId: fromHex(memberOf(noor)), deviceId: fromHex(device) };
			const erase = encodeControlPayload({ circleId, n: n + 1, prev: head, at: 0, author, kind: 'erase-circle', body: [true] });
			const wanted = [
				toBeSigned(controlContext(circleId), erase),
				toBeSigned(envelopeContext(decoded.header), decoded.payload),
				joinStatement(circleId, new Uint8Array(16), key, key, key, new Uint8Array(28)),
				rollStatement(circleId, fromHex(memberOf(noor)), key, key)
			];
			const nonces = [
				...wanted.map((bytes) => bytes.slice(0, 32)),
				...wanted.map((bytes) => bytes.slice(-32)),
				await sha256(wanted[0] as Bytes),
				await sha256(envelope)
			];
			for (const nonce of nonces) {
				const got: Parameters<typeof verifySignature>[1][] = [];
				server.lies = {
					instead: ({ path, body }) => {
						if (path === '/api/challenges') return cbor([nonce]);
						if (path !== '/api/sessions') return undefined;
						const [circle, [, id], serverNonce, own, signature] = readMessage(login, body);
						if (Buffer.from(id).toString('hex') === device) {
							expect(Buffer.from(serverNonce).equals(Buffer.from(nonce))).toBe(true);
							expect(own).toHaveLength(32);
							got.push(signature);
							statements.push(
								loginStatement(server.origin, circle, id, serverNonce, own),
								loginStatement('https://annan.example', circle, id, serverNonce, own)
							);
						}
						return Response.error();
					}
				};
				const statements: Bytes[] = [];
				await using again = await openDevice(server.origin, { store: createMemoryStore(noor.store) });
				await expect.poll(() => got.length, { timeout: 8_000 }).toBeGreaterThan(0);
				const [signature] = got as [Bytes];
				expect(await verifySignature(key, signature, statements[0] as Bytes)).toBe(true);
				// Relayed to another host it is worth nothing there; and as it stands it is no entry.
				for (const other of [statements[1] as Bytes, nonce, ...wanted]) expect(await verifySignature(key, signature, other)).toBe(false);
				expect(wrongHere(await again.view())).toEqual([]);
			}
		}),
	30_000
);

test(
	'a challenge of any other form is not signed',
	() =>
		withNoor(async (server, noor) => {
			for (const message of [[new Uint8Array(31)], [new Uint8Array(500)], ['text'], [], [new Uint8Array(32), new Uint8Array(32)]]) {
				let asked = 0;
				server.lies = { instead: ({ path }) => (path === '/api/challenges' ? (asked++, cbor(message)) : undefined) };
				const before = server.sent.length;
				await using again = await openDevice(server.origin, { store: createMemoryStore(noor.store) });
				await expect.poll(() => asked, { timeout: 8_000 }).toBeGreaterThan(1);
				expect(server.sent.slice(before).filter(({ path }) => path === '/api/sessions')).toEqual([]);
				expect((await again.view()).standing).toBe('member');
			}
		}),
	30_000
);
