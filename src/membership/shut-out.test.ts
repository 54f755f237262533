/** Who is moved, let go of, comes back, loses a device; and what parents decide. */
import { beforeAll, expect, test } from 'vitest';
import {
	addDevice,
	admit,
	beginCircle,
	beginFamily,
	byDevice,
	byRoot,
	control,
	endDevices,
	invite,
	join,
	keysOf,
	memberIdBytes,
	move,
	newPerson,
	remove,
	renew,
	replace,
	type Family,
	type Person
} from '../../test/support/circle.ts';
import { hex, type Bytes } from '#crypto/bytes.ts';
import { randomBytes } from '#crypto/random.ts';
import { sign } from '#crypto/sign.ts';
import { rings, type Ring } from '#domain/ring.ts';
import { memberKeys } from '#identity/member.ts';
import { writeControl, type ControlAuthor } from '#log/control.ts';
import { boxNewest, NoKey, openNewestSecret } from '#log/ring-key.ts';
import type { ControlBody, ControlKind } from '#wire/control-entry.ts';
import { applyControl } from './apply.ts';
import { dueRings } from './entitled.ts';
import { rollStatement } from './root-statement.ts';
import { mayWrite } from './may-write.ts';
import type { Refused } from './refused.ts';
import { shutOutOf } from './shut-out.ts';
import { copyState, currentEpoch, ringAt, wasParentAt, type CircleState, type Member } from './state.ts';

const box = (ring: 0 | 1 | 2, epoch = 0): [0 | 1 | 2, number, Bytes] => [ring, epoch, randomBytes(80)];
const memberOf = ({ circle }: Family, person: Person): Member => circle.state.members.get(person.keys.id) as Member;
const holder = ({ keys }: Person) => ({ id: keys.id, kem: keys.kem });

async function codeOf(state: CircleState, by: ControlAuthor, kind: ControlKind, body: ControlBody<ControlKind>): Promise<string> {
	const entry = await writeControl({ circleId: state.circleId, n: state.n, head: state.head }, by, kind, body as never, 5_000);
	return applyControl(copyState(state), entry).then(
		() => 'ok',
		(error: unknown) => (error as Refused).code
	);
}

/** A family in which Ingrid's second device, and someone who waits, are as well. Nothing is due. */
interface Cast extends Family {
	tablet: Person;
	waiting: Person;
	gone: Person;
	stranger: Person;
}
let c: Cast;
beforeAll(async () => {
	const family = await beginFamily();
	const { circle, noor, ingrid } = family;
	const gone = await newPerson();
	await join(circle, gone, family.link);
	await remove(circle, noor, gone);
	await renew(circle, noor, 'all');
	const tablet = await addDevice(circle, ingrid);
	const waiting = await newPerson();
	await join(circle, waiting, await invite(circle, noor, 'close'));
	c = { ...family, tablet, waiting, gone, stranger: await newPerson() };
	expect(dueRings(circle.state)).toEqual([]);
});

type Row = [code: string, what: string, by: () => ControlAuthor, kind: ControlKind, body: () => unknown];
const row = <K extends ControlKind>(code: string, what: string, by: () => ControlAuthor, kind: K, body: () => ControlBody<K>): Row => [
	code,
	what,
	by,
	kind,
	body
];
const noor = () => byDevice(c.noor);
const idOf = (who: keyof Omit<Cast, 'circle' | 'link'>) => memberIdBytes(c[who]);
const closeAndAll = () => [box(1), box(2, 1)];

