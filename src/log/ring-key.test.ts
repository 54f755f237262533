import fc from 'fast-check';
import { expect, test } from 'vitest';
import { beginCircle, beginFamily, byDevice, control, invite, join, newPerson, renew, type Person, type TestCircle } from '../../test/support/circle.ts';
import { flip, runs } from '../../test/support/property.ts';
import { hex, type Bytes } from '#crypto/bytes.ts';
import { deriveBytes } from '#crypto/kdf.ts';
import { rings, ringsWithin, type Ring } from '#domain/ring.ts';
import { entitled, isDue } from '#membership/entitled.ts';
import { copyState, type Box, type CircleState, type Epoch } from '#membership/state.ts';
import { context } from '#wire/context.ts';
import { newEpoch, NoKey, openNewestSecret, openRingKeys, WrongKey, type Holder } from './ring-key.ts';

const holder = ({ keys }: Person): Holder => ({ id: keys.id, kem: keys.kem });
/** Two keys are the same if the same comes of them; they cannot be read out. */
async function printsOf(keys: Map<number, CryptoKey>): Promise<string[]> {
	const prints: string[] = [];
	for (const [epoch, key] of [...keys].sort(([a], [b]) => a - b)) prints[epoch] = hex(await deriveBytes(key, context('compare', 'test'), 8));
	return prints;
}
const keysFor = async (state: CircleState, ring: Ring, who: Holder, from = 0) => printsOf(await openRingKeys(state, ring, who, from));

async function family() {
	const { link, ...people } = await beginFamily();
	return { ...people, link: { id: hex(link.keys.id), kem: link.keys.kem } };
}

test('over many epochs everyone whose ring reaches has every key, the same ones; nobody else has any', async () => {
	const { circle, noor, elias, ingrid, malik, link } = await family();
	const schedule = fc.array(fc.constantFrom(...rings), { minLength: 1, maxLength: 4 });
	await fc.assert(
		fc.asyncProperty(schedule, fc.boolean(), async (renewals, byElias) => {
			for (const ring of renewals) await renew(circle, byElias ? elias : noor, ring);
			for (const ring of rings) {
				const expected = await keysFor(circle.state, ring, holder(noor));
				expect(expected).toHaveLength(circle.state.rings[ring].epochs.length);
				expect(new Set(expected).size).toBe(expected.length);
				for (const [who, reach] of [
					[elias, 'us'],
					[ingrid, 'close'],
					[malik, 'all']
				] as const) {
					if (ringsWithin(reach).includes(ring)) expect(await keysFor(circle.state, ring, holder(who))).toEqual(expected);
					else await expect(openRingKeys(circle.state, ring, holder(who))).rejects.toThrow(NoKey);
				}
				if (ring === 'all') expect(await keysFor(circle.state, ring, link)).toEqual(expected);
				else await expect(openRingKeys(circle.state, ring, link)).rejects.toThrow(NoKey);
				const from = Math.floor(expected.length / 2);
				expect((await keysFor(circle.state, ring, holder(noor), from)).slice(from)).toEqual(expected.slice(from));
			}
		}),
		runs(5)
	);
}, 20_000);

test('a key is boxed to exactly those who are entitled, in the order of their ids, and begins with what it will be known by', async () => {
	const { circle, noor, elias } = await family();
	for (const ring of rings) {
		const [number, epoch, commitment, edge, boxes] = await newEpoch(circle.state, ring, holder(elias));
		expect([number, epoch, commitment.length, edge?.length]).toEqual([rings.indexOf(ring), 1, 32, 48]);
		expect(boxes.map(([id]) => hex(id))).toEqual([...entitled(circle.state, ring).keys()].sort());
		expect(boxes.every(([, sealed]) => sealed.length === 80)).toBe(true);
		expect(new Set(boxes.map(([, sealed]) => hex(sealed))).size).toBe(boxes.length);
	}
	// Two who renew at once make two keys: only one of them can enter the log.
	const [a, b] = [await newEpoch(circle.state, 'us', holder(noor)), await newEpoch(circle.state, 'us', holder(noor))];
	expect(hex(a[2])).not.toBe(hex(b[2]));
});

/** A copy of the state in which one thing about `all`'s keys is false: what a liar who may write epochs, or a faulty replay, would give. */
async function spoiled(what: (state: CircleState) => void) {
	const made = await family();
	await renew(made.circle, made.noor, 'all');
	await renew(made.circle, made.elias, 'all');
	const state = copyState(made.circle.state);
	what(state);
	return { ...made, state };
}
const all = (state: CircleState) => state.rings.all.epochs;
const last = (state: CircleState) => all(state)[2] as Epoch;

test.each<[string, (state: CircleState) => void]>([
	['the newest commitment', (state) => void (last(state).commitment = flip(last(state).commitment, 9))],
	['an older commitment', (state) => void ((all(state)[0] as Epoch).commitment = new Uint8Array(32))],
	[
		'two commitments, exchanged',
		(state) => {
			const [a, b] = [all(state)[0], all(state)[1]] as [{ commitment: Bytes }, { commitment: Bytes }];
			[a.commitment, b.commitment] = [b.commitment, a.commitment];
		}
	],
	['the edge to the key before', (state) => void (last(state).prevEdge = flip(last(state).prevEdge as Bytes, 100))],
	[
		'two edges, exchanged',
		(state) => {
			const [a, b] = [all(state)[1], all(state)[2]] as [{ prevEdge: Bytes | null }, { prevEdge: Bytes | null }];
			[a.prevEdge, b.prevEdge] = [b.prevEdge, a.prevEdge];
		}
	],
	['the circle', (state) => void (state.circleId = new Uint8Array(32))]
])('a key that is wrong by %s is refused, never used', async (_, what) => {
	const { state, malik, noor } = await spoiled(what);
	for (const who of [malik, noor]) await expect(openRingKeys(state, 'all', holder(who))).rejects.toThrow(WrongKey);
});

