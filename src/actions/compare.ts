/**
 * COMPARE WORDS, and let in. The parent says two words; the one who waits types them and says four back; the parent types those.
 * Two are drawn anew for every try: whoever stands in between has one guess.
 */
import { equal, fromHex, type Bytes } from '#crypto/bytes.ts';
import { ringsWithin } from '#domain/ring.ts';
import { bytesOf, suggest, wordsOf, type WordLanguage } from '#identity/word-list.ts';
import { answerAloud, drawAloud, joinerValue } from '#log/compare.ts';
import type { ControlBatch } from '#log/control-batch.ts';
import { isOpen, type CircleState } from '#membership/state.ts';
import { decide } from './decide.ts';
import { ActionRefused, asMember, circleOf, memberIn, type Home } from './home.ts';

/** Who waits, or who came in at once and is to come further in. */
function canBeCompared(state: CircleState, memberId: string): boolean {
	const standing = state.members.get(memberId)?.standing;
	return standing === 'waiting' || standing === 'in';
}

/** A parent draws two words for someone who waits, or is to come further in. They are said aloud and never sent. */
export async function drawWords(home: Home, { memberId, language }: { memberId: string; language: WordLanguage }): Promise<string[]> {
	const { circle } = asMember(home);
	if (!canBeCompared(circle.state, memberId)) throw new ActionRefused('nobody-waits');
	const drawn = drawAloud();
	home.drawn.set(memberId, drawn);
	return wordsOf(drawn, language);
}

/** The one who waits types the two words and is given four to say back. */
export async function answerWords(home: Home, { typed, language }: { typed: string; language: WordLanguage }): Promise<string[]> {
	const { circle } = circleOf(home);
	if (circle.keys === null) throw new ActionRefused('nobody-waits');
	const drawn = bytesOf(typed, 2);
	if (drawn === null) throw new ActionRefused('unknown-words');
	return wordsOf(await answerAloud(drawn, await valueOf(circle.state, circle.keys.member.id)), language);
}

export interface LetIn {
	memberId: string;
	/** The four words heard. */
	typed: string;
	/** Whose place they take: someone who was in, has lost everything and comes back. */
	insteadOf?: string;
}

/** The parent types the four words heard. True: they are the ones, and the member is let in if they waited. False: they differ; draw anew. */
export async function letIn(home: Home, { memberId, typed, insteadOf }: LetIn): Promise<boolean> {
	const open = asMember(home);
	const drawn = home.drawn.get(memberId);
	if (drawn === undefined) throw new ActionRefused('nobody-waits');
	const heard = bytesOf(typed, 4);
	if (heard === null) throw new ActionRefused('unknown-words');
	if (insteadOf !== undefined) {
		if (insteadOf === open.keys.member.id) throw new ActionRefused('not-oneself');
		memberIn(open.circle, insteadOf);
	}
	home.drawn.delete(memberId);
	if (!equal(heard, await answerAloud(drawn, await valueOf(open.circle.state, memberId)))) return false;
	home.compared.add(memberId);
	await decide(home, open, (batch, state) => (insteadOf === undefined ? writeAdmit(batch, state, memberId) : writeReplace(batch, state, memberId, insteadOf)));
	return true;
}

/** Words that begin with what has been typed so far, for whoever types what they hear. */
export function suggestWords({ typed, language }: { typed: string; language: WordLanguage }): Promise<string[]> {
	return Promise.resolve(suggest(typed, language));
}

async function valueOf(state: CircleState, memberId: string): Promise<Bytes> {
	const member = state.members.get(memberId);
	const device = [...state.devices.values()].find((candidate) => candidate.member === memberId);
	if (member === undefined || member.invitation === null || device === undefined) throw new ActionRefused('nobody-waits');
	return joinerValue(state.circleId, fromHex(member.invitation), member.root, member.kem, device.key);
}

async function writeAdmit(batch: ControlBatch, state: CircleState, memberId: string): Promise<void> {
	const member = state.members.get(memberId);
	if (member?.standing !== 'waiting') return;
	await batch.add('admit', [fromHex(memberId), await batch.boxes(ringsWithin(member.ring), memberId, member.kem)]);
}

/** Whoever has what the former one lost reads nothing from here on; and a parent's device held the secret of every invitation. */
async function writeReplace(batch: ControlBatch, state: CircleState, memberId: string, formerId: string): Promise<void> {
	const [member, former] = [state.members.get(memberId), state.members.get(formerId)];
	if (member?.standing !== 'waiting' || former?.standing !== 'in') return;
	await batch.add('replace', [fromHex(formerId), fromHex(memberId), await batch.boxes(ringsWithin(former.ring), memberId, member.kem)]);
	if (former.parent) for (const one of state.invitations.values()) if (isOpen(one)) await batch.add('revoke-invite', [fromHex(one.id)]);
	for (const ring of ringsWithin(former.ring)) await batch.renewIfDue(ring);
}
