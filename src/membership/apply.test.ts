import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import {
	addDevice,
	admit,
	beginCircle,
	byDevice,
	byRoot,
	control,
	endDevices,
	invite,
	join,
	memberIdBytes,
	move,
	newPerson,
	remove,
	renew,
	replace,
	type MadeInvitation,
	type Person,
	type TestCircle
} from '../../test/support/circle.ts';
import { flip, runs } from '../../test/support/property.ts';
import { hex, type Bytes } from '#crypto/bytes.ts';
import { randomBytes } from '#crypto/random.ts';
import { sign, type SigningKey } from '#crypto/sign.ts';
import { rings, ringsWithin, type Ring } from '#domain/ring.ts';
import { sealName } from '#log/card.ts';
import { writeControl, writeGenesis, type ControlAuthor } from '#log/control.ts';
import { newEpoch, openNewestSecret } from '#log/ring-key.ts';
import { encodeCbor, decodeCbor, type Cbor } from '#wire/cbor.ts';
import { controlContext, decodeControlEntry, encodeControlPayload, type ControlBody, type ControlKind, type ControlPayload } from '#wire/control-entry.ts';
import { encodeSign1, toBeSigned } from '#wire/cose.ts';
import { applyControl, replayControl } from './apply.ts';
import { dueRings, isDue } from './entitled.ts';
import { joinStatement } from './root-statement.ts';
import type { Refused } from './refused.ts';
import { copyState, type CircleState } from './state.ts';

/** A circle in which there is something of everything. */
interface Cast {
	circle: TestCircle;
	other: TestCircle;
	noor: Person;
	elias: Person;
	ingrid: Person;
	malik: Person;
	waiting: Person;
	sentAway: Person;
	stranger: Person;
	/** Joins at once, for many. */
	link: MadeInvitation;
	/** Into close, not used yet. */
	closer: MadeInvitation;
	used: MadeInvitation;
	revoked: MadeInvitation;
}
let c: Cast;
let state: CircleState;
beforeAll(async () => {
	const noor = await newPerson();
	const circle = await beginCircle(noor);
	const [elias, ingrid, malik, waiting, sentAway, once] = await Promise.all(Array.from({ length: 6 }, () => newPerson()));
	if (!elias || !ingrid || !malik || !waiting || !sentAway || !once) throw new Error();
	await join(circle, elias, await invite(circle, noor, 'us', { parent: true }));
	await admit(circle, noor, elias);
	await join(circle, ingrid, await invite(circle, noor, 'close'));
	await admit(circle, noor, ingrid);
	const used = await invite(circle, noor, 'all', { uses: 1 });
	await join(circle, once, used);
	await renew(circle, once, 'all');
	const link = await invite(circle, noor, 'all');
	await join(circle, malik, link);
	const revoked = await invite(circle, noor, 'close');
	await join(circle, sentAway, revoked);
	await control(circle, byDevice(elias), 'revoke-invite', [revoked.keys.id]);
	await join(circle, waiting, await invite(circle, noor, 'close'));
	const closer = await invite(circle, elias, 'close');
	c = { circle, other: await beginCircle(noor), noor, elias, ingrid, malik, waiting, sentAway, stranger: await newPerson(), link, closer, used, revoked };
	state = circle.state;
	expect(dueRings(state)).toEqual([]);
});

const holder = ({ keys }: Person) => ({ id: keys.id, kem: keys.kem });
const write = <K extends ControlKind>(by: ControlAuthor, kind: K, body: ControlBody<K>, after = state) =>
	writeControl({ circleId: after.circleId, n: after.n, head: after.head }, by, kind, body, 5_000);
const smallOrder = new Uint8Array(Buffer.from('e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b880', 'hex'));

/** An entry that is right, with its frame changed before it is signed. */
async function framed(changes: Partial<ControlPayload>, key: SigningKey = c.noor.device, circle = state.circleId): Promise<Bytes> {
	const right = decodeControlEntry(await write(byDevice(c.noor), 'revoke-invite', [c.link.keys.id])).entry;
	const payload = encodeControlPayload({ ...right, ...changes } as ControlPayload);
	return encodeSign1(payload, await sign(key.privateKey, toBeSigned(controlContext(circle), payload)));
}

