/** What is said inside a circle: the news, answers, corrections, taking back, and the family's switches. Each is kept here first. */
import { unknownHash, type Body, type Erase, type Prayers } from '#domain/body.ts';
import type { Answer } from '#domain/answer.ts';
import type { Announcement, Asking } from '#domain/announcement.ts';
import type { Enclosed } from '#domain/enclosed.ts';
import { everSaid, everythingOf, isErased, nowSays, type Told, type Waits } from '#domain/fold.ts';
import { firstChild, viewChildren } from '#domain/child.ts';
import { isWider, reaches, type Ring } from '#domain/ring.ts';
import { equal } from '#crypto/bytes.ts';
import { encodeBody } from '#log/body.ts';
import { maxName, maxText } from '#log/codec.ts';
import { readEnclosed, writeEnclosed } from '#log/enclosed.ts';
import { keyOf, type CircleReplica } from '#replica/circle.ts';
import { filesIn, isSpokenOf } from '#replica/files.ts';
import { addToOutbox, removeUnsealed } from '#replica/outbox.ts';
import type { Change } from '#replica/store.ts';
import { filesLeftOut, putBack } from './enclose.ts';
import { ActionRefused, asMember, asParent, circleOf, type Home } from './home.ts';

interface Said {
	ring: Ring;
	body: Body;
	/** Hex entry id, chosen by the caller, so that asking twice is saying once. */
	id?: string | undefined;
	/** Hex id of the circle, where it is not the one on screen. */
	circle?: string;
	/** A draft that has now been said. */
	draft?: string | undefined;
	/** Kept in the same transaction. */
	also?: Promise<Change>[];
}

export async function say(home: Home, { ring, body, id, circle: where, draft, also: more = [] }: Said): Promise<string> {
	const { circle, following, keys } = asMember(home, where);
	const member = circle.state.members.get(keys.member.id);
	if (member === undefined || !reaches(member.ring, ring)) throw new ActionRefused('not-your-ring');
	const also = draft === undefined ? more : [...more, home.store.change(keyOf.draft(draft), undefined)];
	for (const file of filesIn({ body })) if (!circle.files.has(file.id) && !isSpokenOf(circle.fold, file.id)) throw new ActionRefused('file-elsewhere');
	const asItself = id !== undefined && mayBe(circle, id, { ring, body });
	const entry = await addToOutbox(home.store, circle, { ring, body, time: Date.now(), ...(asItself ? { id } : {}) }, also);
	following?.push();
	home.changed();
	return entry;
}

/** Said by another device meanwhile in other words or elsewhere, or asked of the other parent: this is said as well, as something of its own. */
function mayBe({ fold }: CircleReplica, id: string, { ring, body }: Pick<Said, 'ring' | 'body'>): boolean {
	if (body.type !== 'proposal' && fold.proposals.has(id)) return false;
	const before = fold.told.get(id);
	return before === undefined || isErased(fold, before) || (before.ring === ring && saysTheSame(before.body, body));
}

/** By the one way it is written, whatever order its fields came in. */
export const saysTheSame = (one: Body, other: Body): boolean => equal(encodeBody({ time: 0, body: one }), encodeBody({ time: 0, body: other }));

const checkText = (text: string, mayBeEmpty = false, most = maxText): string => {
	const trimmed = text.trim();
	if (trimmed === '' && !mayBeEmpty) throw new ActionRefused('empty');
	if (trimmed.length > most) throw new ActionRefused('too-long');
	return trimmed;
};
/** Nothing at all is not said; a picture may be, without words. */
const mayBeWordless = (enclosed: Enclosed[] | undefined): boolean => enclosed !== undefined && enclosed.length > 0;
/** As it will be read, without whatever else a draft says of it; the list is left out where it is empty. */
export const enclosing = (enclosed: Enclosed[] = []): { enclosed?: Enclosed[] } =>
	enclosed.length === 0 ? {} : { enclosed: readEnclosed(writeEnclosed(enclosed)) };
