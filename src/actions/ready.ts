/**
 * WHEN THEY ARE READY. What rests, or waits for its day, lies in the writer's own log: nobody else can know of it. What waits for the
 * other parent stands in `us`. Either is said by a device of its writer's, and by nobody else's, when it is next awake.
 */
import { isWithdrawn, proposalsOf, type Waits } from '#domain/fold.ts';
import type { Said } from '#domain/ready.ts';
import type { Yes } from '#domain/yes.ts';
import type { Ring } from '#domain/ring.ts';
import { hex } from '#crypto/bytes.ts';
import { randomBytes } from '#crypto/random.ts';
import { hashOf, isTheirYes, sayYes, type YesTo } from '#log/yes.ts';
import { parentsIn } from '#membership/state.ts';
import { keyOf, type CircleReplica } from '#replica/circle.ts';
import { addToOutbox, removeUnsealed } from '#replica/outbox.ts';
import { draftsOf, emptyOwnFold, ownKey } from '#replica/own-log.ts';
import { mayGo } from '#replica/waiting.ts';
import { pullRing, type Line } from '#sync/pull.ts';
import { ensureOwn } from './begin.ts';
import { putBack } from './enclose.ts';
import { ActionRefused, asMember, asParent, circleOf, ownCircle, type Home, type OpenCircle } from './home.ts';
import { mayKeep, tidied } from './keep.ts';
import { eraseProposal, mayTell, say, saysTheSame, tidiedNews } from './say.ts';

const ready = (says: Said): Said => (says.type === 'announcement' ? tidiedNews(says) : tidied(says));
const maySayIt = (home: Home, says: Said, ring: Ring, where?: string): void =>
	says.type === 'announcement' ? mayTell(home, where) : mayKeep(home, says, ring, where);

interface ToRest {
	entry: string;
	ring: Ring;
	says: Said;
	/** When it is to be said, in milliseconds since 1970; null: it rests. */
	release: number | null;
	/** What was typed, and now rests. */
	draft?: string;
}
/** Lets it rest, or wait for its day. Said again, the later holds. @throws ActionRefused */
export async function letRest(home: Home, { entry, ring, says, release, draft }: ToRest): Promise<void> {
	const { circle } = asMember(home);
	if (release !== null && release <= Date.now()) throw new ActionRefused('no-day');
	const own = await ensureOwn(home);
	// Said, asked or put away meanwhile, here or by another device: these words rest as something of their own.
	const isOver = circle.fold.told.has(entry) || circle.fold.proposals.has(entry) || own.circle.own.draftsGone.has(ownKey(circle.id, entry));
	const body = { type: 'draft' as const, circle: circle.id, entry: isOver ? hex(randomBytes(16)) : entry, ring, says: ready(says), release };
	await addToOutbox(
		home.store,
		own.circle,
		{ ring: 'us', body, time: Date.now() },
		draft === undefined ? [] : [home.store.change(keyOf.draft(draft), undefined)]
	);
	own.following?.push();
	home.changed();
}

/** What rests here, or waits for its day, in a place. */
export const restingIn = (home: Home, circleId: string) => draftsOf(ownCircle(home)?.circle.own ?? emptyOwnFold(), circleId);

/** Puts away what rested: it will not be said. */
export async function putAwayDraft(home: Home, { entry }: { entry: string }): Promise<void> {
	const { circle } = circleOf(home);
	const own = await ensureOwn(home);
	const draft = draftsOf(own.circle.own, circle.id).find((one) => one.entry === entry);
	await forgetDraft(home, own, circle, entry);
	if (draft !== undefined) await putBack(home, { enclosed: 'enclosed' in draft.says ? (draft.says.enclosed ?? []) : [] });
}

async function forgetDraft(home: Home, own: OpenCircle, circle: CircleReplica, entry: string): Promise<void> {
	await addToOutbox(home.store, own.circle, { ring: 'us', body: { type: 'draft-gone', circle: circle.id, entry }, time: Date.now() });
	own.following?.push();
	home.changed();
}

/**
 * Asks the other parent. Each time it is asked it is another thing, so that no answer to earlier words is one to these; and what rested, rests no longer.
 * @throws ActionRefused `no-other-parent`, and as if it were said now
 */
