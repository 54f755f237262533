/** INVITE, and close an invitation. Its secret is kept in `us`, so that both parents can show it again and close it. */
import { fromHex, hex, type Bytes } from '#crypto/bytes.ts';
import { randomBytes } from '#crypto/random.ts';
import { ringNumber, type Ring } from '#domain/ring.ts';
import { invitationKeys, type InvitationKeys } from '#identity/invitation-keys.ts';
import { maxName } from '#log/codec.ts';
import { maxGreeting, sealCard } from '#log/card.ts';
import { controlBatch } from '#log/control-batch.ts';
import { writeControl } from '#log/control.ts';
import type { CircleState } from '#membership/state.ts';
import { addToOutbox } from '#replica/outbox.ts';
import { appendControl } from '#sync/append-control.ts';
import { deviceAuthor, keyOf } from '#replica/circle.ts';
import type { DeviceKeys } from '#replica/device-keys.ts';
import { memberIdOfKeys } from './begin.ts';
import { ActionRefused, asMember, type Home, type OpenCircle } from './home.ts';

export interface InviteArgs {
	ring: Ring;
	/** Whom it is for, in the family's words; only they see it. */
	label: string;
	/** For one, or for many (`all` only). */
	many: boolean;
	form: 'link' | 'code';
	/** The other parent. */
	parent: boolean;
	greeting: string;
	/** Hex entry id of its note, chosen by the caller anew for each wish, so that asking for that twice is inviting once. */
	id?: string;
}

/** Gives the invitation's id (hex). @throws Unreachable, Problem: then there is no such invitation */
export async function invite(home: Home, args: InviteArgs): Promise<string> {
	const open = asMember(home);
	const { circle, line, keys } = open;
	if (circle.state.members.get(keys.member.id)?.parent !== true) throw new ActionRefused('not-a-parent');
	if (args.many && (args.ring !== 'all' || args.form === 'code')) throw new ActionRefused('one-at-a-time');
	// Before anything stands that would need them.
	if (args.label.length > maxName || args.greeting.length > maxGreeting) throw new ActionRefused('too-long');
	// Asked once before, of a tab that is gone: what was begun then goes on.
	const noted = [...circle.fold.invitations.values()].find((note) => note.id === args.id)?.value.secret;
	const secret = noted === undefined ? randomBytes(args.form === 'code' ? 10 : 16) : fromHex(noted);
	const made = await invitationKeys(secret);
	const id = hex(made.id);
	if (noted === undefined) {
		const body = { type: 'invitation', invitation: id, label: args.label, secret: hex(secret), form: args.form } as const;
		await addToOutbox(home.store, circle, { ring: 'us', body, time: Date.now(), ...(args.id === undefined ? {} : { id: args.id }) }, [
			home.store.change(keyOf.card(circle.id, id), args.greeting)
		]);
	}
	await appendControl(line, (state) => writeInvite(open, state, keys, made, args));
	// The invitation stands; where only its card is missing, it follows (putOwedCards).
	await putCard(home, open, id, secret).catch(() => undefined);
	open.following?.push();
	return id;
}

async function writeInvite(
	{ circle }: OpenCircle,
	state: CircleState,
	keys: DeviceKeys,
	made: InvitationKeys,
	{ ring, many, form, parent }: InviteArgs
): Promise<Bytes[]> {
	if (state.invitations.has(hex(made.id))) return [];
	const batch = controlBatch(state, deviceAuthor(keys), circle.holder);
	const compare = ring !== 'all' || form === 'code';
	const [newest] = compare ? [] : await batch.boxes(['all'], hex(made.id), made.kem.publicKey);
	const box: [number, Bytes] | null = newest === undefined ? null : [newest[1], newest[2]];
	await batch.add('invite', [made.id, made.signing.publicKey, made.kem.publicKey, ringNumber(ring) as 0 | 1 | 2, many ? 0 : 1, compare, parent, box]);
	return batch.entries;
}

/** Makes the invitation's card and puts it with the server. Does nothing once it is there. @throws Unreachable, Problem */
async function putCard(home: Home, { circle, line }: OpenCircle, invitation: string, secret: Bytes): Promise<void> {
	const { keys } = circle;
	const owed = keyOf.card(circle.id, invitation);
	const greeting = await home.store.read<string>(owed);
	if (keys === null || greeting === undefined) return;
	if (circle.state.invitations.get(invitation)?.revoked === false) {
		const made = await invitationKeys(secret);
		const card = {
			memberId: memberIdOfKeys(keys),
			deviceId: keys.deviceId,
			controlN: circle.state.n,
			controlHead: circle.state.head,
			title: circle.fold.title?.value ?? '',
			inviter: circle.fold.names.get(keys.member.id)?.value ?? '',
			greeting
		};
		await line.api.putCard(line.session, made.id, await sealCard(card, circle.state.circleId, made.id, made.card, keys.device));
	}
	await home.store.write([home.store.change(owed, undefined)]);
}

/** Puts the cards that a reload, a crash or the network kept from the server. */
export async function putOwedCards(home: Home): Promise<void> {
	for (const open of home.circles.values()) {
		for (const key of await home.store.list(keyOf.card(open.circle.id, ''))) {
			const invitation = key.slice(keyOf.card(open.circle.id, '').length);
			const secret = open.circle.fold.invitations.get(invitation)?.value.secret;
			if (secret !== undefined) await putCard(home, open, invitation, fromHex(secret)).catch(() => undefined);
		}
	}
}

/** Closes an invitation: nobody comes in by it any more, and whoever waits by it waits no longer. */
export async function closeInvitation(home: Home, { invitation }: { invitation: string }): Promise<void> {
	const { line, keys } = asMember(home);
	await appendControl(line, async (state) => {
		if (state.invitations.get(invitation)?.revoked !== false) return [];
		return [await writeControl(state, deviceAuthor(keys), 'revoke-invite', [fromHex(invitation)], Date.now())];
	});
}