async function inviteBody(
	changes: Partial<Record<'id' | 'kem' | 'ring' | 'uses' | 'compare' | 'parent' | 'box', unknown>> = {},
	compare = true
): Promise<ControlBody<'invite'>> {
	const box = compare ? null : [2, randomBytes(80)];
	const from = { id: randomBytes(16), kem: c.stranger.keys.kem.publicKey, ring: compare ? 1 : 2, uses: 1, compare, parent: false, box, ...changes };
	if (!compare && from.box !== null && changes.box === undefined) from.box = [epochOf('all'), randomBytes(80)];
	return [from.id, c.stranger.device.publicKey, from.kem, from.ring, from.uses, from.compare, from.parent, from.box] as ControlBody<'invite'>;
}
const epochOf = (ring: Ring): number => state.rings[ring].epochs.length - 1;

interface JoinChanges {
	person?: Person;
	kem?: Bytes;
	box?: [number, Bytes] | null;
	signedFor?: { circleId?: Bytes; inviteId?: Bytes; kem?: Bytes };
	rootSignature?: Bytes;
	after?: CircleState;
}
async function joinBy(
	{ keys }: MadeInvitation,
	{ person = c.stranger, kem = person.keys.kem.publicKey, box, signedFor, rootSignature, after = state }: JoinChanges = {}
): Promise<Bytes> {
	const { root } = person.keys;
	const name = await sealName('Någon', after.circleId, keys.id, memberIdBytes(person), keys.card);
	const statement = joinStatement(
		signedFor?.circleId ?? after.circleId,
		signedFor?.inviteId ?? keys.id,
		root.publicKey,
		signedFor?.kem ?? kem,
		person.device.publicKey,
		name
	);
	const instant = after.invitations.get(hex(keys.id))?.compare === false;
	const given = box === undefined ? (instant ? ([epochOf('all'), randomBytes(80)] as [number, Bytes]) : null) : box;
	const by: ControlAuthor = { author: { by: 'invitation', inviteId: keys.id }, key: keys.signing.privateKey };
	return write(by, 'join', [root.publicKey, kem, person.device.publicKey, name, rootSignature ?? (await sign(root.privateKey, statement)), given], after);
}

const admitting = (person: Person, boxes: [0 | 1 | 2, number, Bytes][], by: Person = c.noor) => write(byDevice(by), 'admit', [memberIdBytes(person), boxes]);
const rightBoxes = (): [0 | 1 | 2, number, Bytes][] => [
	[1, epochOf('close'), randomBytes(80)],
	[2, epochOf('all'), randomBytes(80)]
];

async function epochBy(person: Person, ring: Ring, change: (body: ControlBody<'epoch'>) => ControlBody<'epoch'> = (body) => body): Promise<Bytes> {
	return write(byDevice(person), 'epoch', change(await newEpoch(state, ring, holder(c.noor))));
}
const boxed =
	(change: (boxes: [Bytes, Bytes][]) => [Bytes, Bytes][]) =>
	([ring, epoch, commitment, edge, boxes]: ControlBody<'epoch'>): ControlBody<'epoch'> => [ring, epoch, commitment, edge, change(boxes)];