export async function propose(home: Home, { entry, ring, says, draft }: Omit<ToRest, 'release'>): Promise<string> {
	const { circle } = asParent(home);
	maySayIt(home, says, ring);
	if (parentsIn(circle.state).length < 2) throw new ActionRefused('no-other-parent');
	// Asked twice by an impatient finger it is asked once.
	const before = circle.fold.proposals.get(entry);
	const isSame = before !== undefined && !isWithdrawn(circle.fold, before) && before.body.ring === ring && saysTheSame(before.body.says, ready(says));
	const id = before === undefined || isSame ? entry : hex(randomBytes(16));
	const asked = await say(home, { ring: 'us', id, body: { type: 'proposal', entry: hex(randomBytes(16)), ring, says: ready(says) }, draft });
	const own = ownCircle(home);
	if (own !== undefined && restingIn(home, circle.id).some((one) => one.entry === entry)) await forgetDraft(home, own, circle, entry);
	return asked;
}

/** Takes back what one has asked. Its words rest with oneself again; what was enclosed goes, as it does from the server. */
export async function withdraw(home: Home, { id }: { id: string }): Promise<void> {
	const { circle, keys } = asParent(home);
	const waits = circle.fold.proposals.get(id);
	if (waits === undefined || isWithdrawn(circle.fold, waits)) throw new ActionRefused('not-found');
	if (waits.author !== keys.member.id) throw new ActionRefused('not-yours');
	const { entry, ring, says } = waits.body;
	// With the other's yes it is said; but for what has not been sealed yet.
	if (circle.fold.told.get(entry)?.author === keys.member.id && !(await removeUnsealed(home.store, circle, entry))) throw new ActionRefused('not-found');
	const words = { ...says, ...('enclosed' in says ? { enclosed: [] } : {}) } as Said;
	// As what it would have been: broken off here and said after all, it rests no longer; withdrawn again, it rests once.
	await letRest(home, { entry, ring, says: words, release: null }).catch((error: unknown) => {
		// There were no words.
		if (!(error instanceof ActionRefused)) throw error;
	});
	await eraseProposal(home, circle, waits);
	circleOf(home).following?.push();
	home.changed();
}

/** A yes to the very words and the ring, as they are; or not now, which can become a yes. @throws ActionRefused */
export async function answerProposal(home: Home, { id, yes }: { id: string; yes: boolean }): Promise<void> {
	const { circle, keys } = asParent(home);
	const waits = proposalsOf(circle.fold).find((one) => one.id === id);
	if (waits === undefined) throw new ActionRefused('not-found');
	if (waits.author === keys.member.id) throw new ActionRefused('not-yours');
	const to = yesTo(circle, waits);
	const by = { member: keys.member.id, device: hex(keys.deviceId), controlN: circle.state.n };
	const said: Yes | null = yes ? await sayYes(to, by, keys.device) : null;
	await say(home, { ring: 'us', body: { type: 'consent', entry: to.entry, hash: await hashOf(to), yes: said } });
}

const yesTo = ({ state }: CircleReplica, { body }: Waits): YesTo => ({ circleId: state.circleId, ring: body.ring, entry: body.entry, says: body.says });

/**
 * Says what is due, in every place: what waited for its day, and what the other parent has said yes to. Whatever is broken off in between
 * is said once all the same: its entry id is fixed. Gives the time of the next that waits for its day; null where none does.
 */
export async function sayWhatIsDue(home: Home, now: number): Promise<number | null> {
	let next: number | null = null;
	for (const open of [...home.circles.values()]) {
		if (open.circle.record.own) continue;
		try {
			await letRestInstead(home, open.circle);
			const waits = await sayDueIn(home, open, now);
			if (waits !== null) next = Math.min(waits, next ?? waits);
		} catch (error) {
			// The place has ended, stands still, or one is no longer who may say it: it rests on.
			if (!(error instanceof ActionRefused)) throw error;
		}
	}
	return next;
}

