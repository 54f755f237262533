/**
 * RING KEYS. K[ring, epoch] is 32 random bytes. An `epoch` entry of the control log gives it away:
 *
 *   box         HPKE to each recipient's X25519 key, info = context('box', circleId, ring, epoch, recipient id): 80 bytes
 *   prevEdge    AES-256-GCM of K[ring, epoch-1] under HKDF(K[ring, epoch], info = context('prev-edge', circleId, ring, epoch)): 48 bytes
 *   commitment  HKDF(K[ring, epoch], info = context('commitment', circleId, ring, epoch)), 32 bytes
 *
 * AES-GCM does not commit to its key, so the commitment is checked on every path a key comes by.
 */
import { equal, fromHex, type Bytes } from '#crypto/bytes.ts';
import { openOnce, sealOnce } from '#crypto/aead.ts';
import { openFrom, sealTo, type KemKey } from '#crypto/hpke.ts';
import { deriveAeadKey, deriveBytes, kdfKey } from '#crypto/kdf.ts';
import { randomBytes } from '#crypto/random.ts';
import { ringNumber, type Ring } from '#domain/ring.ts';
import { boxFor, currentEpoch, type Box, type CircleState, type Epoch } from '#membership/state.ts';
import { entitled } from '#membership/entitled.ts';
import { context } from '#wire/context.ts';
import type { ControlBody } from '#wire/control-entry.ts';

/** A key was handed out that is not the one its epoch was begun with. */
export class WrongKey extends Error {
	override name = 'WrongKey';
	readonly ring: Ring;
	/** Hex id of the member whose device handed it out; empty where that was an invitation. Whoever hands a key on has checked it first. */
	readonly by: string;
	constructor(what: string, ring: Ring, by: string, cause?: unknown) {
		super(what, { cause });
		this.ring = ring;
		this.by = by;
	}
}
/** This device has no way to the key: it was never sealed to it. */
export class NoKey extends Error {
	override name = 'NoKey';
}

export interface Holder {
	/** Hex id of a member or an invitation. */
	id: string;
	kem: KemKey;
}

const about = (circleId: Bytes, ring: Ring, epoch: number) => [circleId, ringNumber(ring), epoch] as const;
const noAad = new Uint8Array(0);

const commitmentOf = (key: CryptoKey, circleId: Bytes, ring: Ring, epoch: number): Promise<Bytes> =>
	deriveBytes(key, context('commitment', ...about(circleId, ring, epoch)), 32);

const boxContext = (circleId: Bytes, ring: Ring, epoch: number, id: string): Bytes => context('box', ...about(circleId, ring, epoch), fromHex(id));

/** Seals a ring's key to one member or invitation. 80 bytes. */
const boxRingSecret = (secret: Bytes, circleId: Bytes, ring: Ring, epoch: number, id: string, kem: Bytes): Promise<Bytes> =>
	sealTo(kem, boxContext(circleId, ring, epoch, id), secret);

/**
 * The body of an `epoch` entry that begins the next epoch of `ring` for everyone who is entitled now, with a fresh key.
 * `holder` opens the former epoch; it is needed from the second epoch on.
 */
export async function newEpoch(state: CircleState, ring: Ring, holder: Holder): Promise<ControlBody<'epoch'>> {
	const before = currentEpoch(state, ring);
	const epoch = before === undefined ? 0 : before.epoch + 1;
	const secret = randomBytes(32);
	const key = await kdfKey(secret);
	const recipients = [...entitled(state, ring)].sort(([a], [b]) => (a < b ? -1 : 1));
	const boxes = await Promise.all(
		recipients.map(async ([id, kem]): Promise<[Bytes, Bytes]> => [fromHex(id), await boxRingSecret(secret, state.circleId, ring, epoch, id, kem)])
	);
	let prevEdge: Bytes | null = null;
	if (before !== undefined) {
		const former = await openNewestSecret(state, ring, holder);
		prevEdge = await sealOnce(await edgeKey(key, state.circleId, ring, epoch), noAad, former);
		former.fill(0);
	}
	const commitment = await commitmentOf(key, state.circleId, ring, epoch);
	secret.fill(0);
	return [ringNumber(ring) as 0 | 1 | 2, epoch, commitment, prevEdge, boxes];
}

