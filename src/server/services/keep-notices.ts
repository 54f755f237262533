/** What a device wishes to be told of, and whether somebody looks at it now. */
import { ringNumber, rings } from '#domain/ring.ts';
import type { Notices } from '#wire/api.ts';
import { Problem } from '../problem.ts';
import { isRefused, type Outcome } from '../store/command.ts';
import type { Reader } from '../store/reader.ts';
import type { Writer } from '../store/writer.ts';
import type { Visit } from './admit-visit.ts';
import { mayPushTo } from './send-push.ts';

const deviceOf = ({ session }: Visit): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(session.id, 'hex'));
function orThrow(outcome: Outcome): void {
	if (isRefused(outcome)) throw new Problem(outcome.refused === 'stale' ? 'storage' : outcome.refused);
}

/** @param hosts see mayPushTo. @throws Problem not-yours: of a ring they do not read · no-push: by a service the host does not know */
export async function putNotices(writer: Writer, hosts: readonly string[], visit: Visit, [endpoint, of, people, quiet]: Notices): Promise<void> {
	const { access, circle } = visit;
	if (access.member === null || of.some((number) => !access.rings.some((ring) => ringNumber(ring) === number))) throw new Problem('not-yours');
	if (!mayPushTo(endpoint, hosts)) throw new Problem('no-push');
	orThrow(
		await writer.write({
			kind: 'notices',
			circle: circle.key,
			device: deviceOf(visit),
			endpoint: new URL(endpoint).href,
			rings: rings.reduce((bits, _, number) => (of.includes(number as 0 | 1 | 2) ? bits | (1 << number) : bits), 0),
			people: new Uint8Array(Buffer.concat(people)),
			quiet: quiet === null ? null : { from: quiet[0], to: quiet[1] }
		})
	);
}

/** Whoever may still open a session may: also who has been let go of. */
export async function dropNotices(writer: Writer, visit: Visit): Promise<void> {
	orThrow(await writer.write({ kind: 'notices-drop', circle: visit.circle.key, device: deviceOf(visit) }));
}

/** Whoever has looked is told of what comes after it. */
export async function setLooking(reader: Reader, writer: Writer, visit: Visit, looking: boolean): Promise<void> {
	const { session, circle } = visit;
	session.looking = looking;
	if (!looking) return;
	const device = deviceOf(visit);
	for (;;) {
		const from = reader.noticesOf(circle.key, device)?.state ?? 0;
		if (from === 0) return;
		orThrow(await writer.write({ kind: 'notices-state', circle: circle.key, device, from, to: 0 }));
	}
}
