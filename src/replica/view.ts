/** What a screen is shown of a circle (src/domain/view.ts), out of what this device knows of it. */
import { isTakenAway, nowSays, standsAt, type Told } from '#domain/fold.ts';
import { isWider } from '#domain/ring.ts';
import type { AnswerView, CircleView, EntryView, InvitationView, MemberView, SendingView, ToldView } from '#domain/view.ts';
import { fromHex, hex } from '#crypto/bytes.ts';
import { writeCode, writeLink } from '#identity/invitation-link.ts';
import { isOpen, type CircleState, type Invitation, type Member } from '#membership/state.ts';
import type { CircleReplica } from './circle.ts';
import { inDoubt } from './doubt.ts';
import { endedOf } from './ended.ts';
import { sendingOf } from './sending.ts';
import { asideKey, type OwnFold } from './own-log.ts';
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
	const isAside = (id: string): boolean => own?.asides.get(asideKey(circle.id, id))?.value === true;
	const lookups: Lookups = { nameOf, isAside, sendingOf: (id) => sendingOf(circle, id, connection === 'live', metered) };
	const told = [...fold.told.values()].sort(newestFirst);
	const answers = new Map<string, AnswerView[]>();
	for (const one of told) {
		if (one.body.type !== 'answer') continue;
		const target = fold.told.get(one.body.to);
		// An answer is never wider than what it answers; one that claims to be is not shown.
		if (target !== undefined && isWider(one.ring, target.ring)) continue;
		// Where the news was told anew, the answers to the earlier stand with it, for those who could read them before.
		const at = target === undefined ? one.body.to : standsAt(fold, target).id;
		const view: AnswerView = { ...viewEntry(circle, one, meId, lookups), to: one.body.to, kind: one.body.kind, motif: one.body.motif };
		const beside = answers.get(at);
		if (beside === undefined) answers.set(at, [view]);
		else beside.push(view);
	}
	const toldViews = told
		.filter((one) => one.body.type === 'announcement' && standsAt(fold, one) === one)
		.map((one): ToldView => ({ ...viewEntry(circle, one, meId, lookups), asking: nowSays(fold, one).asking, answers: answers.get(one.id) ?? [] }));
	return {
		circleId: circle.id,
		title: fold.title?.value ?? record.farewell?.title ?? record.card?.title ?? '',
		childName: fold.child?.value || null,
		prayers: fold.prayers?.value ?? 'both',
		me: { memberId: meId, name: nameOf(meId), ring: me?.ring ?? 'all', parent: me?.parent ?? false },
		elsewhere: isElsewhere(circle),
		standing: ended !== null ? 'ended' : record.closed === true ? 'closed' : standingOf(me, invited),
		ended: ended === null ? null : { why: ended.why, at: ended.at, by: record.farewell?.by ?? null },
		invited: invited === undefined ? null : { ring: invited.ring, parent: invited.parent, compare: invited.compare },
		members: [...state.members.values()]
			.filter(({ standing }) => standing === 'in' || standing === 'waiting')
			.map((member) => viewMember(state, member, meId, nameOf)),
		told: toldViews,
		invitations: me?.parent === true ? viewInvitations(circle, origin, nameOf) : [],
		more: [...circle.rings.values()].some(({ foldedFrom }) => foldedFrom > 1),
		unsent: waitingIn(circle).length,
		connection,
		wrong: wrongOf(circle, nameOf),
		stopped: record.trouble !== null || inDoubt(circle),
		newer: hasNewer(circle),
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