/** What somebody wrote for the parents, and had not been sent when they were asked to no longer, rests with whoever wrote it. */
async function letRestInstead(home: Home, circle: CircleReplica): Promise<void> {
	for (const item of circle.outbox) {
		const { id, ring, body } = item;
		if (body.type !== 'announcement' || mayGo(circle, item)) continue;
		const own = await ensureOwn(home);
		const draft = { type: 'draft' as const, circle: circle.id, entry: hex(randomBytes(16)), ring, says: body, release: null };
		await removeUnsealed(home.store, circle, id, (out) => addToOutbox(home.store, own.circle, { ring: 'us', body: draft, time: Date.now() }, [out]));
		own.following?.push();
		home.changed();
	}
}

/** Where the server could not be asked, it is looked again after this, in milliseconds. */
const again = 30_000;

async function sayDueIn(home: Home, open: OpenCircle, now: number): Promise<number | null> {
	const { circle, following } = open;
	/** By oneself: what somebody else says under that id is not it. */
	const isSaid = (entry: string): boolean => circle.fold.told.get(entry)?.author === circle.keys?.member.id;
	const resting = () => restingIn(home, circle.id);
	const asked = () => [...circle.fold.proposals.values()].filter((waits) => waits.author === circle.keys?.member.id && !isWithdrawn(circle.fold, waits));
	if ((resting().length === 0 && asked().length === 0) || following?.connection() !== 'live') return null;
	const { keys } = asMember(home, circle.id);
	const isDue = ({ release }: { release: number | null }): boolean => release !== null && release <= now;

	// What another device of one's own has changed, put away or taken back meanwhile is read first.
	if (resting().some((draft) => isDue(draft) && !isSaid(draft.entry))) {
		const own = ownCircle(home);
		if (own === undefined || !(await isRead(own.line, 'us'))) return now + again;
	}
	for (const draft of resting()) {
		const { entry, ring, says } = draft;
		// Asked, and broken off before it rested no longer.
		const isAsked = circle.fold.proposals.get(entry)?.author === keys.member.id;
		if (!isSaid(entry) && !isAsked) {
			if (!isDue(draft) || circle.fold.told.has(entry)) continue;
			try {
				maySayIt(home, says, ring, circle.id);
				await say(home, { ring, body: says, id: entry, circle: circle.id });
			} catch (error) {
				// One may say it no longer, or a picture of it lies on another device, which says it: here it rests on.
				if (error instanceof ActionRefused) continue;
				throw error;
			}
		}
		await forgetDraft(home, await ensureOwn(home), circle, entry);
	}
	for (const { id } of asked()) {
		const waits = circle.fold.proposals.get(id) as Waits;
		const told = circle.fold.told.get(waits.body.entry);
		if (told === undefined) {
			if ((await givenYes(circle, waits)) === null || !(await isRead(open.line, 'us'))) continue;
			const yes = asked().some((one) => one.id === id) ? await givenYes(circle, waits) : null;
			if (yes !== null) await say(home, { ring: waits.body.ring, body: { ...waits.body.says, yes }, id: waits.body.entry, circle: circle.id });
		} else if (told.author === keys.member.id && told.n !== null) {
			// It is said, and safe: what waited for it stands no longer.
			await eraseProposal(home, circle, waits);
			following.push();
		}
	}
	const later = resting().flatMap(({ release }) => (release !== null && release > now ? [release] : []));
	return later.length === 0 ? null : Math.min(...later);
}

/** Whether a ring's log has been read to its end just now; not where the server is out of reach, or shows what cannot be followed. */
const isRead = (line: Line, ring: Ring): Promise<boolean> =>
	pullRing(line, ring).then(
		() => true,
		() => false
	);

/** Another parent's yes to these very words that everybody would take; null where there is none. */
async function givenYes(circle: CircleReplica, waits: Waits): Promise<Yes | null> {
	const to = yesTo(circle, waits);
	const hash = await hashOf(to);
	for (const { author, body } of circle.fold.consents.values()) {
		if (body.entry !== to.entry || body.hash !== hash || body.yes?.member !== author) continue;
		if (await isTheirYes(circle.state, to, body.yes, waits.author, circle.state.n)) return body.yes;
	}
	return null;
}
