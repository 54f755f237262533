/** WRITING the control log: the payloads of src/wire/control-entry.ts, signed. Judging them is src/membership. */
import type { Bytes } from '#crypto/bytes.ts';
import { sign } from '#crypto/sign.ts';
import { controlContext, encodeControlPayload, type ControlBody, type ControlKind, type Author, type ControlPayload } from '#wire/control-entry.ts';
import { encodeSign1, toBeSigned } from '#wire/cose.ts';

/** Where a control entry stands: after which one, of which circle. */
export interface ControlPlace {
	circleId: Bytes;
	n: number;
	head: Bytes;
}
export interface ControlAuthor {
	author: Author;
	/** Ed25519 private key of that author. */
	key: CryptoKey;
}

/** The entry that follows `after`. `at` is milliseconds since 1970 by this device's clock. */
export async function writeControl<K extends ControlKind>(after: ControlPlace, by: ControlAuthor, kind: K, body: ControlBody<K>, at: number): Promise<Bytes> {
	const payload = encodeControlPayload({ circleId: after.circleId, n: after.n + 1, prev: after.head, at, author: by.author, kind, body } as ControlPayload);
	return encodeSign1(payload, await sign(by.key, toBeSigned(controlContext(after.circleId), payload)));
}

/** The first entry of a circle. `at` is 0 where the same seed must give the same circle again (the own log). */
export async function writeGenesis(rootKey: CryptoKey, salt: Bytes, root: Bytes, kem: Bytes, at: number): Promise<Bytes> {
	const none = new Uint8Array(0);
	const payload = encodeControlPayload({
		circleId: none,
		n: 0,
		prev: new Uint8Array(32),
		at,
		author: { by: 'genesis' },
		kind: 'genesis',
		body: [salt, root, kem]
	});
	return encodeSign1(payload, await sign(rootKey, toBeSigned(controlContext(none), payload)));
}
