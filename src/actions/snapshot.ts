/** What the worker shows the pages: the circle on screen, and which others this device knows. */
import { fromHex } from '#crypto/bytes.ts';
import type { DoorView } from '#domain/door.ts';
import type { CircleView } from '#domain/view.ts';
import { invitationKeys } from '#identity/invitation-keys.ts';
import { openName } from '#log/card.ts';
import type { CircleReplica } from '#replica/circle.ts';
import { doorsOf, isKept } from '#replica/own-log.ts';
import { viewCircle } from '#replica/view.ts';
import { wrongOf } from '#replica/wrong.ts';
import { ownCircle, type Home } from './home.ts';

export interface Snapshot {
	/** Null while nothing is open on this device. */
	view: CircleView | null;
	/** How much of a film has been made ready, from 0 to 1. */
	readying: number | null;
	archiving: { done: number; total: number } | null;
	/** One's ways back; null while there is nothing of one's own on this device. */
	doors: DoorView[] | null;
	/** After how many minutes it locks by itself; null: it does not. */
	lockAfter: number | null;
	circles: { circleId: string; title: string; standing: CircleView['standing'] }[];
}

/** Names said by those who wait or came in, opened once, by `${circle} ${member}`; empty where this device cannot open one. */
const opened = new Map<string, string>();

export async function takeSnapshot(home: Home): Promise<Snapshot> {
	const own = ownCircle(home)?.circle;
	// One's own log is on no screen; what is wrong with it stops nothing that others read, and is told wherever one is.
	const wrong = own === undefined ? [] : wrongOf(own, () => '').map((one) => ({ ...one, stops: false, ring: 'own' as const, who: null, member: null }));
	const snapshot: Snapshot = {
		view: null,
		readying: home.readying,
		archiving: home.archiving && { ...home.archiving },
		doors: own === undefined ? null : doorsOn(home, own),
		lockAfter: home.lockAfter.minutes,
		circles: []
	};
	for (const { circle, following } of home.circles.values()) {
		if (circle.record.own) continue;
		const view = viewCircle(circle, following?.connection() ?? 'offline', home.api.origin, await joinNames(circle), own?.own, home.isMetered());
		view.wrong.push(...wrong);
		snapshot.circles.push({ circleId: circle.id, title: view.title, standing: view.standing });
		if (circle.id === home.current) snapshot.view = view;
	}
	return snapshot;
}

const doorsOn = ({ unsaidDoors }: Home, { own }: CircleReplica): DoorView[] =>
	doorsOf(own).map(({ value, made }) => {
		const { door: id, kind, name } = value;
		return { id, kind, name, made, used: own.doorsUsed.get(id) ?? null, kept: isKept(own, value), here: unsaidDoors.has(id) };
	});

async function joinNames(circle: CircleReplica): Promise<Map<string, string>> {
	const names = new Map<string, string>();
	for (const member of circle.state.members.values()) {
		if (member.sealedName === null || member.invitation === null || circle.fold.names.has(member.id)) continue;
		const note = circle.fold.invitations.get(member.invitation)?.value;
		if (note === undefined) continue;
		const key = `${circle.id} ${member.id}`;
		let name = opened.get(key);
		if (name === undefined) {
			const { card } = await invitationKeys(fromHex(note.secret));
			name = await openName(member.sealedName, circle.state.circleId, fromHex(member.invitation), fromHex(member.id), card).catch(() => '');
			opened.set(key, name);
		}
		names.set(member.id, name);
	}
	return names;
}