const rows: [code: Refused['code'], what: string, () => Promise<Bytes>][] = [
	['malformed', 'bytes that are no entry', async () => randomBytes(200)],
	['malformed', 'an entry with a byte more', async () => Uint8Array.from([...(await framed({})), 0])],
	[
		'unknown-kind',
		'a kind of a newer version',
		async () => {
			const { payload } = decodeControlEntry(await framed({}));
			const newer = encodeCbor((decodeCbor(payload) as Cbor[]).with(6, 14));
			return encodeSign1(newer, await sign(c.noor.device.privateKey, toBeSigned(controlContext(state.circleId), newer)));
		}
	],
	['wrong-number', 'its number again', () => framed({ n: state.n })],
	['wrong-number', 'a number left out', () => framed({ n: state.n + 2 })],
	['wrong-predecessor', 'another predecessor', () => framed({ prev: randomBytes(32) })],
	['wrong-predecessor', 'the predecessor before', () => framed({ prev: state.heads[state.n - 1] as Bytes })],
	['wrong-circle', 'another circle', () => framed({ circleId: c.other.state.circleId })],
	['wrong-circle', 'no circle', () => framed({ circleId: new Uint8Array(0) })],
	['wrong-signature', 'signed by another device', () => framed({}, c.elias.device)],
	['wrong-signature', 'signed by the root instead of the device', () => framed({}, c.noor.keys.root)],
	['wrong-signature', 'signed for another circle', () => framed({}, c.noor.device, c.other.state.circleId)],
	[
		'wrong-state',
		'a second genesis',
		async () => {
			const root = c.stranger.keys.root;
			const payload = encodeControlPayload({
				circleId: state.circleId,
				n: state.n + 1,
				prev: state.head,
				at: 1,
				author: { by: 'genesis' },
				kind: 'genesis',
				body: [randomBytes(16), root.publicKey, c.stranger.keys.kem.publicKey]
			});
			return encodeSign1(payload, await sign(root.privateKey, toBeSigned(controlContext(state.circleId), payload)));
		}
	],
	[
		'wrong-number',
		'a circle’s beginning put after another',
		async () => writeGenesis(c.noor.keys.root.privateKey, randomBytes(16), c.noor.keys.root.publicKey, c.noor.keys.kem.publicKey, 1)
	],

	['no-authority', 'a device certified by a device', () => write(byDevice(c.noor), 'device+', [randomBytes(32)])],
	['no-authority', 'a device certified by the root of who waits', () => write(byRoot(c.waiting), 'device+', [randomBytes(32)])],
	['no-authority', 'a device certified by the root of who was sent away', () => write(byRoot(c.sentAway), 'device+', [randomBytes(32)])],
	['no-authority', 'a device certified by the root of nobody here', () => write(byRoot(c.stranger), 'device+', [randomBytes(32)])],
	[
		'wrong-signature',
		'a device certified in another’s name',
		() => write({ ...byRoot(c.noor), key: c.malik.keys.root.privateKey }, 'device+', [randomBytes(32)])
	],
	['seen-before', 'a device certified twice', () => write(byRoot(c.noor), 'device+', [c.noor.device.publicKey])],
	['seen-before', 'a device of another member', () => write(byRoot(c.malik), 'device+', [c.noor.device.publicKey])],

	['no-authority', 'an invitation by who is no parent', async () => write(byDevice(c.ingrid), 'invite', await inviteBody())],
	['no-authority', 'an invitation by who waits', async () => write(byDevice(c.waiting), 'invite', await inviteBody())],
	['no-authority', 'an invitation by a root', async () => write(byRoot(c.noor), 'invite', await inviteBody())],
	[
		'no-authority',
		'an invitation by a parent’s name and another’s device',
		async () =>
			write(
				{ author: { by: 'device', memberId: memberIdBytes(c.noor), deviceId: c.malik.deviceId }, key: c.malik.device.privateKey },
				'invite',
				await inviteBody()
			)
	],
	['seen-before', 'an invitation made twice', async () => write(byDevice(c.noor), 'invite', await inviteBody({ id: c.link.keys.id }))],
	['seen-before', 'an invitation made again after it was revoked', async () => write(byDevice(c.noor), 'invite', await inviteBody({ id: c.revoked.keys.id }))],
	[
		'seen-before',
		'an invitation with the id of a member, whose boxes it would get',
		async () => write(byDevice(c.noor), 'invite', await inviteBody({ id: memberIdBytes(c.elias) }, false))
	],
	['wrong-state', 'a parent invited into close', async () => write(byDevice(c.noor), 'invite', await inviteBody({ parent: true }))],
	['wrong-state', 'a parent invited into all', async () => write(byDevice(c.noor), 'invite', await inviteBody({ parent: true }, false))],
	['wrong-state', 'into close without comparing', async () => write(byDevice(c.noor), 'invite', await inviteBody({ ring: 1 }, false))],
	['wrong-state', 'into us without comparing', async () => write(byDevice(c.noor), 'invite', await inviteBody({ ring: 0 }, false))],
	['wrong-state', 'into close for many', async () => write(byDevice(c.noor), 'invite', await inviteBody({ uses: 0 }))],
	['wrong-state', 'into us for two', async () => write(byDevice(c.noor), 'invite', await inviteBody({ ring: 0, uses: 2 }))],
	['wrong-state', 'into all for many, comparing', async () => write(byDevice(c.noor), 'invite', await inviteBody({ ring: 2, uses: 0 }))],
	['wrong-state', 'into all for two, comparing', async () => write(byDevice(c.noor), 'invite', await inviteBody({ ring: 2, uses: 2 }))],
	['wrong-state', 'an invitation nothing can be sealed to', async () => write(byDevice(c.noor), 'invite', await inviteBody({ kem: smallOrder }))],
	['wrong-boxes', 'an invitation that joins at once without a box', async () => write(byDevice(c.noor), 'invite', await inviteBody({ box: null }, false))],
	['wrong-boxes', 'an invitation that waits with a box', async () => write(byDevice(c.noor), 'invite', await inviteBody({ box: [0, randomBytes(80)] }))],
	[
		'wrong-epoch',
		'an invitation with an old key',
		async () => write(byDevice(c.noor), 'invite', await inviteBody({ box: [epochOf('all') - 1, randomBytes(80)] }, false))
	],
	[
		'wrong-epoch',
		'an invitation with a key to come',
		async () => write(byDevice(c.noor), 'invite', await inviteBody({ box: [epochOf('all') + 1, randomBytes(80)] }, false))
	],

	['no-authority', 'an invitation closed by who is no parent', () => write(byDevice(c.malik), 'revoke-invite', [c.link.keys.id])],
	['not-open', 'an invitation closed twice', () => write(byDevice(c.noor), 'revoke-invite', [c.revoked.keys.id])],
	['not-open', 'an invitation closed that never was', () => write(byDevice(c.noor), 'revoke-invite', [randomBytes(16)])],

	[
		'no-authority',
		'joining by an invitation that never was',
		async () => {
			const { keys } = c.link;
			return joinBy({ ...c.link, keys: { ...keys, id: randomBytes(16) } });
		}
	],
	['not-open', 'joining by a revoked invitation', () => joinBy(c.revoked)],
	['not-open', 'joining by a used-up invitation', () => joinBy(c.used)],
	['wrong-signature', 'joining by another invitation’s key', async () => joinBy({ ...c.link, keys: { ...c.link.keys, signing: c.closer.keys.signing } })],
	[
		'no-authority',
		'joining by a device',
		async () => {
			const { entry } = decodeControlEntry(await joinBy(c.link));
			return write(byDevice(c.noor), 'join', entry.body as ControlBody<'join'>);
		}
	],
	['seen-before', 'joining with the root of who began', () => joinBy(c.link, { person: c.noor })],
	['seen-before', 'joining with the root of a member', () => joinBy(c.closer, { person: c.malik })],
	['seen-before', 'joining with the root of who waits', () => joinBy(c.closer, { person: c.waiting })],
	['seen-before', 'joining with the root of who was sent away', () => joinBy(c.closer, { person: c.sentAway })],
	['seen-before', 'joining with the root of a member, from another device', () => joinBy(c.closer, { person: { ...c.malik, device: c.stranger.device } })],
	[
		'seen-before',
		'joining with the root of who was sent away, from another device',
		() => joinBy(c.closer, { person: { ...c.sentAway, device: c.stranger.device } })
	],
	['seen-before', 'joining with a device of a member', () => joinBy(c.link, { person: { ...c.stranger, device: c.malik.device } })],
	['wrong-signature', 'joining without the root’s signature', () => joinBy(c.link, { rootSignature: randomBytes(64) })],
	['wrong-signature', 'joining with a root signature for another circle', () => joinBy(c.link, { signedFor: { circleId: c.other.state.circleId } })],
	['wrong-signature', 'joining with a root signature for another invitation', () => joinBy(c.link, { signedFor: { inviteId: c.closer.keys.id } })],
	[
		'wrong-signature',
		'joining with keys the root has not signed',
		() => joinBy(c.link, { kem: c.malik.keys.kem.publicKey, signedFor: { kem: c.stranger.keys.kem.publicKey } })
	],
	['wrong-state', 'joining with a key nothing can be sealed to', () => joinBy(c.link, { kem: smallOrder })],
	['wrong-boxes', 'joining at once without a box', () => joinBy(c.link, { box: null })],
	['wrong-boxes', 'waiting with a box', () => joinBy(c.closer, { box: [0, randomBytes(80)] })],
	['wrong-epoch', 'joining with an old key', () => joinBy(c.link, { box: [epochOf('all') - 1, randomBytes(80)] })],

	['no-authority', 'admitted by who is no parent', () => admitting(c.waiting, rightBoxes(), c.ingrid)],
	['no-authority', 'admitted by themselves', () => admitting(c.waiting, rightBoxes(), c.waiting)],
	['wrong-state', 'admitting someone who is in', () => admitting(c.malik, rightBoxes())],
	['wrong-state', 'admitting someone who was sent away', () => admitting(c.sentAway, rightBoxes())],
	['wrong-state', 'admitting nobody', () => admitting(c.stranger, rightBoxes())],
	['wrong-boxes', 'admitting with a box too few', () => admitting(c.waiting, rightBoxes().slice(1))],
	['wrong-boxes', 'admitting with a box of a ring too far in', () => admitting(c.waiting, [[0, 0, randomBytes(80)], ...rightBoxes()])],
	['wrong-boxes', 'admitting with boxes out of order', () => admitting(c.waiting, rightBoxes().reverse())],
	['wrong-boxes', 'admitting with one box twice', () => admitting(c.waiting, [rightBoxes()[0] as never, rightBoxes()[0] as never])],
	['wrong-epoch', 'admitting with an old key', () => admitting(c.waiting, rightBoxes().with(1, [2, epochOf('all') - 1, randomBytes(80)]))],

	['no-authority', 'a key of us renewed by who does not reach it', () => epochBy(c.ingrid, 'us')],
	['no-authority', 'a key of close renewed by who does not reach it', () => epochBy(c.malik, 'close')],
	['no-authority', 'a key of close renewed by who waits for it', () => epochBy(c.waiting, 'close')],
	['no-authority', 'a key that is not due renewed by who is no parent', () => epochBy(c.malik, 'all')],
	['wrong-epoch', 'the same epoch again', () => epochBy(c.noor, 'all', ([ring, epoch, ...rest]) => [ring, epoch - 1, ...rest])],
	['wrong-epoch', 'an epoch left out', () => epochBy(c.noor, 'all', ([ring, epoch, ...rest]) => [ring, epoch + 1, ...rest])],
	[
		'wrong-epoch',
		'an epoch without the key before it',
		() => epochBy(c.noor, 'all', ([ring, epoch, commitment, , boxes]) => [ring, epoch, commitment, null, boxes])
	],
	[
		'wrong-boxes',
		'an epoch that leaves someone out',
		() =>
			epochBy(
				c.noor,
				'all',
				boxed((boxes) => boxes.slice(1))
			)
	],
	[
		'wrong-boxes',
		'an epoch for nobody',
		() =>
			epochBy(
				c.noor,
				'us',
				boxed(() => [])
			)
	],
	[
		'wrong-boxes',
		'an epoch for one too many',
		() =>
			epochBy(
				c.noor,
				'us',
				boxed((boxes) => [...boxes, [new Uint8Array(16).fill(255), randomBytes(80)]])
			)
	],
	[
		'wrong-boxes',
		'an epoch for a stranger instead',
		() =>
			epochBy(
				c.noor,
				'us',
				boxed((boxes) => [...boxes.slice(0, -1), [new Uint8Array(16).fill(255), randomBytes(80)]])
			)
	],
	[
		'wrong-boxes',
		'an epoch for who waits instead',
		() =>
			epochBy(
				c.noor,
				'us',
				boxed(([, ...rest]) => [...rest, [memberIdBytes(c.waiting), randomBytes(80)] as [Bytes, Bytes]].sort(([a], [b]) => (hex(a) < hex(b) ? -1 : 1)))
			)
	],
	[
		'wrong-boxes',
		'an epoch with boxes out of order',
		() =>
			epochBy(
				c.noor,
				'all',
				boxed((boxes) => boxes.toReversed())
			)
	],
	[
		'wrong-boxes',
		'an epoch with one box twice',
		() =>
			epochBy(
				c.noor,
				'us',
				boxed(([first]) => [first as never, first as never])
			)
	]
];

