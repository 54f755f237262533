/** An entry made with a member's true keys, whose header says what one likes: what a lying member, or a thief, can sign. */
import { fromHex, type Bytes } from '#crypto/bytes.ts';
import { randomBytes } from '#crypto/random.ts';
import { ringNumber, type Ring } from '#domain/ring.ts';
import type { OwnBody } from '#log/body-own.ts';
import { seal, type Sealed } from '#log/seal.ts';
import { ringKeys } from '#replica/ring-replica.ts';
import type { RingReplica } from '#replica/circle.ts';
import type { DeviceKeys } from '#replica/device-keys.ts';
import type { EnvelopeHeader } from '#wire/envelope.ts';
import type { Body } from '#domain/body.ts';
import type { TestDevice } from './home.ts';
import { circleOf } from './seen.ts';

/** What is needed to go on signing as a device, as it was when this was taken: a copy of its disk. */
export async function takeImage(device: TestDevice, ring: Ring, circle = circleOf(device)) {
	if (circle.keys === null) throw new Error('no member');
	const replica = circle.rings.get(ring) as RingReplica;
	const keys: DeviceKeys = circle.keys;
	const { circleId, n, head } = circle.state;
	const ringKeysThen = new Map(await ringKeys(circle, ring, replica));
	const epoch = Math.max(...ringKeysThen.keys());
	const { last, head: seenHead } = replica.stretch;
	let { seq, hash } = replica.accepted;

	/** The next entry of that device, or of one whose key is given. What names an epoch that is not known here is sealed under the newest that is. */
	return async function write(body: Body | OwnBody, lie: Partial<EnvelopeHeader> = {}, device = keys.device): Promise<Sealed> {
		const header = {
			circleId,
			ring: ringNumber(ring) as 0 | 1 | 2,
			epoch,
			memberId: fromHex(keys.member.id),
			deviceId: keys.deviceId,
			deviceSeq: seq + 1,
			devicePrev: hash as Bytes,
			voids: [],
			controlN: n,
			controlHead: head,
			seenSeq: last,
			seenHead,
			entryId: randomBytes(16),
			...lie
		};
		const sealed = await seal({ time: Date.now(), body }, header, (ringKeysThen.get(header.epoch) ?? ringKeysThen.get(epoch)) as CryptoKey, device);
		[seq, hash] = [header.deviceSeq, sealed.hash];
		return sealed;
	};
}
