/** What a screen is shown of a circle (src/domain/view.ts), out of what this device knows of it. */
import type { Announcement } from '#domain/announcement.ts';
import type { Answer } from '#domain/answer.ts';
import { callOf, firstChild, viewChildren } from '#domain/child.ts';
import { agreedBy, isErased, isTakenAway, nowIs, nowSays, standsAt, tiesOf, type Fold, type Told } from '#domain/fold.ts';
import { belongsTo, isKept, type Kept } from '#domain/kept.ts';
import { isWider } from '#domain/ring.ts';
import { burnsUnsaid } from '#domain/support.ts';
import type { AnswerView, CircleView, EntryView, InvitationView, KeepView, KeptView, MemberView, SendingView, ToldView } from '#domain/view.ts';
import { fromHex, hex } from '#crypto/bytes.ts';
import { writeCode, writeLink } from '#identity/invitation-link.ts';
import { isOpen, type CircleState, type Invitation, type Member } from '#membership/state.ts';
import type { CircleReplica } from './circle.ts';
import { inDoubt } from './doubt.ts';
import { endedOf } from './ended.ts';
import { sendingOf } from './sending.ts';
import { draftsOf, ownKey, shownDays, type OwnFold } from './own-log.ts';
import { shownFrom } from './ring-replica.ts';
import { viewProposals } from './view-proposals.ts';
import { waitingIn } from './waiting.ts';
import { hasNewer, wrongOf } from './wrong.ts';

/** `origin` begins the links that are shared; `waitingNames` are names said by those who wait, opened by a parent's device; `metered` as in sending.ts. */
export function viewCircle(
	circle: CircleReplica,
	connection: CircleView['connection'],
	origin: string,
	waitingNames: ReadonlyMap<string, string>,
	own: OwnFold | undefined,
	metered = false
): CircleView {
	const { state, fold, record } = circle;
	const meId = circle.keys?.member.id ?? '';
	const me = state.members.get(meId);
	// Whoever only reads is here as their invitation.
	const invited = state.invitations.get(me === undefined ? circle.holder.id : (me.invitation ?? ''));
	const nameOf = (id: string): string => fold.names.get(id)?.value ?? (id === meId ? (record.saidName ?? '') : (waitingNames.get(id) ?? nameOnCard(id)));
	// Until the log has been read back to where they said it.
	const nameOnCard = (id: string): string => (record.card?.memberId === id ? record.card.inviter : '');
	const ended = endedOf(circle);
	const isAside = (id: string): boolean => own?.asides.get(ownKey(circle.id, id))?.value === true;
	const lookups: Lookups = { nameOf, isAside, sendingOf: (id) => sendingOf(circle, id, connection === 'live', metered) };
	const shown = [...fold.told.values()].filter((one) => isShown(circle, one)).sort(newestFirst);
	const answers = answersIn(circle, shown, meId, lookups);
	const told = shown
		.filter((one): one is Told<Announcement> => one.body.type === 'announcement' && standsAt(fold, one) === one)
		.map((one): ToldView => ({
			...viewEntry(circle, one, meId, lookups),
			asking: nowSays(fold, one).asking,
			answers: answers.get(one.id) ?? [],
			agreed: agreed(fold, one, nameOf),
			spokeFor: !one.byParent
		}));
	return {
		circleId: circle.id,
		title: fold.title?.value ?? record.farewell?.title ?? record.card?.title ?? '',
		childName: callOf(viewChildren(fold.children).find(({ child }) => child === firstChild)),
		prayers: fold.prayers?.value ?? 'both',
		me: { memberId: meId, name: nameOf(meId), ring: me?.ring ?? 'all', parent: me?.parent ?? false },
		elsewhere: isElsewhere(circle),
		standing: ended !== null ? 'ended' : record.closed === true ? 'closed' : standingOf(me, invited),
		ended: ended === null ? null : { why: ended.why, at: ended.at, by: record.farewell?.by ?? null },
		invited: invited === undefined ? null : { ring: invited.ring, parent: invited.parent, compare: invited.compare },
		members: [...state.members.values()]
			.filter(({ standing }) => standing === 'in' || standing === 'waiting')
			.map((member) => viewMember(state, member, meId, nameOf)),
		told,
		kept: keptIn(circle, shown, answers, meId, lookups),
		proposals: viewProposals(circle, meId, nameOf),
		drafts: own === undefined ? [] : draftsOf(own, circle.id),
		invitations: me?.parent === true ? viewInvitations(circle, origin, nameOf) : [],
		more: [...circle.rings.keys()].some((ring) => shownFrom(circle, ring) > 1),
		unsent: waitingIn(circle).length,
		connection,
		wrong: wrongOf(circle, nameOf),
		stopped: record.trouble !== null || inDoubt(circle),
		newer: hasNewer(circle),
		notices: record.notices ?? null,
		erasing: [...state.erasing],
		card: record.card
	};
}