const rows: Row[] = [
	row('ok', 'a guest is let go of', noor, 'remove', () => [idOf('malik')]),
	row(
		'no-authority',
		'a guest is let go of by one who is no parent',
		() => byDevice(c.ingrid),
		'remove',
		() => [idOf('malik')]
	),
	row(
		'no-authority',
		'a guest is let go of by a root',
		() => byRoot(c.noor),
		'remove',
		() => [idOf('malik')]
	),
	row(
		'no-authority',
		'someone is let go of by one who was',
		() => byDevice(c.gone),
		'remove',
		() => [idOf('malik')]
	),
	row('wrong-state', 'a parent is let go of', noor, 'remove', () => [idOf('elias')]),
	row('wrong-state', 'someone is let go of twice', noor, 'remove', () => [idOf('gone')]),
	row('wrong-state', 'who waits is let go of', noor, 'remove', () => [idOf('waiting')]),
	row('wrong-state', 'nobody is let go of', noor, 'remove', () => [idOf('stranger')]),

	row('ok', 'someone is moved outward', noor, 'ring', () => [idOf('ingrid'), 2, []]),
	row('ok', 'someone is moved inward', noor, 'ring', () => [idOf('malik'), 1, [box(1)]]),
	row('ok', 'someone is moved inward by two', noor, 'ring', () => [idOf('malik'), 0, [box(0), box(1)]]),
	row(
		'no-authority',
		'someone moves themselves inward',
		() => byDevice(c.ingrid),
		'ring',
		() => [idOf('ingrid'), 0, [box(0)]]
	),
	row(
		'no-authority',
		'someone moves another outward',
		() => byDevice(c.malik),
		'ring',
		() => [idOf('ingrid'), 2, []]
	),
	row('wrong-state', 'a parent is moved', noor, 'ring', () => [idOf('elias'), 1, []]),
	row('wrong-state', 'someone is moved to where they are', noor, 'ring', () => [idOf('ingrid'), 1, []]),
	row('wrong-state', 'who was let go of is moved inward', noor, 'ring', () => [idOf('gone'), 1, [box(1)]]),
	row('wrong-state', 'who waits is moved', noor, 'ring', () => [idOf('waiting'), 0, [box(0)]]),
	row('wrong-boxes', 'someone is moved inward without a box', noor, 'ring', () => [idOf('malik'), 1, []]),
	row('wrong-boxes', 'someone is moved outward with a box', noor, 'ring', () => [idOf('ingrid'), 2, [box(1)]]),
	row('wrong-boxes', 'someone is moved inward with a box of further in', noor, 'ring', () => [idOf('malik'), 1, [box(0)]]),
	row('wrong-boxes', 'someone is moved inward with boxes out of order', noor, 'ring', () => [idOf('malik'), 0, [box(1), box(0)]]),
	row('wrong-epoch', 'someone is moved inward with a key that is not there', noor, 'ring', () => [idOf('malik'), 1, [box(1, 1)]]),

	row('ok', 'who waits comes in instead of another', noor, 'replace', () => [idOf('ingrid'), idOf('waiting'), closeAndAll()]),
	row('ok', 'who waits comes in instead of a parent', noor, 'replace', () => [idOf('elias'), idOf('waiting'), [box(0), ...closeAndAll()]]),
	row(
		'no-authority',
		'one who is no parent vouches',
		() => byDevice(c.malik),
		'replace',
		() => [idOf('ingrid'), idOf('waiting'), closeAndAll()]
	),
	row('wrong-state', 'a parent vouches for themselves', noor, 'replace', () => [idOf('noor'), idOf('waiting'), [box(0), ...closeAndAll()]]),
	row('wrong-state', 'who is in comes in instead of another', noor, 'replace', () => [idOf('ingrid'), idOf('malik'), closeAndAll()]),
	row('wrong-state', 'who was let go of comes in instead of another', noor, 'replace', () => [idOf('ingrid'), idOf('gone'), closeAndAll()]),
	row('wrong-state', 'someone comes in instead of who was let go of', noor, 'replace', () => [idOf('gone'), idOf('waiting'), [box(2, 1)]]),
	row('wrong-boxes', 'coming in instead of another with a box too few', noor, 'replace', () => [idOf('ingrid'), idOf('waiting'), [box(1)]]),
	row('wrong-boxes', 'coming in instead of another with one too many', noor, 'replace', () => [idOf('ingrid'), idOf('waiting'), [box(0), ...closeAndAll()]]),

	row('ok', 'someone speaks for the parents', noor, 'grant+', () => [idOf('malik'), 0]),
	row(
		'no-authority',
		'one who is no parent says who speaks',
		() => byDevice(c.ingrid),
		'grant+',
		() => [idOf('ingrid'), 0]
	),
	row('wrong-state', 'who was let go of speaks for the parents', noor, 'grant+', () => [idOf('gone'), 0]),
	row('wrong-state', 'someone who does not speak speaks no longer', noor, 'grant-', () => [idOf('malik'), 0]),
	row('wrong-state', 'someone in close becomes a parent', noor, 'parent+', () => [idOf('ingrid')]),
	row('wrong-state', 'a parent becomes a parent', noor, 'parent+', () => [idOf('elias')]),
	row(
		'no-authority',
		'one who is no parent makes a parent',
		() => byDevice(c.ingrid),
		'parent+',
		() => [idOf('ingrid')]
	),
	row('ok', 'a parent wishes to erase everything', noor, 'erase-circle', () => [true]),
	row('wrong-state', 'a parent takes back what they have not said', noor, 'erase-circle', () => [false]),
	row(
		'no-authority',
		'one who is no parent wishes to erase everything',
		() => byDevice(c.ingrid),
		'erase-circle',
		() => [true]
	)
];

