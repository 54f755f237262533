/** QUIET NOTICES: asked for on this device, for the place on screen; and whether somebody looks. What a browser's push service is asked is the page's part. */
import { fromHex, type Bytes } from '#crypto/bytes.ts';
import { quietBy, type AskedNotices } from '#domain/notices.ts';
import { ringNumber } from '#domain/ring.ts';
import { keepRecord } from '#replica/keep-record.ts';
import { readableRings } from '#replica/load-circle.ts';
import { Problem } from '#sync/api.ts';
import { sayLooking } from '#sync/looking.ts';
import { maxNamed } from '#wire/api.ts';
import { ActionRefused, asMember, circleOf, type Home } from './home.ts';

/** By which a push service is asked; null where this host sends no notices. @throws Unreachable */
export const pushKey = ({ api }: Home, _: Record<string, never>): Promise<Bytes | null> => api.pushKey();

/** From here on; said again, the later holds. @throws ActionRefused no-push, no-rings, too-many-named; Unreachable */
export async function askForNotices(home: Home, { endpoint, rings, people, quiet, ahead }: AskedNotices): Promise<void> {
	const { circle, line } = asMember(home);
	const read = rings.filter((ring) => readableRings(circle).includes(ring));
	if (read.length === 0) throw new ActionRefused('no-rings');
	if (people.length > maxNamed) throw new ActionRefused('too-many-named');
	const there = quiet === null ? null : quietBy(quiet, -ahead);
	try {
		await home.api.putNotices(line.session, [
			endpoint,
			read.map((ring) => ringNumber(ring) as 0 | 1 | 2),
			people.map((id) => fromHex(id)),
			there === null ? null : [there.from, there.to]
		]);
	} catch (error) {
		if (error instanceof Problem && error.code === 'no-push') throw new ActionRefused('no-push');
		throw error;
	}
	await keepRecord(home.store, circle, { notices: { endpoint, rings: read, people, quiet, ahead } });
	await sayLooking(line);
	home.changed();
}

/** No more of them, of the place on screen. Whether some other place is still told of on this device. @throws Unreachable */
export async function endNotices(home: Home, _: Record<string, never>): Promise<boolean> {
	const { circle, line } = circleOf(home);
	await home.api.dropNotices(line.session);
	await keepRecord(home.store, circle, { notices: undefined });
	home.changed();
	return [...home.circles.values()].some((other) => other.circle.record.notices !== undefined);
}

/** Somebody looks at this device, or no longer. */
export async function lookAt(home: Home, { looked }: { looked: boolean }): Promise<void> {
	if (home.lookedAt === looked) return;
	home.lookedAt = looked;
	await Promise.all([...home.circles.values()].map(({ line, following }) => (following?.connection() === 'live' ? sayLooking(line) : undefined)));
}
