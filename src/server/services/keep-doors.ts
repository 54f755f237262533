/** A person's ways back. Put and taken away in a session of their own log; read by whoever knows the id, which follows from the door's secret alone. */
import { Problem } from '../problem.ts';
import { isRefused } from '../store/command.ts';
import type { Reader } from '../store/reader.ts';
import type { Writer } from '../store/writer.ts';
import type { Visit } from './admit-visit.ts';
import type { Guessing } from './slow-guessing.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** @throws Problem not-yours · id-taken: it is another's · circle-full: there are too many */
export async function putDoor(writer: Writer, { circle, access }: Visit, door: Bytes, sealed: Bytes): Promise<void> {
	if (access.member?.parent !== true) throw new Problem('not-yours');
	const outcome = await writer.write({ kind: 'door', circle: circle.key, door, sealed });
	if (isRefused(outcome)) throw new Problem(outcome.refused === 'stale' ? 'storage' : outcome.refused);
}

/** @throws Problem not-yours */
export async function dropDoor(writer: Writer, { circle, access }: Visit, door: Bytes): Promise<void> {
	if (access.member?.parent !== true) throw new Problem('not-yours');
	const outcome = await writer.write({ kind: 'door-drop', circle: circle.key, door });
	if (isRefused(outcome)) throw new Problem(outcome.refused === 'stale' ? 'storage' : outcome.refused);
}

/** Whoever tries ids is answered later and later. @throws Problem not-found, too-many */
export async function readDoor(reader: Reader, guessing: Guessing, door: Bytes, address: string): Promise<Bytes> {
	guessing.check(address);
	const sealed = reader.door(door);
	if (sealed !== null) return sealed;
	await guessing.punish(address);
	throw new Problem('not-found');
}
