/**
 * COMPARE PLACES: two who are in find out, by telephone, whether they have been shown the same. The one who begins fixes a place: that of their
 * device's beacons, which the other reads it from. Each takes the heads there from what they have verified themselves, never from the other's
 * beacon; two words are drawn after that is fixed, said aloud and typed; four come back. A server that shows two pasts has one guess.
 */
import { equal, type Bytes } from '#crypto/bytes.ts';
import { reaches, ringNumber, ringsWithin, type Ring } from '#domain/ring.ts';
import { bytesOf, wordsOf, type WordLanguage } from '#identity/word-list.ts';
import { answerAloud, drawAloud, placeValue, type Place } from '#log/compare.ts';
import { inTurn, type CircleReplica } from '#replica/circle.ts';
import { addDoubt, settleDoubt as settle } from '#replica/doubt.ts';
import { putBeacon, readBeacons, whereabouts, type TheirBeacon } from '#sync/beacons.ts';
import { pullControl, pullRings } from '#sync/pull.ts';
import { ActionRefused, circleOf, memberIn, type Home, type OpenCircle } from './home.ts';

/** A call that is broken off must not keep this device from ever saying again how far it has read. */
const longestCall = 15 * 60_000;

/** The two words to say. @throws ActionRefused, Unreachable, Problem, LogTrouble */
export async function drawPlace(home: Home, { memberId, language }: { memberId: string; language: WordLanguage }): Promise<string[]> {
	const open = asOneIn(home);
	const { circle, line } = open;
	const rings = ringsOfBoth(circle, memberId);
	await readOn(line);
	// Fixed here: what comes in from now on moves neither the place nor the beacons.
	line.beaconsHeld = Date.now() + longestCall;
	const fixed = rings.map((ring) => ({ ring, at: whereabouts(line, ring) }));
	const value = await valueAt(
		circle,
		circle.state.n,
		fixed.map(({ ring, at }) => ({ ring, n: at?.seq ?? 0 }))
	);
	for (const { ring, at } of fixed) await putBeacon(line, ring, at);
	const drawn = drawAloud();
	home.place = { drawn, value };
	return wordsOf(drawn, language);
}

/** The two words that the other has said, and the four to say back. @throws ActionRefused: `not-there-yet` where this device is not shown as much */
export async function answerPlace(home: Home, { memberId, typed, language }: { memberId: string; typed: string; language: WordLanguage }): Promise<string[]> {
	const { circle, line } = asOneIn(home);
	const drawn = bytesOf(typed, 2);
	if (drawn === null) throw new ActionRefused('unknown-words');
	const places = await placesOf(line, memberId, ringsOfBoth(circle, memberId));
	await readOn(line);
	const value = await valueAt(circle, places.controlN, places.rings);
	return wordsOf(await answerAloud(drawn, value), language);
}

/** The four words heard. True: both have been shown the same. False: they have not, or somebody heard wrong; draw anew. */
export async function checkPlace(home: Home, { typed }: { typed: string }): Promise<boolean> {
	const { line } = asOneIn(home);
	const { place } = home;
	if (place === null) throw new ActionRefused('nothing-drawn');
	const heard = bytesOf(typed, 4);
	if (heard === null) throw new ActionRefused('unknown-words');
	home.place = null;
	line.beaconsHeld = 0;
	return equal(heard, await answerAloud(place.drawn, place.value));
}

/** They have compared, and are sure that they are not shown the same: nothing more is written here until it is settled. */
export async function doubtPlace(home: Home, { memberId }: { memberId: string }): Promise<void> {
	const { circle } = asOneIn(home);
	const ring = ringsOfBoth(circle, memberId).at(-1) as Ring;
	await inTurn(circle, () => addDoubt(home.store, circle, ring, memberId, circle.rings.get(ring)?.stretch.last ?? 0));
	home.changed();
}

/** Goes on, although that member's device was shown something else: somebody has talked to them, and decided. */
export async function settleDoubt(home: Home, { memberId }: { memberId: string }): Promise<void> {
	const { circle, following } = asOneIn(home);
	await settle(home.store, circle, memberId);
	following?.push();
	home.changed();
}

/** As far as it goes: where this place has stopped, what was verified before that is what is compared. */
async function readOn(line: OpenCircle['line']): Promise<void> {
	if (line.circle.record.trouble !== null) return;
	await pullControl(line);
	await pullRings(line);
}

/** Also where something is wrong: that is when one compares. */
function asOneIn(home: Home): OpenCircle {
	const open = circleOf(home);
	if (open.circle.keys === null || open.circle.state.members.get(open.circle.keys.member.id)?.standing !== 'in') throw new ActionRefused('not-a-member');
	return open;
}

/** What both read, innermost first. */
function ringsOfBoth(circle: CircleReplica, memberId: string): Ring[] {
	const [me, them] = [memberIn(circle, circle.keys?.member.id ?? ''), memberIn(circle, memberId)];
	return ringsWithin(reaches(me.ring, them.ring) ? them.ring : me.ring);
}

/** By what `circle` has verified here. @throws ActionRefused where it has not got there */
async function valueAt({ state, rings }: CircleReplica, controlN: number, places: readonly { ring: Ring; n: number }[]): Promise<Bytes> {
	const head = state.heads[controlN];
	if (head === undefined) throw new ActionRefused('not-there-yet');
	const heads = places.map(({ ring, n }): Place & { ring: 0 | 1 | 2 } => {
		const there = rings.get(ring)?.stretch.heads.get(n);
		if (there === undefined) throw new ActionRefused('not-there-yet');
		return { ring: ringNumber(ring) as 0 | 1 | 2, n, head: there };
	});
	return placeValue(state.circleId, { n: controlN, head }, heads);
}

/** Where the newest beacons of one device of that member stand. @throws ActionRefused where there are none */
async function placesOf(line: OpenCircle['line'], memberId: string, rings: readonly Ring[]): Promise<{ controlN: number; rings: { ring: Ring; n: number }[] }> {
	const found: { ring: Ring; beacon: TheirBeacon }[] = [];
	for (const ring of rings) {
		const theirs = (await readBeacons(line, ring)).filter(
			({ member, device }) => member === memberId && (found.length === 0 || found[0]?.beacon.device === device)
		);
		const newest = theirs.sort((a, b) => b.counter - a.counter)[0];
		if (newest === undefined) throw new ActionRefused('no-sign-of-them');
		found.push({ ring, beacon: newest });
	}
	const controlN = found[0]?.beacon.controlN ?? 0;
	return { controlN, rings: found.map(({ ring, beacon }) => ({ ring, n: beacon.seq })) };
}
