/** KEEPING: what belongs to a child, a dedication and its lines, a moment, a promise, what was given, thanks; and all of it, as it is shown. */
import type { AboutChild, ChildField } from '#domain/child.ts';
import type { Enclosed } from '#domain/enclosed.ts';
import { isErased, nowIs, type Told } from '#domain/fold.ts';
import { belongsTo, enclosedIn, isKept, maySay, type Kept } from '#domain/kept.ts';
import { isWider, type Ring } from '#domain/ring.ts';
import { tidyKept } from '#domain/tidy-kept.ts';
import type { KeepView } from '#domain/view.ts';
import { inTurn, keyOf } from '#replica/circle.ts';
import { foldOlder, readableRings } from '#replica/load-circle.ts';
import { viewKeep } from '#replica/view.ts';
import { filesLeftOut } from './enclose.ts';
import { ActionRefused, asMember, asParent, circleOf, ownCircle, type Home, type OpenCircle } from './home.ts';
import { enclosing, say } from './say.ts';

/** As it is said. @throws ActionRefused with why it is not */
export function tidied<K extends Kept>(body: K): K {
	const ready = tidyKept(body);
	if (typeof ready === 'string') throw new ActionRefused(ready);
	const { enclosed, ...rest } = ready as Kept & { enclosed?: Enclosed[] };
	return { ...rest, ...enclosing(enclosed) } as K;
}

/** Whether this person may say it there. @throws ActionRefused */
export function mayKeep(home: Home, body: Kept, ring: Ring, where?: string): void {
	const { circle, keys } = asMember(home, where);
	if (!maySay(body.type, circle.state.members.get(keys.member.id)?.parent === true)) throw new ActionRefused('not-a-parent');
	const to = belongsTo(body);
	if (to === null) return;
	const told = circle.fold.told.get(to);
	if (told?.body.type !== (body.type === 'line' ? 'dedication' : 'line')) throw new ActionRefused('not-found');
	if (isWider(ring, told.ring)) throw new ActionRefused('wider-than-what-it-answers');
}

/** Says something that is kept. @throws ActionRefused */
export async function keepThis(home: Home, args: { ring: Ring; body: Kept; id?: string; draft?: string }): Promise<string> {
	const body = tidied(args.body);
	mayKeep(home, body, args.ring);
	return say(home, { ring: args.ring, body, id: args.id, draft: args.draft });
}

/** Says it anew, in the ring where it stands: one's own words only. @throws ActionRefused */
export async function changeThis(home: Home, args: { target: string; body: Kept; draft?: string }): Promise<string> {
	const { circle, keys } = asMember(home);
	const told = circle.fold.told.get(args.target);
	if (told === undefined || !isKept(told.body) || told.body.type !== args.body.type) throw new ActionRefused('not-found');
	if (told.author !== keys.member.id) throw new ActionRefused('not-yours');
	// Taken back meanwhile on another device: what is said of it anew would be read by nobody.
	if (isErased(circle.fold, told)) throw new ActionRefused('not-found');
	const now = nowIs(circle.fold, told as Told<Kept>);
	const body = tidied(args.body);
	const { enclosed, out } = filesLeftOut(circle, enclosedIn(now), enclosedIn(body));
	return say(home, {
		also: out.map((id) => home.store.change(keyOf.dropFile(circle.id, id), true)),
		ring: told.ring,
		body: { type: 'changed', target: args.target, body: tidied(enclosed === undefined ? body : ({ ...body, enclosed } as Kept)) },
		draft: args.draft
	});
}

/** Says one or more fields of a child. An empty text takes away what stands there, in every ring where it does. @throws ActionRefused */
export async function sayOfChild(
	home: Home,
	args: { child: string; ring: Ring; says: Partial<Record<ChildField, string>>; dates?: AboutChild['dates']; draft?: string }
): Promise<void> {
	asParent(home);
	const says = Object.fromEntries(Object.entries(args.says).map(([field, value]) => [field, value.trim()])) as AboutChild['says'];
	const dates = args.dates?.map(({ what, day }) => ({ what: what.trim(), day }));
	await say(home, { ring: args.ring, body: { type: 'about-child', child: args.child, says, ...(dates === undefined ? {} : { dates }) }, draft: args.draft });
}

/** A moment or a dedication belongs to a promise, or does no longer. Said where the further in of the two stands. @throws ActionRefused */
export async function tie(home: Home, args: { promise: string; target: string; tied: boolean }): Promise<void> {
	const { circle } = asParent(home);
	const [promise, target] = [circle.fold.told.get(args.promise), circle.fold.told.get(args.target)];
	if (promise?.body.type !== 'promise' || target === undefined) throw new ActionRefused('not-found');
	await say(home, { ring: isWider(promise.ring, target.ring) ? target.ring : promise.ring, body: { type: 'tie', ...args } });
}

/** All that is kept here. What this device has of it is folded first, however far back; what it has not yet comes by itself (sync/follow-circle.ts). */
export async function readKeep(home: Home, _: Record<string, never>): Promise<KeepView> {
	const open = circleOf(home);
	await foldAllHere(home, open);
	return viewKeep(open.circle, home.api.origin, ownCircle(home)?.circle.own, open.following?.connection() ?? 'offline', home.isMetered());
}

/** Folds all that this device has, however far back. The stream shows as much as before. */
export async function foldAllHere({ store }: Home, { circle }: OpenCircle): Promise<void> {
	for (const ring of readableRings(circle)) {
		const replica = circle.rings.get(ring);
		if (replica === undefined || replica.foldedFrom <= replica.stretch.first) continue;
		if (!circle.shownFrom.has(ring)) circle.shownFrom.set(ring, replica.foldedFrom);
		await inTurn(circle, () => foldOlder(store, circle, ring, replica.foldedFrom));
	}
}
