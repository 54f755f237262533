/** COME IN: say the name the family knows one by. At once where the invitation lets in at once; else one waits to be let in. */
import { hex } from '#crypto/bytes.ts';
import { randomBytes } from '#crypto/random.ts';
import { sign } from '#crypto/sign.ts';
import { invitationKeys } from '#identity/invitation-keys.ts';
import { maxName } from '#log/codec.ts';
import { sealName } from '#log/card.ts';
import { writeControl } from '#log/control.ts';
import { boxNewest } from '#log/ring-key.ts';
import { joinStatement } from '#membership/root-statement.ts';
import { isOpen } from '#membership/state.ts';
import { inTurn, keyOf } from '#replica/circle.ts';
import { keepRecord } from '#replica/keep-record.ts';
import { addToOutbox } from '#replica/outbox.ts';
import { Problem, Unanswered, Unreachable } from '#sync/api.ts';
import { appendControl } from '#sync/append-control.ts';
import { ensureOwn, memberIdOfKeys, newDeviceKeys, rememberCircle } from './begin.ts';
import { ActionRefused, circleOf, resume, type Home, type OpenCircle } from './home.ts';

/** @throws ActionRefused `invitation-closed`, Unreachable, Problem: then one has not come in, and the name is kept */
export async function comeIn(home: Home, { name }: { name: string }): Promise<void> {
	const said = name.trim();
	if (said === '') throw new ActionRefused('empty');
	if (said.length > maxName) throw new ActionRefused('too-long');
	const open = circleOf(home);
	const { circle } = open;
	if (circle.record.secret === null) throw new ActionRefused('not-an-invitation');
	if (circle.record.closed === true) throw new ActionRefused('invitation-closed');
	const own = await ensureOwn(home);
	const keys = circle.keys === null ? await prepare(home, open, own, said) : (circle.keys as NewKeys);
	await finish(home, open, keys);
}

type NewKeys = Awaited<ReturnType<typeof newDeviceKeys>>;

/** Makes and keeps the keys before anything is sent: if the answer is lost, the same keys come in when it is tried again. */
async function prepare(home: Home, { circle }: OpenCircle, own: OpenCircle, name: string): Promise<NewKeys> {
	const seed = randomBytes(32);
	const keys = await newDeviceKeys(home.store, seed);
	// In turn: what comes from the server meanwhile is taken in by the keys that are here then.
	return inTurn(circle, async () => {
		const record = { ...circle.record, saidName: name };
		// In one: a seed in the own log whose keys are not here would be remembered as another person than the one who comes in.
		await rememberCircle(home, own, circle.state.circleId, seed, [
			home.store.change(keyOf.circle(circle.id), record),
			{ table: 'keys', key: keyOf.circle(circle.id), value: keys }
		]);
		circle.record = record;
		circle.keys = keys;
		return keys;
	});
}

/** Joins with keys that are kept already. Also how a joining goes on that was broken off. */
async function finish(home: Home, open: OpenCircle, keys: NewKeys): Promise<void> {
	const { circle, line } = open;
	const { record } = circle;
	if (record.secret === null || record.saidName === null) return;
	const invitation = await invitationKeys(record.secret);
	const name = await sealName(record.saidName, record.circleId, invitation.id, memberIdOfKeys(keys), invitation.card);
	const { root, kem } = keys.member;
	const statement = joinStatement(record.circleId, invitation.id, root.publicKey, kem.publicKey, keys.devicePublic, name);
	const rootSignature = await sign(root.privateKey, statement);
	const by = { author: { by: 'invitation' as const, inviteId: invitation.id }, key: invitation.signing.privateKey };
	await appendControl(line, async (state) => {
		if (state.members.has(keys.member.id)) return [];
		const made = state.invitations.get(hex(invitation.id));
		if (made === undefined || !isOpen(made)) throw new ActionRefused('invitation-closed');
		const box = made.compare ? null : await boxNewest(state, 'all', { id: hex(invitation.id), kem: invitation.kem }, keys.member.id, kem.publicKey);
		return [await writeControl(state, by, 'join', [root.publicKey, kem.publicKey, keys.devicePublic, name, rootSignature, box], Date.now())];
	}).catch((error: unknown) => {
		// Who comes in decides nothing else that this could come before.
		if (error instanceof Unanswered) throw new Unreachable();
		// The server opens no session for it any more: somebody closed it, or came in by it, in between.
		throw error instanceof Problem && error.code === 'not-yours' ? new ActionRefused('invitation-closed') : error;
	});
	circle.holder = { id: keys.member.id, kem: keys.member.kem };
	for (const replica of circle.rings.values()) replica.keysUpTo = -1;
	await keepRecord(home.store, circle, { secret: null });
	if (circle.state.members.get(keys.member.id)?.standing === 'in') await sayName(home, open);
	await resume(home, circle.id);
}

/** Says the name in `all`, once, when one is in: at joining, or when one finds that one has been let in. */
export async function sayName(home: Home, { circle, following }: OpenCircle): Promise<void> {
	const { keys, record } = circle;
	if (keys === null || record.saidName === null || circle.fold.names.has(keys.member.id)) return;
	if (circle.state.members.get(keys.member.id)?.standing !== 'in') return;
	const id = keys.member.id;
	await addToOutbox(home.store, circle, { ring: 'all', id, body: { type: 'name', name: record.saidName }, time: Date.now() });
	following?.push();
}

/** Goes on with a coming-in that was broken off by a reload, a crash or the network. */
export async function goOn(home: Home): Promise<void> {
	for (const open of [...home.circles.values()]) {
		const { circle } = open;
		if (circle.record.own || circle.keys === null) continue;
		if (circle.record.secret !== null) await finish(home, open, circle.keys as NewKeys).catch(() => undefined);
		else await sayName(home, open);
	}
}
