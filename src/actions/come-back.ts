/** COME BACK: a person's root on a device that knows nothing of them yet. Their own log says which circles are theirs, and who they are there. */
import { equal, fromHex, hex, type Bytes } from '#crypto/bytes.ts';
import { memberKeys } from '#identity/member.ts';
import { ownSeed } from '#identity/root.ts';
import { reads } from '#log/body.ts';
import { writeControl, writeGenesis } from '#log/control.ts';
import { applyControl, replayControl } from '#membership/apply.ts';
import { keyOf, type CircleRecord } from '#replica/circle.ts';
import type { Self } from '#replica/own-log.ts';
import { appendControl } from '#sync/append-control.ts';
import { Problem } from '#sync/api.ts';
import { pullControl, pullOlder, pullRings } from '#sync/pull.ts';
import { keepCircle, newDeviceKeys } from './begin.ts';
import { ActionRefused, addCircle, resume, type Home, type IdentityRecord, type OpenCircle } from './home.ts';
import { readControl } from './open-invitation.ts';

/** @throws ActionRefused, Problem, Unreachable: then it can be asked for again */
export async function comeBack(home: Home, identity: IdentityRecord): Promise<void> {
	const { seed, salt } = await ownSeed(identity.root);
	const own = await takeUp(
		home,
		{ circleId: identity.own === undefined ? await ownId(seed, salt) : fromHex(identity.own), own: true },
		{ seed, member: identity.member ?? null }
	);
	await home.store.write([home.store.change(keyOf.identity, identity)]);
	await pullRings(own.line);
	while (await pullOlder(own.line, 'us'));
	for (const [circle, { value }] of own.circle.own.circles) {
		await takeUp(home, { circleId: fromHex(circle), own: false }, value).catch((error: unknown) => {
			// Whoever is not in there, or not yet, has nothing to take up.
			if (!(error instanceof Problem) || (error.code !== 'no-session' && error.code !== 'not-yours')) throw error;
		});
	}
}

/** The own log's id follows from the first root: from what its genesis says. */
async function ownId(seed: Bytes, salt: Bytes): Promise<Bytes> {
	const { root, kem } = await memberKeys(seed);
	return (await applyControl(null, await writeGenesis(root.privateKey, salt, root.publicKey, kem.publicKey, 0))).circleId;
}

/** Certifies this device in a circle by the member's root, and keeps the circle here. */
async function takeUp(home: Home, { circleId, own }: Pick<CircleRecord, 'circleId' | 'own'>, { seed, member }: Self): Promise<OpenCircle> {
	const id = hex(circleId);
	const known = home.circles.get(id);
	if (known !== undefined) return known;
	const made = (await home.store.readKeys<Awaited<ReturnType<typeof newDeviceKeys>>>(keyOf.nextDevice(id))) ?? (await newDeviceKeys(seed));
	const keys = { ...made, member: { ...made.member, id: member ?? made.member.id } };
	await home.store.write([{ table: 'keys', key: keyOf.nextDevice(id), value: keys }]);
	const session = home.api.session(circleId, { kind: 'root', id: fromHex(keys.member.id), key: keys.member.root.privateKey });
	const control = await readControl(home, session);
	const state = await replayControl(control);
	if (state === null || !equal(state.circleId, circleId)) throw new ActionRefused('false-circle');
	const record: CircleRecord = { circleId, own, secret: null, card: null, saidName: null, trouble: null, reads };
	const circle = await keepCircle(home, record, state, control, keys, [{ table: 'keys', key: keyOf.nextDevice(id), value: undefined }]);
	const open = await addCircle(home, circle, false);
	open.line.session = session;
	const byRoot = { author: { by: 'root' as const, memberId: fromHex(keys.member.id) }, key: keys.member.root.privateKey };
	await appendControl(open.line, async (now) =>
		now.devices.has(hex(keys.deviceId)) ? [] : [await writeControl(now, byRoot, 'device+', [keys.devicePublic], Date.now())]
	);
	const taken = await resume(home, id);
	await pullControl(taken.line);
	return taken;
}
