/** OPEN AN INVITATION: read who invites and, where it lets in at once, what has been told. Uses nothing up, needs no name. */
import { equal, hex, type Bytes } from '#crypto/bytes.ts';
import { invitationKeys } from '#identity/invitation-keys.ts';
import { readCode, readLink } from '#identity/invitation-link.ts';
import { reads } from '#log/body.ts';
import { checkCard, openCard, WrongCard } from '#log/card.ts';
import { replayControl } from '#membership/apply.ts';
import { Refused } from '#membership/refused.ts';
import { isOpen } from '#membership/state.ts';
import type { CircleRecord } from '#replica/circle.ts';
import { endedOf } from '#replica/ended.ts';
import { Problem, type Session } from '#sync/api.ts';
import { keepCircle } from './begin.ts';
import { ActionRefused, addCircle, type Home } from './home.ts';
import { putAway } from './look.ts';

/** `text` is the part of a link after `#`, a whole link, or a typed code. Gives the circle's id. @throws ActionRefused, Problem, Unreachable */
export async function openInvitation(home: Home, { text }: { text: string }): Promise<string> {
	const { secret, circleId: named } = readInvitation(text);
	const keys = await invitationKeys(secret);
	const signer = { kind: 'invitation' as const, id: keys.id, key: keys.signing.privateKey };
	const circleId = await asInvitation(async () => named ?? home.api.findCircle(signer));
	const id = hex(circleId);
	const known = home.circles.get(id);
	const over = known !== undefined && endedOf(known.circle) !== null;
	if (known !== undefined && !over) {
		home.current = id;
		home.changed();
		return id;
	}
	const session = home.api.session(circleId, signer);
	const control = await asInvitation(() => readControl(home, session));
	const state = await replayControl(control).catch((error: unknown) => {
		if (error instanceof Refused) throw new ActionRefused('false-circle');
		throw error;
	});
	// The link names the circle by the hash of its first entry: nobody can put another circle in its place.
	if (state === null || !equal(state.circleId, circleId)) throw new ActionRefused('false-circle');
	const invitation = state.invitations.get(hex(keys.id));
	// The server let us in by it, and shows a circle from before it was made.
	if (invitation === undefined) throw new ActionRefused('false-circle');
	if (!isOpen(invitation)) throw new ActionRefused('invitation-closed');
	const { card, signed } = await readCard(home, session, circleId, keys.id, keys.card);
	try {
		await checkCard(state, { card, signed }, keys.id);
	} catch (error) {
		if (error instanceof WrongCard) throw new ActionRefused('false-circle');
		throw error;
	}
	const { title, inviter, greeting, memberId } = card;
	const record: CircleRecord = {
		circleId,
		own: false,
		secret,
		card: { title, inviter, greeting, memberId: hex(memberId) },
		saidName: null,
		trouble: null,
		reads
	};
	// Let go of, and invited again: what is left here of the first time makes way.
	const circle = await keepCircle(home, record, state, control, null, over ? await putAway(home, id) : []);
	circle.holder = { id: hex(keys.id), kem: keys.kem };
	await addCircle(home, circle);
	return id;
}

function readInvitation(text: string): { secret: Bytes; circleId: Bytes | null } {
	const fragment = text.includes('#') ? text.slice(text.lastIndexOf('#') + 1) : text;
	const link = readLink(fragment);
	if (link !== null) return link;
	const secret = readCode(text);
	if (secret === null) throw new ActionRefused('not-an-invitation');
	return { secret, circleId: null };
}

export async function readControl(home: Home, session: Session): Promise<Bytes[]> {
	const control: Bytes[] = [];
	for (;;) {
		const { entries, newest } = await home.api.control(session, control.length - 1);
		control.push(...entries);
		if (control.length > newest || entries.length === 0) return control;
	}
}

async function readCard(home: Home, session: Session, circleId: Bytes, inviteId: Bytes, cardKey: CryptoKey) {
	try {
		return await openCard(await home.api.card(session, inviteId), circleId, inviteId, cardKey);
	} catch (error) {
		// Without it nothing says how far the log must reach at least: a server that holds it back could show an older circle.
		if (error instanceof Problem && error.code === 'not-found') throw new ActionRefused('invitation-unready');
		if (error instanceof Problem) throw error;
		throw new ActionRefused('false-circle');
	}
}

/** The server does not say whether an unknown invitation was closed or never was. */
async function asInvitation<T>(ask: () => Promise<T>): Promise<T> {
	try {
		return await ask();
	} catch (error) {
		if (error instanceof Problem && (error.code === 'no-session' || error.code === 'not-yours')) throw new ActionRefused('invitation-closed');
		throw error;
	}
}
