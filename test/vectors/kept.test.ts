/** Our own golden vectors of what is kept and given: byte for byte, both ways; and the yes held by hand against the page. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fromHex, hex, type Bytes } from '#crypto/bytes.ts';
import { verifySignature } from '#crypto/verify.ts';
import { decodeBody, encodeBody, type OpenedBody } from '#log/body.ts';
import { decodeCbor, encodeCbor, type Cbor } from '#wire/cbor.ts';

interface Vectors {
	time: number;
	bodies: { body: OpenedBody['body']; plain: string }[];
	yes: {
		circleId: string;
		entry: string;
		deviceKey: string;
		hash: string;
		yes: { member: string; device: string; controlN: number; signature: string };
		plain: string;
	};
}
const vectors = JSON.parse(readFileSync(new URL('./ours/kept.json', import.meta.url), 'utf8')) as Vectors;

test.each(vectors.bodies.map((one) => [one.body.type, one] as const))('%s', (_, { body, plain }) => {
	expect(hex(encodeBody({ time: vectors.time, body }))).toBe(plain);
	expect(decodeBody(fromHex(plain))).toEqual({ time: vectors.time, body });
});

test('a yes is a signature over what the page says, written out here by hand', async () => {
	const { circleId, entry, deviceKey, hash, yes, plain } = vectors.yes;
	const content = ['announcement', 1, 'Vår son Ture föddes i tisdags.', 1];
	const payload = encodeCbor([fromHex(yes.member), fromHex(yes.device), yes.controlN, content]);
	const about = encodeCbor(['kvar/1', 'yes', fromHex(circleId), 1, fromHex(entry)]);
	const statement = encodeCbor(['Signature1', encodeCbor(new Map([[1, -19]])), about, payload]);
	expect(await verifySignature(fromHex(deviceKey), fromHex(yes.signature), statement)).toBe(true);
	expect(hex(new Uint8Array(await crypto.subtle.digest('SHA-256', encodeCbor([1, content]))) as Bytes)).toBe(hash);
	expect(decodeCbor(fromHex(plain))).toEqual([
		'announcement',
		3,
		vectors.time,
		...content.slice(2),
		null,
		[fromHex(yes.member), fromHex(yes.device), yes.controlN, fromHex(yes.signature)]
	] satisfies Cbor[]);
});