const edgeKey = (key: CryptoKey, circleId: Bytes, ring: Ring, epoch: number): Promise<CryptoKey> =>
	deriveAeadKey(key, context('prev-edge', ...about(circleId, ring, epoch)), ['encrypt', 'decrypt']);

/**
 * The newest key of `ring` itself, to be sealed on to somebody else; overwrite it when done. Everything else uses `openRingKeys`.
 * @throws NoKey, WrongKey
 */
export async function openNewestSecret(state: CircleState, ring: Ring, holder: Holder): Promise<Bytes> {
	const epoch = currentEpoch(state, ring);
	const box = boxFor(state, holder.id, ring);
	if (epoch === undefined || box === undefined || box.epoch !== epoch.epoch) throw new NoKey(`There is no key of ${ring} for this device`);
	const secret = await openBox(state.circleId, ring, box, holder);
	await check(secret, state.circleId, ring, epoch, box.by);
	return secret;
}

/** The newest key of `ring`, opened by `holder` and sealed on to somebody else: [epoch, 80 bytes]. @throws NoKey, WrongKey */
export async function boxNewest(state: CircleState, ring: Ring, holder: Holder, id: string, kem: Bytes): Promise<[number, Bytes]> {
	const secret = await openNewestSecret(state, ring, holder);
	const epoch = (currentEpoch(state, ring) as Epoch).epoch;
	const sealed = await boxRingSecret(secret, state.circleId, ring, epoch, id, kem);
	secret.fill(0);
	return [epoch, sealed];
}

async function openBox(circleId: Bytes, ring: Ring, { epoch, sealed, by }: Box, holder: Holder): Promise<Bytes> {
	try {
		return await openFrom(holder.kem, boxContext(circleId, ring, epoch, holder.id), sealed);
	} catch (cause) {
		throw new WrongKey(`The box with the key of ${ring} cannot be opened`, ring, by, cause);
	}
}

/** `by` handed `secret` out. */
async function check(secret: Bytes, circleId: Bytes, ring: Ring, epoch: Epoch, by: string): Promise<CryptoKey> {
	const key = await kdfKey(secret);
	if (!equal(await commitmentOf(key, circleId, ring, epoch.epoch), epoch.commitment))
		throw new WrongKey(`A key of ${ring} is not the one it was begun with`, ring, by);
	return key;
}

/**
 * Keys of every epoch of `ring` from `from` on, by epoch number: the newest out of the box to `holder`, the older along
 * the edges. They cannot be read out.
 * @throws NoKey, WrongKey
 */
export async function openRingKeys(state: CircleState, ring: Ring, holder: Holder, from = 0): Promise<Map<number, CryptoKey>> {
	const keys = new Map<number, CryptoKey>();
	await walkBack(state, ring, holder, from, (epoch, key) => keys.set(epoch, key));
	return keys;
}

/** The same keys themselves, for whoever takes everything with them (raw-export.ts). @throws NoKey, WrongKey */
export async function openRingSecrets(state: CircleState, ring: Ring, holder: Holder): Promise<Map<number, Bytes>> {
	const secrets = new Map<number, Bytes>();
	await walkBack(state, ring, holder, 0, (epoch, _, secret) => secrets.set(epoch, secret.slice()));
	return secrets;
}

type Take = (epoch: number, key: CryptoKey, secret: Bytes) => unknown;

async function walkBack(state: CircleState, ring: Ring, holder: Holder, from: number, take: Take): Promise<void> {
	const { epochs } = state.rings[ring];
	let secret = await openNewestSecret(state, ring, holder);
	let by = boxFor(state, holder.id, ring)?.by ?? '';
	for (let i = epochs.length - 1; i >= from; i--) {
		const epoch = epochs[i] as Epoch;
		const key = await check(secret, state.circleId, ring, epoch, by);
		by = epoch.by;
		take(epoch.epoch, key, secret);
		secret.fill(0);
		if (epoch.prevEdge === null || i === from) break;
		try {
			secret = await openOnce(await edgeKey(key, state.circleId, ring, epoch.epoch), noAad, epoch.prevEdge);
		} catch (cause) {
			throw new WrongKey(`The way back to an older key of ${ring} is broken`, ring, by, cause);
		}
	}
}