test.each(rows)('%s: %s', async (code, _, by, kind, body) => {
	const before = structuredClone(c.circle.state);
	expect(await codeOf(c.circle.state, by(), kind, body() as ControlBody<ControlKind>)).toBe(code);
	expect(c.circle.state).toEqual(before);
});

async function ending(changes: { ids?: Bytes[]; root?: Bytes; boxes?: unknown; signature?: Bytes; by?: ControlAuthor } = {}): Promise<string> {
	const { circle, ingrid, tablet } = c;
	const next = await memberKeys(randomBytes(32));
	const rootSignature = await sign(next.root.privateKey, rollStatement(circle.state.circleId, memberIdBytes(ingrid), next.root.publicKey, next.kem.publicKey));
	const body = [
		changes.ids ?? [tablet.deviceId],
		changes.root ?? next.root.publicKey,
		next.kem.publicKey,
		changes.signature ?? rootSignature,
		changes.boxes ?? closeAndAll()
	];
	return codeOf(circle.state, changes.by ?? byRoot(ingrid), 'device-', body as never);
}

test('a device is ended by its member’s root, once, with the keys and boxes of what comes after', async () => {
	const { ingrid, malik, noor: parent, tablet, gone } = c;
	expect(await ending()).toBe('ok');
	expect(await ending({ ids: [tablet.deviceId, ingrid.deviceId] })).toBe('ok');
	expect(await ending({ by: byDevice(ingrid) })).toBe('no-authority');
	expect(await ending({ by: byDevice(parent) })).toBe('no-authority');
	expect(await ending({ by: byRoot(gone) })).toBe('no-authority');
	expect(await ending({ by: { ...byRoot(ingrid), key: malik.keys.root.privateKey } })).toBe('wrong-signature');
	expect(await ending({ signature: randomBytes(64) })).toBe('wrong-signature');
	expect(await ending({ ids: [malik.deviceId] })).toBe('wrong-state');
	expect(await ending({ ids: [tablet.deviceId, tablet.deviceId] })).toBe('wrong-state');
	expect(await ending({ boxes: [box(1)] })).toBe('wrong-boxes');
	expect(await ending({ boxes: [box(1), box(2)] })).toBe('wrong-epoch');
});

test('who is let go of can open nothing newer and write nothing more; what they held is due, and the links are closed', async () => {
	const family = await beginFamily();
	const { circle, noor, malik, link } = family;
	const before = circle.state.n;
	await remove(circle, noor, malik);
	const member = memberOf(family, malik);
	expect([member.standing, member.out?.n, ringAt(member, before), ringAt(member, circle.state.n)]).toEqual(['removed', circle.state.n, 'all', null]);
	expect(circle.state.invitations.get(hex(link.keys.id))?.revoked).toBe(true);
	expect(dueRings(circle.state)).toEqual(['all']);
	await renew(circle, noor, 'all');
	await expect(openNewestSecret(circle.state, 'all', holder(malik))).rejects.toThrow(NoKey);
	const claim = { ring: 'all' as const, memberId: malik.keys.id, deviceId: hex(malik.deviceId) };
	const at = (n: number) => ({
		controlN: n,
		controlHead: circle.state.heads[n] as Bytes,
		epoch: circle.state.rings.all.epochs.findLastIndex((one) => one.n <= n)
	});
	expect(mayWrite(circle.state, { ...claim, ...at(before) })).toMatchObject({ id: hex(malik.deviceId) });
	expect(mayWrite(circle.state, { ...claim, ...at(circle.state.n) })).toBe('not-in-ring');
	// Nor does the root they had come in again, by whatever link.
	const again = await invite(circle, noor, 'all');
	await expect(join(circle, { ...malik, device: (await newPerson()).device }, again)).rejects.toMatchObject({ code: 'seen-before' });
});

test('who is moved outward keeps the rings they still reach, and loses the others from there on', async () => {
	const family = await beginFamily();
	const { circle, noor, ingrid } = family;
	const before = circle.state.n;
	await move(circle, noor, ingrid, 'all');
	expect(dueRings(circle.state)).toEqual(['close']);
	expect([ringAt(memberOf(family, ingrid), before), ringAt(memberOf(family, ingrid), circle.state.n)]).toEqual(['close', 'all']);
	await renew(circle, noor, 'close');
	await expect(openNewestSecret(circle.state, 'close', holder(ingrid))).rejects.toThrow(NoKey);
	await openNewestSecret(circle.state, 'all', holder(ingrid));
});