const checkName = (name: string): string => checkText(name, false, maxName);

/** Tells the news once, to the ring chosen. */
export async function tellNews(
	home: Home,
	args: { ring: Ring; text: string; asking: Asking; enclosed?: Enclosed[]; id?: string; draft?: string }
): Promise<string> {
	mayTell(home);
	const { text, asking, enclosed } = args;
	const body = tidiedNews({ type: 'announcement', text, asking, ...(enclosed === undefined ? {} : { enclosed }) });
	return say(home, { ring: args.ring, body, id: args.id, draft: args.draft });
}

/** @throws ActionRefused where they are neither a parent nor asked to speak for them */
export function mayTell(home: Home, where?: string): void {
	const { circle, keys } = asMember(home, where);
	const me = circle.state.members.get(keys.member.id);
	if (me?.parent !== true && me?.grants.includes('spokesperson') !== true) throw new ActionRefused('not-a-parent');
}
/** @throws ActionRefused empty, too-long */
export const tidiedNews = ({ text, asking, enclosed }: Announcement): Announcement => ({
	type: 'announcement',
	text: checkText(text, mayBeWordless(enclosed)),
	asking,
	...enclosing(enclosed)
});

/** Answers something told; in its ring, or further in. */
export async function answer(
	home: Home,
	args: {
		to: string;
		ring?: Ring;
		kind: Answer['kind'];
		text: string;
		motif: Answer['motif'];
		burns?: number | null;
		enclosed?: Enclosed[];
		id?: string;
		draft?: string;
	}
): Promise<string> {
	const { circle } = asMember(home);
	const told = circle.fold.told.get(args.to);
	if (told === undefined) throw new ActionRefused('not-found');
	const ring = args.ring ?? told.ring;
	if (isWider(ring, told.ring)) throw new ActionRefused('wider-than-what-it-answers');
	const wordless = args.kind === 'candle' || args.kind === 'prayer' || args.kind === 'thought' || mayBeWordless(args.enclosed);
	const text = checkText(args.text, wordless);
	const motif = args.kind === 'card' ? args.motif : null;
	const burns = args.kind !== 'candle' || args.burns === undefined ? {} : { burns: args.burns };
	return say(home, {
		ring,
		body: { type: 'answer', to: args.to, kind: args.kind, text, motif, ...burns, ...enclosing(args.enclosed) },
		id: args.id,
		draft: args.draft
	});
}

/** Corrects one's own words; they stay in the ring where they are. A picture that is left out of them goes from the server and from everybody's devices. */
export async function correct(home: Home, args: { target: string; text: string; asking: Asking; enclosed?: Enclosed[]; draft?: string }): Promise<string> {
	const { circle } = asMember(home);
	const told = ownTold(home, args.target);
	// Taken back meanwhile on another device: what is said of it anew would be read by nobody.
	if (isErased(circle.fold, told)) throw new ActionRefused('not-found');
	const { enclosed, out } = filesLeftOut(circle, nowSays(circle.fold, told).enclosed, args.enclosed);
	return say(home, {
		also: out.map((id) => home.store.change(keyOf.dropFile(circle.id, id), true)),
		ring: told.ring,
		body: { type: 'edit', target: args.target, text: checkText(args.text, mayBeWordless(enclosed)), asking: args.asking, ...enclosing(enclosed) },
		draft: args.draft
	});
}

/** Takes one's own words back, or, as a parent, a guest's away: with every correction of them. What has not been sent yet is taken out as well. */
export async function takeBack(home: Home, { target }: { target: string }): Promise<void> {
	const { circle, following, keys } = asMember(home);
	const told = circle.fold.told.get(target);
	if (told === undefined) throw new ActionRefused('not-found');
	if (told.author !== keys.member.id) {
		asParent(home);
		if (told.byParent) throw new ActionRefused('not-yours');
	}
	if (await removeUnsealed(home.store, circle, target)) {
		// What waited for a yes, and was about to be said, is not said again.
		for (const waits of circle.fold.proposals.values())
			if (waits.body.entry === target && waits.author === keys.member.id) await eraseProposal(home, circle, waits);
		await putBack(home, { enclosed: everSaid(circle.fold, told).flat() });
		following?.push();
		return home.changed();
	}
	await eraseTold(home, circle, told);
	following?.push();
	home.changed();
}

