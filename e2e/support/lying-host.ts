/** A host that lies: the proxy of test/support before a real server, with the pages as they are built. What it does is what a test tells it. */
import type { Bytes } from '#crypto/bytes.ts';
import { randomBytes } from '#crypto/random.ts';
import { newSigningKey, sign } from '#crypto/sign.ts';
import { sha256 } from '#crypto/verify.ts';
import type { Ring } from '#domain/ring.ts';
import type { Pages } from '#server/open-server.ts';
import { decodeCbor, encodeCbor, type Cbor } from '#wire/cbor.ts';
import { decodeControlEntry, controlContext } from '#wire/control-entry.ts';
import { encodeSign1, toBeSigned } from '#wire/cose.ts';
import { decodeEnvelope, envelopeContext } from '#wire/envelope.ts';
import { startDishonestServer, type DishonestServer, type Entry } from '../../test/support/dishonest-server.ts';

export interface LyingHost extends DishonestServer {
	/** Hex id of the device that wrote to `ring` last. */
	lastWriter(ring: Ring): string;
	/** Lies about a ring's log to everyone but the devices `honestTo`. */
	liesAbout(ring: Ring, lie: (entries: Entry[]) => Entry[], honestTo?: readonly string[]): void;
}

export async function startLyingHost(): Promise<LyingHost> {
	const { handler } = (await import(new URL('../../build/handler.js', import.meta.url).href)) as { handler: Pages };
	const host = await startDishonestServer({}, handler);
	return Object.assign(host, {
		lastWriter: (ring: Ring) => host.sent.findLast(({ method, path }) => method === 'POST' && path.endsWith(`/rings/${ring}/entries`))?.who ?? '',
		liesAbout(ring: Ring, lie: (entries: Entry[]) => Entry[], honestTo: readonly string[] = []) {
			host.lies = { ring: (entries, of, who) => (of === ring && !honestTo.includes(who) ? lie(entries) : entries) };
		}
	});
}

/** Someone new in the list of who is here, brought in by the server with a key of its own, after all that is there. */
export async function madeUpMember(control: readonly Bytes[]): Promise<Bytes> {
	const last = control.at(-1) as Bytes;
	const admitted = control.map((entry) => decodeControlEntry(entry)).findLast(({ entry }) => entry.kind === 'join');
	if (admitted === undefined) throw new Error('nobody has joined yet');
	const { circleId } = admitted.entry;
	const fields = (decodeCbor(admitted.payload) as Cbor[]).with(3, control.length).with(4, await sha256(last));
	const payload = encodeCbor(fields.with(8, (fields[8] as Cbor[]).with(0, randomBytes(32))));
	const { privateKey } = await newSigningKey();
	return encodeSign1(payload, await sign(privateKey, toBeSigned(controlContext(circleId), payload)));
}

/** An entry as if by the writer of `like`, from a device that nobody has certified. */
export async function madeUpEntry([envelope]: Entry): Promise<Entry> {
	const { header, payload } = decodeEnvelope(envelope);
	const fields = decodeCbor(payload) as Cbor[];
	const body = randomBytes(300);
	const place = (fields[0] as Cbor[]).with(6, randomBytes(16)).with(7, 1).with(8, new Uint8Array(32)).with(9, []).with(14, randomBytes(16));
	const made = encodeCbor([place, await sha256(body)]);
	const { privateKey } = await newSigningKey();
	return [encodeSign1(made, await sign(privateKey, toBeSigned(envelopeContext(header), made))), body];
}
