/** What the kinds of control entries have in common. */
import { hex, type Bytes } from '#crypto/bytes.ts';
import { ringNumber, rings, type Ring } from '#domain/ring.ts';
import type { Author, ControlPayload } from '#wire/control-entry.ts';
import { refuse } from '../refused.ts';
import { currentEpoch, type CircleState, type Member } from '../state.ts';

export type Of<K extends ControlPayload['kind']> = Extract<ControlPayload, { kind: K }>;
type Boxes = readonly (readonly [ring: 0 | 1 | 2, epoch: number, sealed: Bytes])[];

/** Ids worked out from keys beforehand (hashing is asynchronous, changing is not). */
export interface Derived {
	memberId?: string;
	deviceId?: string;
	/** The id that a root would have which takes the place of another. */
	rolledId?: string;
}

/** No member can have more devices than this, no circle more invitations or members. */
export const most = { devices: 32, invitations: 2000, members: 2000 };

/** Hex id of the member whose device or root wrote the entry; empty where neither did. */
export const writerOf = (author: Author): string => ('memberId' in author ? hex(author.memberId) : '');

/** @throws Refused */
export function memberIn(state: CircleState, id: Bytes): Member {
	const member = state.members.get(hex(id));
	return member?.standing === 'in' ? member : refuse('wrong-state', 'There is no such member');
}

/** From `entry` on `member` reaches nothing. */
export function goOut(member: Member, entry: ControlPayload): void {
	member.reach = [...member.reach, { n: entry.n, ring: null }];
	member.out = { n: entry.n, at: entry.at, by: writerOf(entry.author) };
}

export function giveBox(state: CircleState, id: string, ring: Ring, epoch: number, sealed: Bytes, author: Author): void {
	state.boxes.set(`${id} ${ring}`, { epoch, sealed, by: writerOf(author) });
	state.rings[ring].openers.add(id);
}

/** Gives `id` the newest key of each of `expected`, innermost first; rings that have no key yet are left out. @throws Refused */
export function giveBoxes(state: CircleState, id: string, expected: readonly Ring[], boxes: Boxes, author: Author): void {
	const wanted = expected.filter((ring) => currentEpoch(state, ring) !== undefined);
	if (boxes.length !== wanted.length) refuse('wrong-boxes', 'A box for each ring they reach by this, and no more');
	boxes.forEach(([number, epoch], i) => {
		if (number !== ringNumber(wanted[i] as Ring)) refuse('wrong-boxes', 'A box for each ring they reach by this, innermost first');
		if (epoch !== currentEpoch(state, wanted[i] as Ring)?.epoch) refuse('wrong-epoch', 'Boxes are of the newest epochs');
	});
	for (const [number, epoch, sealed] of boxes) giveBox(state, id, rings[number] as Ring, epoch, sealed, author);
}