async function refusal(of: CircleState | null, entry: Bytes): Promise<{ code: unknown; after: CircleState | null }> {
	const copy = of === null ? null : copyState(of);
	try {
		await applyControl(copy, entry);
	} catch (error) {
		return { code: (error as Refused).code, after: copy };
	}
	throw new Error('It was accepted');
}

test.each(rows)('%s: %s', async (code, _, make) => {
	const before = structuredClone(state);
	const { code: said, after } = await refusal(state, await make());
	expect(said).toBe(code);
	expect(after).toEqual(before);
	expect(state).toEqual(before);
});

test('what these changes are made from is accepted', async () => {
	const right = [
		() => framed({}),
		async () => write(byDevice(c.noor), 'invite', await inviteBody()),
		async () => write(byDevice(c.elias), 'invite', await inviteBody({}, false)),
		async () => write(byDevice(c.noor), 'invite', await inviteBody({ ring: 0, parent: true })),
		async () => write(byDevice(c.noor), 'invite', await inviteBody({ ring: 2 })),
		async () => write(byDevice(c.noor), 'invite', await inviteBody({ uses: 0 }, false)),
		async () => write(byRoot(c.malik), 'device+', [randomBytes(32)]),
		() => joinBy(c.link),
		() => joinBy(c.closer),
		() => admitting(c.waiting, rightBoxes()),
		() => epochBy(c.noor, 'all'),
		() => epochBy(c.elias, 'us')
	];
	for (const make of right) expect((await applyControl(copyState(state), await make())).n).toBe(state.n + 1);
});