test.each<[string, (state: CircleState) => void, 'noor' | 'elias']>([
	['the box', (state) => void (last(state).commitment = flip(last(state).commitment, 9)), 'elias'],
	['the way back that the newest key carries', (state) => void (last(state).prevEdge = flip(last(state).prevEdge as Bytes, 100)), 'elias'],
	['the key that the way back leads to', (state) => void ((all(state)[1] as Epoch).commitment = new Uint8Array(32)), 'elias'],
	['the way back that the key before carries', (state) => void ((all(state)[1] as Epoch).prevEdge = flip(all(state)[1]?.prevEdge as Bytes, 100)), 'noor']
])('named is who handed out what is wrong: %s', async (_, what, whose) => {
	const made = await spoiled(what);
	await expect(openRingKeys(made.state, 'all', holder(made.malik))).rejects.toMatchObject({ ring: 'all', by: made[whose].keys.id });
});

test('a box swapped with another’s, of another ring or of an older epoch gives no key', async () => {
	const { state, malik, noor, circle } = await spoiled(() => undefined);
	const give = async (changed: (state: CircleState) => void, who: Holder, error: typeof WrongKey | typeof NoKey) => {
		const copy = copyState(state);
		changed(copy);
		await expect(openRingKeys(copy, 'all', who)).rejects.toThrow(error);
		await expect(openNewestSecret(copy, 'all', who)).rejects.toThrow(error);
	};
	const [mine, theirs] = [`${malik.keys.id} all`, `${noor.keys.id} all`];
	const box = (key: string) => state.boxes.get(key) as Box;
	await give((copy) => void copy.boxes.set(mine, box(theirs)).set(theirs, box(mine)), holder(malik), WrongKey);
	await give((copy) => void copy.boxes.set(theirs, { ...box(`${noor.keys.id} us`), epoch: 2 }), holder(noor), WrongKey);
	await give((copy) => void copy.boxes.set(mine, { ...box(mine), sealed: flip(box(mine).sealed, 300) }), holder(malik), WrongKey);
	await give((copy) => void copy.boxes.set(mine, { ...box(mine), epoch: 1 }), holder(malik), NoKey);
	await give((copy) => void copy.boxes.delete(mine), holder(malik), NoKey);
	await give(() => undefined, { id: noor.keys.id, kem: malik.keys.kem }, WrongKey);
	expect(await keysFor(circle.state, 'all', holder(malik))).toHaveLength(3);
});

test('a box or an edge made for one circle opens nothing in another, even with the same people', async () => {
	const noor = await newPerson();
	const [one, two] = [await beginCircle(noor), await beginCircle(noor)];
	await renew(one, noor, 'us');
	await renew(two, noor, 'us');
	const mixed = copyState(one.state);
	mixed.boxes = new Map(two.state.boxes);
	await expect(openRingKeys(mixed, 'us', holder(noor))).rejects.toThrow(WrongKey);
	const swapped = copyState(one.state);
	swapped.rings.us.epochs = two.state.rings.us.epochs;
	swapped.boxes = new Map(two.state.boxes);
	await expect(openRingKeys(swapped, 'us', holder(noor))).rejects.toThrow(WrongKey);
});

test('whoever could open a key and ought not to any more makes it due, until the next one shuts them out', async () => {
	const { circle, noor, ingrid, link } = await family();
	const before = await keysFor(circle.state, 'all', link);
	await control(circle, byDevice(noor), 'revoke-invite', [Uint8Array.from(Buffer.from(link.id, 'hex'))]);
	expect(rings.filter((ring) => isDue(circle.state, ring))).toEqual(['all']);
	// Its holder keeps what it had; who writes next renews the key first.
	expect(await keysFor(circle.state, 'all', link)).toEqual(before);
	await renew(circle, ingrid, 'all');
	expect(isDue(circle.state, 'all')).toBe(false);
	await expect(openRingKeys(circle.state, 'all', link)).rejects.toThrow(NoKey);
	expect((await keysFor(circle.state, 'all', holder(ingrid))).slice(0, 1)).toEqual(before);
});

const entitledNow = (circle: TestCircle, ring: Ring) => [...entitled(circle.state, ring).keys()].sort();
test('entitled is who is in and reaches the ring, and for all every open invitation that joins at once', async () => {
	const { circle, noor, elias, ingrid, malik, link } = await family();
	const waiting = await newPerson();
	await join(circle, waiting, await invite(circle, noor, 'close'));
	const coded = await invite(circle, noor, 'all', { uses: 1, compare: true });
	const ids = (...people: Person[]) => people.map(({ keys }) => keys.id);
	expect(entitledNow(circle, 'us')).toEqual(ids(noor, elias).sort());
	expect(entitledNow(circle, 'close')).toEqual(ids(noor, elias, ingrid).sort());
	expect(entitledNow(circle, 'all')).toEqual([...ids(noor, elias, ingrid, malik), link.id].sort());
	expect(entitledNow(circle, 'all')).not.toContain(hex(coded.keys.id));
});
