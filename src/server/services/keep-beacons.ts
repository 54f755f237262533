/** What a device says of how far it has read, for the others who reach the ring. Sealed; the server sees whose it is and when it came. */
import { ringNumber, type Ring } from '#domain/ring.ts';
import { hex } from '#crypto/bytes.ts';
import { Problem } from '../problem.ts';
import { isRefused, type RingNumber } from '../store/command.ts';
import type { Reader } from '../store/reader.ts';
import type { Writer } from '../store/writer.ts';
import type { Visit } from './admit-visit.ts';
import { judgeAccess } from './judge-access.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** @throws Problem not-yours */
export async function putBeacon(writer: Writer, { circle, access, session }: Visit, ring: Ring, beacon: Bytes): Promise<void> {
	if (access.member === null || !access.rings.includes(ring)) throw new Problem('not-yours');
	const device = new Uint8Array(Buffer.from(session.id, 'hex'));
	const outcome = await writer.write({ kind: 'beacon', circle: circle.key, ring: ringNumber(ring) as RingNumber, device, beacon });
	if (isRefused(outcome)) throw new Problem(outcome.refused === 'stale' ? 'storage' : outcome.refused);
}

/** Of devices that still reach the ring. @throws Problem not-yours */
export function readBeacons(reader: Reader, { circle, access }: Visit, ring: Ring): [device: Bytes, beacon: Bytes][] {
	if (access.member === null || !access.rings.includes(ring)) throw new Problem('not-yours');
	return reader
		.beacons(circle.key, ringNumber(ring) as RingNumber)
		.filter(([device]) => judgeAccess(circle.state, { by: 'device', id: hex(device) })?.rings.includes(ring) === true);
}