test('when the key is due, nobody is invited with it, anybody who reaches it renews it, and the due one stays marked from when', async () => {
	const { circle, noor, malik } = c;
	const due = await applyControl(copyState(state), await write(byDevice(noor), 'revoke-invite', [c.link.keys.id]));
	expect(isDue(due, 'all')).toBe(true);
	const invitation = await inviteBody({}, false);
	expect((await refusal(due, await write(byDevice(noor), 'invite', invitation, due))).code).toBe('wrong-epoch');
	const renewed = await applyControl(copyState(due), await write(byDevice(malik), 'epoch', await newEpoch(due, 'all', holder(malik)), due));
	expect(isDue(renewed, 'all')).toBe(false);
	expect(renewed.rings.all.epochs.map(({ dueFrom }) => dueFrom)).toEqual([
		...circle.state.rings.all.epochs.slice(0, -1).map(({ dueFrom }) => dueFrom),
		due.n,
		null
	]);
	// Two renew at once: the later one has to see that it is done.
	expect((await refusal(renewed, await write(byDevice(malik), 'epoch', await newEpoch(renewed, 'all', holder(malik)), renewed))).code).toBe('no-authority');
});

test('nobody joins with the id of an invitation: their keys would go to its holder', async () => {
	const taken = await applyControl(copyState(state), await write(byDevice(c.noor), 'invite', await inviteBody({ id: memberIdBytes(c.stranger) })));
	expect((await refusal(taken, await joinBy(c.closer, { after: taken }))).code).toBe('seen-before');
});