const isElsewhere = ({ state, keys }: CircleReplica): boolean =>
	keys !== null && [...state.devices.values()].some(({ id, member, ended }) => member === keys.member.id && ended === null && id !== hex(keys.deviceId));

function standingOf(me: Member | undefined, invited: Invitation | undefined): CircleView['standing'] {
	if (me === undefined) return invited?.revoked === true ? 'closed' : 'reader';
	return me.standing === 'in' ? 'member' : me.standing === 'waiting' ? 'waiting' : 'closed';
}

interface Lookups {
	nameOf(this: void, id: string): string;
	isAside(this: void, id: string): boolean;
	sendingOf(this: void, id: string): SendingView | null;
}

const newestFirst = (a: Told, b: Told): number => b.time - a.time || (a.id < b.id ? 1 : -1);

const isShown = (circle: CircleReplica, { n, ring }: Told): boolean => n === null || n >= shownFrom(circle, ring);

/** Name of the other parent, where what it says now carries their yes. */
function agreed(fold: Fold, told: Told, nameOf: Lookups['nameOf']): string | null {
	const by = agreedBy(fold, told);
	return by === null ? null : nameOf(by);
}

/** Answers by what they stand with, newest first. */
function answersIn(circle: CircleReplica, shown: readonly Told[], meId: string, lookups: Lookups): Map<string, AnswerView[]> {
	const { fold } = circle;
	const answers = new Map<string, AnswerView[]>();
	for (const one of shown) {
		if (one.body.type !== 'answer') continue;
		const target = fold.told.get(one.body.to);
		// An answer is never wider than what it answers; one that claims to be is not shown.
		if (target !== undefined && isWider(one.ring, target.ring)) continue;
		// Where the news was told anew, the answers to the earlier stand with it, for those who could read them before.
		const at = target === undefined ? one.body.to : standsAt(fold, target).id;
		const view = viewAnswer(circle, one as Told<Answer>, meId, lookups);
		const beside = answers.get(at);
		if (beside === undefined) answers.set(at, [view]);
		else beside.push(view);
	}
	return answers;
}

function viewAnswer(circle: CircleReplica, one: Told<Answer>, meId: string, lookups: Lookups): AnswerView {
	const { to, kind, motif, burns } = one.body;
	return { ...viewEntry(circle, one, meId, lookups), to, kind, motif, burns: burns === undefined ? burnsUnsaid : burns };
}

/** What is kept and given, and not taken back: never wider than what it belongs to. */
function keptIn(circle: CircleReplica, shown: readonly Told[], answers: ReadonlyMap<string, AnswerView[]>, meId: string, lookups: Lookups): KeptView[] {
	const { fold } = circle;
	return shown
		.filter((one): one is Told<Kept> => isKept(one.body) && !isErased(fold, one) && isWithin(fold, one))
		.map((one) => ({
			...viewEntry(circle, one, meId, lookups),
			body: nowIs(fold, one),
			answers: answers.get(one.id) ?? [],
			agreed: agreed(fold, one, lookups.nameOf)
		}));
}

