/** OPENING. Everything is checked before anything is read: place, authority, signature, hash, then the seal itself. */
import { openOnce } from '#crypto/aead.ts';
import { equal, hex, type Bytes } from '#crypto/bytes.ts';
import { deriveAeadKey } from '#crypto/kdf.ts';
import { sha256, verifySignature } from '#crypto/verify.ts';
import { ringNumber, type Ring } from '#domain/ring.ts';
import { mayWrite, type WriteRefusal } from '#membership/may-write.ts';
import type { CircleState } from '#membership/state.ts';
import { toBeAuthenticated, toBeSigned } from '#wire/cose.ts';
import { decodeEnvelope, envelopeContext, NewerEnvelope, type DecodedEnvelope } from '#wire/envelope.ts';
import { decodeBody, UnknownBody, type OpenedBody } from './body.ts';
import { isTheirYes } from './yes.ts';
import { unpad } from './padding.ts';
import { entryKeyContext } from './seal.ts';

export type OpenRefusal =
	| WriteRefusal
	| 'malformed'
	| 'wrong-circle'
	| 'wrong-ring'
	| 'wrong-signature'
	| 'withheld' // the body is missing
	| 'wrong-body' // the body is not the one that was signed
	| 'cannot-open' // the seal does not open
	| 'wrong-yes' // it says that the other parent has said yes to it, and they have not
	| 'newer-version'; // of the envelope, which then proves nothing of itself and is null; or of the body in a good one

export interface OpenedEntry extends OpenedBody {
	envelope: DecodedEnvelope;
	hash: Bytes;
	/** Hex. */
	entryId: string;
	memberId: string;
}
/** `envelope` is null where it cannot be read. */
export type Opening = { ok: true; entry: OpenedEntry } | { ok: false; code: OpenRefusal; envelope: DecodedEnvelope | null; hash: Bytes };

/**
 * Opens one entry of `ring`'s log, as judged by `state`. Never throws for what a server or a member may have sent: says why not.
 * `ringKeys` are by epoch number.
 */
export async function open(
	state: CircleState,
	ring: Ring,
	envelopeBytes: Uint8Array,
	body: Uint8Array | null,
	ringKeys: ReadonlyMap<number, CryptoKey>
): Promise<Opening> {
	const hash = await sha256(envelopeBytes);
	let envelope: DecodedEnvelope;
	try {
		envelope = decodeEnvelope(envelopeBytes);
	} catch (error) {
		return { ok: false, code: error instanceof NewerEnvelope ? 'newer-version' : 'malformed', envelope: null, hash };
	}
	const no = (code: OpenRefusal): Opening => ({ ok: false, code, envelope, hash });
	const { header } = envelope;
	if (!equal(header.circleId, state.circleId)) return no('wrong-circle');
	if (header.ring !== ringNumber(ring)) return no('wrong-ring');
	const memberId = hex(header.memberId);
	const device = mayWrite(state, { ...header, ring, memberId, deviceId: hex(header.deviceId) });
	const signedBy = (key: Bytes) => verifySignature(key, envelope.signature, toBeSigned(envelopeContext(header), envelope.payload));
	if (device === 'control-fork') {
		// Somebody being shown another circle is a grave thing to say: only their own device can.
		const known = state.devices.get(hex(header.deviceId));
		return no(known?.member !== memberId ? 'not-a-device' : (await signedBy(known.key)) ? device : 'wrong-signature');
	}
	if (typeof device === 'string') return no(device);
	if (!(await signedBy(device.key))) return no('wrong-signature');
	if (body === null) return no('withheld');
	if (!equal(await sha256(body), envelope.bodyHash)) return no('wrong-body');
	const ringKey = ringKeys.get(header.epoch);
	if (ringKey === undefined) return no('cannot-open');
	try {
		const key = await deriveAeadKey(ringKey, entryKeyContext(header), ['decrypt'], header.salt);
		const plain = unpad(await openOnce(key, toBeAuthenticated(envelope.headerBytes), body as Bytes));
		const opened = decodeBody(plain);
		const entryId = hex(header.entryId);
		const { body: says } = opened;
		if ('yes' in says && says.type !== 'consent' && says.yes !== undefined) {
			const to = { circleId: state.circleId, ring, entry: entryId, says };
			if (!(await isTheirYes(state, to, says.yes, memberId, header.controlN))) return no('wrong-yes');
		}
		return { ok: true, entry: { ...opened, envelope, hash, entryId, memberId } };
	} catch (error) {
		return no(error instanceof UnknownBody ? 'newer-version' : 'cannot-open');
	}
}