test('who is moved inward reads that ring from its beginning, and what they write there counts from then on', async () => {
	const family = await beginFamily();
	const { circle, noor, malik } = family;
	await renew(circle, noor, 'close');
	const before = circle.state.n;
	await move(circle, noor, malik, 'close');
	expect(dueRings(circle.state)).toEqual([]);
	expect([...(await keysOf(circle, malik, 'close')).keys()].sort()).toEqual([0, 1]);
	const epoch = currentEpoch(circle.state, 'close')?.epoch ?? 0;
	const claim = { ring: 'close' as const, epoch, memberId: malik.keys.id, deviceId: hex(malik.deviceId) };
	expect(mayWrite(circle.state, { ...claim, controlN: before, controlHead: circle.state.heads[before] as Bytes })).toBe('not-in-ring');
	expect(mayWrite(circle.state, { ...claim, controlN: circle.state.n, controlHead: circle.state.head })).toMatchObject({ member: malik.keys.id });
});

test('after a device is lost its root certifies nothing, its key opens nothing newer, and the device writes nothing', async () => {
	const family = await beginFamily();
	const { circle, noor, ingrid } = family;
	const stolen = { ...ingrid };
	const tablet = await addDevice(circle, ingrid);
	const before = circle.state.n;
	await endDevices(circle, ingrid, [stolen.deviceId]);
	expect(dueRings(circle.state)).toEqual(['close', 'all']);
	expect(await codeOf(circle.state, byRoot(stolen), 'device+', [randomBytes(32)])).toBe('wrong-signature');
	expect(await codeOf(circle.state, byRoot({ ...tablet, keys: ingrid.keys }), 'device+', [randomBytes(32)])).toBe('ok');
	for (const ring of ['close', 'all'] as Ring[]) await renew(circle, noor, ring);
	expect(dueRings(circle.state)).toEqual([]);
	await expect(openNewestSecret(circle.state, 'close', holder(stolen))).rejects.toThrow('cannot be opened');
	await openNewestSecret(circle.state, 'close', holder(ingrid));
	const claim = { ring: 'close' as const, memberId: ingrid.keys.id, deviceId: hex(stolen.deviceId) };
	expect(mayWrite(circle.state, { ...claim, epoch: 1, controlN: circle.state.n, controlHead: circle.state.head })).toBe('not-a-device');
	expect(mayWrite(circle.state, { ...claim, epoch: 0, controlN: before, controlHead: circle.state.heads[before] as Bytes })).toMatchObject({
		member: ingrid.keys.id
	});
	// The root that is now is one that was ever here.
	const again = await invite(circle, noor, 'all');
	await expect(join(circle, { ...(await newPerson()), keys: ingrid.keys }, again)).rejects.toMatchObject({ code: 'seen-before' });
});

test('one who lost everything comes back as another, with the same ring; the past stays who it was', async () => {
	const family = await beginFamily();
	const { circle, noor, elias } = family;
	const back = await newPerson();
	await join(circle, back, await invite(circle, noor, 'close'));
	await control(circle, byDevice(noor), 'grant+', [memberIdBytes(elias), 1]);
	const before = circle.state.n;
	await replace(circle, noor, elias, back);
	const [former, member] = [memberOf(family, elias), memberOf(family, back)];
	expect([former.standing, former.out?.n, wasParentAt(former, before), wasParentAt(former, circle.state.n)]).toEqual(['replaced', circle.state.n, true, false]);
	expect([member.standing, member.ring, member.parent, member.grants, member.insteadOf, wasParentAt(member, before)]).toEqual([
		'in',
		'us',
		true,
		['helper-in-chief'],
		{ member: elias.keys.id, vouched: noor.keys.id },
		false
	]);
	expect(dueRings(circle.state)).toEqual([...rings]);
	for (const ring of rings) await renew(circle, back, ring);
	await expect(openNewestSecret(circle.state, 'us', holder(elias))).rejects.toThrow(NoKey);
	expect(await codeOf(circle.state, byDevice(elias), 'remove', [memberIdBytes(family.malik)])).toBe('no-authority');
	expect(await codeOf(circle.state, byDevice(back), 'remove', [memberIdBytes(family.malik)])).toBe('ok');
});

test('who is in us can become a parent, and decides from then on', async () => {
	const family = await beginFamily();
	const { circle, noor, ingrid } = family;
	await move(circle, noor, ingrid, 'us');
	expect(await codeOf(circle.state, byDevice(ingrid), 'remove', [memberIdBytes(family.malik)])).toBe('no-authority');
	await control(circle, byDevice(noor), 'parent+', [memberIdBytes(ingrid)]);
	expect(await codeOf(circle.state, byDevice(ingrid), 'remove', [memberIdBytes(family.malik)])).toBe('ok');
	expect([wasParentAt(memberOf(family, ingrid), circle.state.n - 1), wasParentAt(memberOf(family, ingrid), circle.state.n)]).toEqual([false, true]);
});