/** What waited for the other parent waits no longer. */
export async function eraseProposal({ store }: Home, circle: CircleReplica, { id, hash }: Waits): Promise<void> {
	const body: Erase = { type: 'erase', target: id, targetHash: hash || unknownHash };
	await addToOutbox(store, circle, { ring: 'us', body, time: Date.now() }, [store.change(keyOf.drop(circle.id, id), 'us')]);
}

/** The thing itself last: broken off before that, it is still there to be taken back. @param fold knows of all that corrects it */
export async function eraseTold({ store }: Home, circle: CircleReplica, told: Told, fold = circle.fold): Promise<void> {
	for (const [id, hash] of [...everythingOf(fold, told)].reverse()) {
		const body: Erase = { type: 'erase', target: id, targetHash: hash || unknownHash };
		await addToOutbox(store, circle, { ring: told.ring, body, time: Date.now() }, [store.change(keyOf.drop(circle.id, id), told.ring)]);
	}
}

/**
 * Tells one's own news anew in another ring, in the words given, and takes the earlier back: an edit never widens a ring. The new first,
 * so that whatever is broken off in between loses nothing; asked again with the same `id`, it goes on from there.
 */
export async function retell(
	home: Home,
	args: { target: string; ring: Ring; text: string; asking: Asking; enclosed?: Enclosed[]; id: string }
): Promise<string> {
	asParent(home);
	const earlier = ownTold(home, args.target);
	if (earlier.body.type !== 'announcement') throw new ActionRefused('not-found');
	if (earlier.ring === args.ring) throw new ActionRefused('same-ring');
	const { circle } = circleOf(home);
	if (isErased(circle.fold, earlier) && !circle.fold.told.has(args.id)) throw new ActionRefused('not-found');
	const entry = await tellNews(home, args);
	const inner = isWider(args.ring, earlier.ring) ? earlier.ring : args.ring;
	const linked = [...circle.fold.retold.values()].some(({ value }) => value === entry);
	if (!linked) await say(home, { ring: inner, body: { type: 'retold', entry, earlier: earlier.id } });
	if (!isErased(circle.fold, earlier)) await takeBack(home, { target: earlier.id });
	return entry;
}

function ownTold(home: Home, target: string) {
	const { circle, keys } = asMember(home);
	const told = circle.fold.told.get(target);
	if (told === undefined) throw new ActionRefused('not-found');
	if (told.author !== keys.member.id) throw new ActionRefused('not-yours');
	return told;
}

export async function setPrayers(home: Home, { prayers }: { prayers: Prayers }): Promise<void> {
	asParent(home);
	await say(home, { ring: 'all', body: { type: 'settings', prayers } });
}

export async function rename(home: Home, { name }: { name: string }): Promise<void> {
	await say(home, { ring: 'all', body: { type: 'name', name: checkName(name) } });
}

/** No name at all takes back the one that was said: nothing that stands elsewhere is changed by it. */
export async function nameChild(home: Home, { name }: { name: string }): Promise<void> {
	asParent(home);
	const { circle } = circleOf(home);
	const said = checkText(name, true, maxName);
	if (said !== '') return void (await say(home, { ring: 'us', body: { type: 'child', name: said } }));
	// Wherever it stands.
	const known = viewChildren(circle.fold.children).find(({ child }) => child === firstChild);
	for (const ring of known?.rings.name ?? []) await say(home, { ring, body: { type: 'about-child', child: firstChild, says: { name: '' } } });
}

export async function nameCircle(home: Home, { title }: { title: string }): Promise<void> {
	asParent(home);
	await say(home, { ring: 'all', body: { type: 'place', title: checkName(title) } });
}
