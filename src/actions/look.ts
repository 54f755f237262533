/** LOOKING: which circle is on screen, further back in it, trying the network now. */
import { standsAt } from '#domain/fold.ts';
import { foldOlder, newestShown, readableRings } from '#replica/load-circle.ts';
import { inTurn, keyOf } from '#replica/circle.ts';
import { endedOf } from '#replica/ended.ts';
import { shownFrom } from '#replica/ring-replica.ts';
import type { Change } from '#replica/store.ts';
import { pullOlder } from '#sync/pull.ts';
import { Unreachable } from '#sync/api.ts';
import { ActionRefused, circleOf, readHome, type Home } from './home.ts';
import { putAwayDraft, restingIn } from './ready.ts';

/** Puts another of this device's circles on screen. */
export async function goTo(home: Home, { circleId }: { circleId: string }): Promise<void> {
	circleOf(home, circleId);
	home.current = circleId;
	await home.store.write([home.store.change('home', { ...(await readHome(home.store)), current: circleId })]);
	home.changed();
}

/** Takes more of what lies further back into view: from this device, or from the server where it has not come yet. */
export async function showEarlier(home: Home, _: Record<string, never>): Promise<void> {
	const { circle, line } = circleOf(home);
	for (const ring of readableRings(circle)) {
		const replica = circle.rings.get(ring);
		if (replica === undefined) continue;
		const from = circle.shownFrom.get(ring) ?? replica.foldedFrom;
		if (from > replica.foldedFrom) {
			// It is here and folded already.
			circle.shownFrom.set(ring, Math.max(replica.foldedFrom, from - newestShown));
			continue;
		}
		if (replica.foldedFrom <= replica.stretch.first)
			await pullOlder(line, ring).catch((error: unknown) => {
				if (!(error instanceof Unreachable)) throw error;
			});
		await inTurn(circle, () => foldOlder(home.store, circle, ring, newestShown));
		circle.shownFrom.set(ring, replica.foldedFrom);
	}
	home.changed();
}

/** Takes into view whatever lies as far back as something that was found; of an answer, also what it answers. Whether it is shown after that. */
export async function showBackTo(home: Home, { id }: { id: string }): Promise<boolean> {
	const { circle } = circleOf(home);
	const told = circle.fold.told.get(id);
	const answered = told?.body.type === 'answer' ? circle.fold.told.get(told.body.to) : undefined;
	const sought = [told, answered, answered && standsAt(circle.fold, answered)].filter((one) => one !== undefined);
	for (const { ring, n } of sought) if (n !== null && n < shownFrom(circle, ring)) circle.shownFrom.set(ring, n);
	home.changed();
	return Promise.resolve(told !== undefined);
}

/** Puts away a place that was only read through an invitation, or that has ended, and all that is left of it here. */
export async function leaveReading(home: Home, _: Record<string, never>): Promise<void> {
	const { circle, following } = circleOf(home);
	if (circle.keys !== null && endedOf(circle) === null) throw new ActionRefused('a-member-stays');
	// With the place goes the only page where they could be read.
	for (const { entry } of restingIn(home, circle.id)) await putAwayDraft(home, { entry });
	await following?.stop();
	const record = await readHome(home.store);
	const circles = record.circles.filter((id) => id !== circle.id);
	const current = circles.at(-1) ?? null;
	await home.store.write([home.store.change('home', { ...record, circles, current }), ...(await putAway(home, circle.id))]);
	home.circles.delete(circle.id);
	home.current = current;
	home.changed();
}

/** What takes everything of a circle out of this device's store. */
export async function putAway({ store }: Home, id: string): Promise<Promise<Change>[]> {
	return [keyOf.circle(id), ...(await store.list(`${keyOf.circle(id)}/`))].map((key) => store.change(key, undefined));
}

/** The network is back, or a person wants to try now. */
export async function wake(home: Home, _: Record<string, never>): Promise<void> {
	for (const { following } of home.circles.values()) following?.wake();
	await Promise.resolve();
}