test('a circle begins with a genesis by its own root, number 0, after nothing', async () => {
	const { root, kem } = c.stranger.keys;
	const begin = async (changes: Partial<ControlPayload>, key = root): Promise<Bytes> => {
		const payload = encodeControlPayload({
			circleId: new Uint8Array(0),
			n: 0,
			prev: new Uint8Array(32),
			at: 1,
			author: { by: 'genesis' },
			kind: 'genesis',
			body: [randomBytes(16), root.publicKey, kem.publicKey],
			...changes
		} as ControlPayload);
		return encodeSign1(payload, await sign(key.privateKey, toBeSigned(controlContext(changes.circleId ?? new Uint8Array(0)), payload)));
	};
	expect((await applyControl(null, await begin({}))).members.size).toBe(1);
	const wrong: [Refused['code'], Bytes][] = [
		['wrong-signature', await begin({}, c.noor.keys.root)],
		['wrong-number', await begin({ n: 1 })],
		['wrong-number', await begin({ circleId: state.circleId })],
		['wrong-predecessor', await begin({ prev: randomBytes(32) })],
		['no-authority', await begin({ author: { by: 'root', memberId: memberIdBytes(c.stranger) } })],
		['wrong-state', await begin({ body: [randomBytes(16), root.publicKey, smallOrder] } as never)],
		['wrong-state', await begin({ kind: 'device+', body: [randomBytes(32)], author: { by: 'root', memberId: memberIdBytes(c.stranger) } } as never)]
	];
	for (const [code, entry] of wrong) expect((await refusal(null, entry)).code).toBe(code);
});

