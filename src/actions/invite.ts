/** INVITE, and close an invitation. Its secret is kept in `us`, so that both parents can show it again and close it. */
import { fromHex, hex, type Bytes } from '#crypto/bytes.ts';
import { randomBytes } from '#crypto/random.ts';
import { ringNumber, type Ring } from '#domain/ring.ts';
import { invitationKeys, type InvitationKeys } from '#identity/invitation-keys.ts';
import { sealCard } from '#log/card.ts';
import { writeControl, type ControlAuthor } from '#log/control.ts';
import { boxRingSecret, newEpoch, openNewestSecret } from '#log/ring-key.ts';
import { applyControl } from '#membership/apply.ts';
import { isDue } from '#membership/entitled.ts';
import { copyState, currentEpoch, type CircleState } from '#membership/state.ts';
import { addToOutbox } from '#replica/outbox.ts';
import { appendControl } from '#sync/append-control.ts';
import type { DeviceKeys } from '#replica/circle.ts';
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
}

/** Gives the invitation's id (hex). @throws Unreachable, Problem: then there is no such invitation */
export async function invite(home: Home, args: InviteArgs): Promise<string> {
	const open = asMember(home);
	const { circle, line, keys } = open;
	if (circle.state.members.get(keys.member.id)?.parent !== true) throw new ActionRefused('not-a-parent');
	if (args.many && (args.ring !== 'all' || args.form === 'code')) throw new ActionRefused('one-at-a-time');
	const secret = randomBytes(args.form === 'code' ? 10 : 16);
	const made = await invitationKeys(secret);
	const id = hex(made.id);
	await addToOutbox(home.store, circle, {
		ring: 'us',
		body: { type: 'invitation', invitation: id, label: args.label, secret: hex(secret), form: args.form },
		time: Date.now()
	});
	await appendControl(line, (state) => writeInvite(state, keys, made, args));
	await putCard(open, keys, made, args.greeting);
	open.following?.push();
	return id;
}

export const asDevice = (keys: DeviceKeys): ControlAuthor => ({
	author: { by: 'device', memberId: memberIdOfKeys(keys), deviceId: keys.deviceId },
	key: keys.device
});

async function writeInvite(state: CircleState, keys: DeviceKeys, made: InvitationKeys, { ring, many, form, parent }: InviteArgs): Promise<Bytes[]> {
	if (state.invitations.has(hex(made.id))) return [];
	const entries: Bytes[] = [];
	let now = state;
	const compare = ring !== 'all' || form === 'code';
	const holder = { id: keys.member.id, kem: keys.member.kem };
	const put = async (entry: Bytes) => {
		now = await applyControl(now === state ? copyState(state) : now, entry);
		entries.push(entry);
	};
	const by = asDevice(keys);
	let box: [number, Bytes] | null = null;
	if (!compare) {
		if (isDue(now, 'all'))
			await put(await writeControl({ circleId: now.circleId, n: now.n, head: now.head }, by, 'epoch', await newEpoch(now, 'all', holder), Date.now()));
		const epoch = currentEpoch(now, 'all')?.epoch ?? 0;
		const secret = await openNewestSecret(now, 'all', holder);
		box = [epoch, await boxRingSecret(secret, now.circleId, 'all', epoch, hex(made.id), made.kem.publicKey)];
		secret.fill(0);
	}
	const body = [made.id, made.signing.publicKey, made.kem.publicKey, ringNumber(ring) as 0 | 1 | 2, many ? 0 : 1, compare, parent, box] as const;
	await put(await writeControl({ circleId: now.circleId, n: now.n, head: now.head }, by, 'invite', [...body], Date.now()));
	return entries;
}

async function putCard({ circle, line }: OpenCircle, keys: DeviceKeys, made: InvitationKeys, greeting: string): Promise<void> {
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

/** Closes an invitation: nobody comes in by it any more, and whoever waits by it waits no longer. */
export async function closeInvitation(home: Home, { invitation }: { invitation: string }): Promise<void> {
	const { line, keys } = asMember(home);
	await appendControl(line, async (state) => {
		if (state.invitations.get(invitation)?.revoked !== false) return [];
		return [await writeControl({ circleId: state.circleId, n: state.n, head: state.head }, asDevice(keys), 'revoke-invite', [fromHex(invitation)], Date.now())];
	});
}