export function isWithin(fold: Fold, { ring, body }: Told): boolean {
	const to = isKept(body) ? belongsTo(body) : null;
	if (to === null) return true;
	const target = fold.told.get(to);
	// Each to its own kind: what named itself, or one another, would never come to an end.
	if (target?.body.type !== (body.type === 'line' ? 'dedication' : 'line')) return false;
	return !isWider(ring, target.ring) && !isErased(fold, target) && isWithin(fold, target);
}

/** All that is kept here, however far back: what has been folded of it. */
export function viewKeep(circle: CircleReplica, origin: string, own: OwnFold | undefined, connection: CircleView['connection'], metered: boolean): KeepView {
	const whole: CircleReplica = { ...circle, shownFrom: new Map([...circle.rings].map(([ring, { foldedFrom }]) => [ring, foldedFrom])) };
	const { kept, told } = viewCircle(whole, connection, origin, new Map(), own, metered);
	const { fold } = circle;
	const ids = new Set(kept.map(({ id }) => id));
	return {
		whole: [...circle.rings.values()].every(({ foldedFrom }) => foldedFrom <= 1),
		children: viewChildren(fold.children),
		kept,
		answers: [...told, ...kept].flatMap(({ answers }) => answers),
		ties: tiesOf(fold).filter(({ promise, target }) => ids.has(promise) && ids.has(target)),
		anniversaries: own === undefined ? [] : shownDays(own, circle.id)
	};
}

function viewEntry(circle: CircleReplica, told: Told, meId: string, { nameOf, isAside, sendingOf }: Lookups): EntryView {
	const { text, enclosed, edited, takenBack } = nowSays(circle.fold, told);
	const mine = told.author === meId;
	return {
		id: told.id,
		ring: told.ring,
		author: { memberId: told.author, name: nameOf(told.author), parent: told.byParent },
		mine,
		at: told.time,
		text,
		enclosed,
		sending: mine && !told.settled ? sendingOf(told.id) : null,
		edited,
		takenBack,
		takenAway: isTakenAway(circle.fold, told),
		aside: isAside(told.id),
		state: told.settled ? 'settled' : 'waiting',
		arrived: mine && !told.byParent && told.n !== null && told.n <= circle.fold.arrived[told.ring]
	};
}

function viewMember(state: CircleState, member: Member, meId: string, nameOf: (id: string) => string): MemberView {
	return {
		memberId: member.id,
		name: nameOf(member.id),
		ring: member.ring,
		parent: member.parent,
		me: member.id === meId,
		since: member.since,
		compared: member.invitation === null || state.invitations.get(member.invitation)?.compare === true,
		grants: [...member.grants],
		insteadOf: member.insteadOf === null ? null : { name: nameOf(member.insteadOf.member), vouched: nameOf(member.insteadOf.vouched) },
		letInBy: member.letInBy === null ? null : nameOf(member.letInBy),
		waiting: member.standing === 'waiting',
		invitation: member.invitation
	};
}

function viewInvitations(circle: CircleReplica, origin: string, nameOf: (id: string) => string): InvitationView[] {
	const { state, fold } = circle;
	const cameIn = (id: string) =>
		[...state.members.values()].filter((member) => member.invitation === id && member.standing === 'in').map((member) => nameOf(member.id));
	return [...state.invitations.values()]
		.sort((a, b) => b.at - a.at)
		.map((invitation): InvitationView => {
			const note = fold.invitations.get(invitation.id)?.value;
			const secret = note === undefined ? null : fromHex(note.secret);
			const share =
				secret === null || note === undefined
					? null
					: note.form === 'code'
						? writeCode(secret)
						: `${origin}/i#${writeLink({ secret, circleId: state.circleId })}`;
			return {
				invitation: invitation.id,
				label: note?.label ?? '',
				ring: invitation.ring,
				parent: invitation.parent,
				form: note?.form ?? 'link',
				share,
				usesLeft: invitation.uses === 0 ? null : invitation.uses - invitation.used,
				open: isOpen(invitation),
				cameIn: cameIn(invitation.id)
			};
		});
}