test('the circle’s id says what it was begun with, however its signature came out', async () => {
	const { root, kem } = c.stranger.keys;
	const genesis = await writeGenesis(root.privateKey, new Uint8Array(16), root.publicKey, kem.publicKey, 0);
	const again = await writeGenesis(root.privateKey, new Uint8Array(16), root.publicKey, kem.publicKey, 0);
	expect((await applyControl(null, genesis)).circleId).toEqual((await applyControl(null, again)).circleId);
	const { createHash } = await import('node:crypto');
	const { payload } = decodeControlEntry(genesis);
	expect(hex((await applyControl(null, genesis)).circleId)).toBe(createHash('sha256').update(payload).digest('hex'));
	expect(hex((await applyControl(null, genesis)).head)).toBe(createHash('sha256').update(genesis).digest('hex'));
});

test('a bit turned over anywhere in a log is refused, at that entry or the one after it', async () => {
	const { control: log } = c.circle;
	await fc.assert(
		fc.asyncProperty(fc.nat(), fc.nat(), async (at, bit) => {
			const i = at % log.length;
			const changed = [...log.slice(0, i), flip(log[i] as Bytes, bit), ...log.slice(i + 1)];
			await expect(replayControl(changed), `entry ${i}, bit ${bit}`).rejects.toMatchObject({ name: 'Refused' });
		}),
		runs(80)
	);
});

test('an entry left out, put twice or moved is refused', async () => {
	const { control: log } = c.circle;
	await fc.assert(
		fc.asyncProperty(fc.nat(), fc.nat(), fc.constantFrom('drop', 'twice', 'swap'), async (at, to, what) => {
			const i = at % (log.length - 1);
			const j = to % (log.length - 1);
			fc.pre(what !== 'swap' || i !== j);
			const changed =
				what === 'drop' ? log.toSpliced(i, 1) : what === 'twice' ? log.toSpliced(j, 0, log[i] as Bytes) : log.with(i, log[j] as Bytes).with(j, log[i] as Bytes);
			await expect(replayControl(changed)).rejects.toMatchObject({ name: 'Refused' });
		}),
		runs(40)
	);
});