test('everything is erased once both parents have said so; one can think again before; nothing comes after', async () => {
	const { circle, noor, elias, malik } = await beginFamily();
	await control(circle, byDevice(noor), 'erase-circle', [true]);
	expect(circle.state.erased).toBeNull();
	expect(await codeOf(circle.state, byDevice(noor), 'erase-circle', [true])).toBe('wrong-state');
	await control(circle, byDevice(noor), 'erase-circle', [false]);
	await control(circle, byDevice(elias), 'erase-circle', [true]);
	expect(circle.state.erased).toBeNull();
	await control(circle, byDevice(noor), 'erase-circle', [true]);
	expect(circle.state.erased?.n).toBe(circle.state.n);
	expect(await codeOf(circle.state, byDevice(noor), 'remove', [memberIdBytes(malik)])).toBe('erased');
	expect(await codeOf(circle.state, byRoot(malik), 'device+', [randomBytes(32)])).toBe('erased');
});

test('a parent alone erases everything by saying so once', async () => {
	const noor = await newPerson();
	const circle = await beginCircle(noor);
	await control(circle, byDevice(noor), 'erase-circle', [true]);
	expect(circle.state.erased?.n).toBe(circle.state.n);
});

test('who is in us and no parent, or was replaced, is not asked whether everything is erased', async () => {
	const { circle, noor, elias } = await beginFamily();
	const back = await newPerson();
	await join(circle, back, await invite(circle, noor, 'us'));
	await admit(circle, noor, back);
	const again = await newPerson();
	await join(circle, again, await invite(circle, noor, 'us'));
	await replace(circle, noor, elias, again);
	await control(circle, byDevice(again), 'erase-circle', [true]);
	await control(circle, byDevice(noor), 'erase-circle', [true]);
	expect(circle.state.erased?.n).toBe(circle.state.n);
});

test('which devices lost a ring, and by which entry: not those that ended before, came after, or still reach it', async () => {
	const family = await beginFamily();
	const { circle, noor, ingrid } = family;
	const first = ingrid.deviceId;
	const tablet = await addDevice(circle, ingrid);
	await endDevices(circle, ingrid, [first]);
	const ended = circle.state.n;
	await move(circle, noor, ingrid, 'all');
	const moved = circle.state.n;
	await move(circle, noor, ingrid, 'close');
	tablet.keys = ingrid.keys;
	const phone = await addDevice(circle, tablet);
	await remove(circle, noor, ingrid);
	const removed = circle.state.n;
	const lost = (ring: Ring) => [...shutOutOf(circle.state, ring)].map(([n, devices]) => [n, [...devices].sort()]).sort(([a], [b]) => Number(a) - Number(b));
	const ids = (...devices: Bytes[]) => devices.map(hex).sort();
	const atTheEnd = [removed, ids(tablet.deviceId, phone.deviceId)];
	expect(lost('close')).toEqual([[ended, ids(first)], [moved, ids(tablet.deviceId)], atTheEnd]);
	expect(lost('all')).toEqual([[ended, ids(first)], atTheEnd]);
	expect(lost('us')).toEqual([]);
});

test('once due, a key stays due until it is renewed, also where whoever it was due for is let in again', async () => {
	const family = await beginFamily();
	const { circle, noor, ingrid, elias } = family;
	await move(circle, noor, ingrid, 'all');
	const from = circle.state.n;
	// A device that does not renew first hands out the old key again.
	const boxes: ControlBody<'ring'>[2] = [[1, ...(await boxNewest(circle.state, 'close', holder(noor), ingrid.keys.id, ingrid.keys.kem.publicKey))]];
	await control(circle, byDevice(noor), 'ring', [memberIdBytes(ingrid), 1, boxes]);
	const { state } = circle;
	expect(currentEpoch(state, 'close')?.dueFrom).toBe(from);
	// Readers refuse what is sealed under it, so writers must not take it for good: else the ring would stand still.
	const claim = { ring: 'close' as const, epoch: 0, memberId: elias.keys.id, deviceId: hex(elias.deviceId), controlN: state.n, controlHead: state.head };
	expect(mayWrite(state, claim)).toBe('epoch-was-due');
	expect(dueRings(state)).toContain('close');
	// Anybody who reaches it renews it.
	await renew(circle, ingrid, 'close');
	expect(dueRings(circle.state)).not.toContain('close');
});