/** What may happen next, in a circle of any shape: number `which` of what is possible. */
async function happen(circle: TestCircle, people: Person[], open: MadeInvitation[], what: number, which: number): Promise<void> {
	const standing = (person: Person) => circle.state.members.get(person.keys.id);
	const inside = people.filter((person) => standing(person)?.standing === 'in');
	const parents = inside.filter((person) => standing(person)?.parent);
	const waiting = people.filter((person) => standing(person)?.standing === 'waiting');
	const parent = parents[which % parents.length] as Person;
	const renewIfDue = async () => (isDue(circle.state, 'all') ? void (await renew(circle, inside[which % inside.length] as Person, 'all')) : undefined);
	if (what === 0) {
		const ring = rings[which % 3] as Ring;
		await renewIfDue();
		open.push(await invite(circle, parent, ring, { parent: ring === 'us', ...(which % 2 === 0 && ring === 'all' ? { uses: 1 + (which % 3) } : {}) }));
	} else if (what <= 2) {
		const still = open.filter(({ keys }) => {
			const made = circle.state.invitations.get(hex(keys.id));
			return made !== undefined && !made.revoked && (made.uses === 0 || made.used < made.uses);
		});
		const by = still[which % Math.max(1, still.length)];
		if (by === undefined) return;
		const instant = circle.state.invitations.get(hex(by.keys.id))?.compare === false;
		// Who comes in by a link for several takes the newest key out of it; that one has to have a box.
		if (instant && circle.state.boxes.get(`${hex(by.keys.id)} all`)?.epoch !== circle.state.rings.all.epochs.length - 1) return;
		const person = await newPerson();
		people.push(person);
		await join(circle, person, by);
	} else if (what === 3) {
		const one = waiting[which % Math.max(1, waiting.length)];
		if (one !== undefined) await admit(circle, parent, one);
	} else if (what === 4) {
		const one = [...circle.state.invitations.values()].filter(({ revoked }) => !revoked)[which % 5];
		if (one !== undefined) await control(circle, byDevice(parent), 'revoke-invite', [Uint8Array.from(Buffer.from(one.id, 'hex'))]);
	} else if (what === 5) {
		await renew(circle, parent, rings[which % 3] as Ring);
	} else if (what === 6) {
		await control(circle, byRoot(inside[which % inside.length] as Person), 'device+', [(await newPerson()).device.publicKey]);
	} else if (what >= 7 && what <= 10) await goOut(circle, { inside, waiting, parents }, what, which);
	else await renewIfDue();
}

/** Somebody is let go of, moved, loses a device or is replaced. */
async function goOut(circle: TestCircle, { inside, waiting, parents }: Record<'inside' | 'waiting' | 'parents', Person[]>, what: number, which: number) {
	const parent = parents[which % parents.length] as Person;
	const others = inside.filter((person) => circle.state.members.get(person.keys.id)?.parent !== true);
	const one = others[which % Math.max(1, others.length)];
	const reached = (person: Person) => ringsWithin(circle.state.members.get(person.keys.id)?.ring as Ring);
	if (what === 9) {
		const owner = inside[which % inside.length] as Person;
		for (const ring of reached(owner)) if (isDue(circle.state, ring)) await renew(circle, owner, ring);
		return void (await endDevices(circle, owner, [(await addDevice(circle, owner)).deviceId]));
	}
	if (one === undefined) return;
	if (what === 7) await remove(circle, parent, one);
	else if (what === 8) {
		const ring = rings[which % 3] as Ring;
		if (circle.state.members.get(one.keys.id)?.ring !== ring) await move(circle, parent, one, ring);
	} else {
		const back = waiting[which % Math.max(1, waiting.length)];
		if (back !== undefined) await replace(circle, parent, one, back);
	}
}

test('whatever happens in a circle, everybody who reads its log comes to the same state, however it reaches them', async () => {
	const happenings = fc.array(fc.record({ what: fc.nat({ max: 11 }), which: fc.nat({ max: 1000 }) }), { minLength: 5, maxLength: 14 });
	await fc.assert(
		fc.asyncProperty(happenings, fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 5 }), async (given, batches) => {
			const founder = await newPerson();
			const circle = await beginCircle(founder);
			const people = [founder];
			const open: MadeInvitation[] = [];
			for (const { what, which } of given) await happen(circle, people, open, what, which);
			const whole = await replayControl(circle.control);
			expect(whole).toEqual(circle.state);
			let inParts: CircleState | null = null;
			let at = 0;
			for (let i = 0; at < circle.control.length; i++) {
				const to = at + (batches[i % batches.length] as number);
				const before = structuredClone(inParts);
				const next: CircleState | null = await replayControl(circle.control.slice(at, to), inParts === null ? null : copyState(inParts));
				// The copy is what changed; what it was made from is as it was.
				expect(inParts).toEqual(before);
				inParts = next;
				at = to;
			}
			expect(inParts).toEqual(whole);
			// Whoever is in and reaches a ring can open its newest key, unless it has gone due and waits for who writes next.
			for (const person of people) {
				const member = circle.state.members.get(person.keys.id);
				if (member?.standing !== 'in') continue;
				for (const ring of rings) if (rings.indexOf(member.ring) <= rings.indexOf(ring)) await openNewestSecret(circle.state, ring, holder(person));
			}
		}),
		runs(16)
	);
}, 30_000);
