/** A whole circle without a network: people with real keys, whose control entries are judged as they are written. */
import { hex, type Bytes } from '#crypto/bytes.ts';
import { randomBytes } from '#crypto/random.ts';
import { newSigningKey, sign, type SigningKey } from '#crypto/sign.ts';
import { sha256 } from '#crypto/verify.ts';
import { ringNumber, rings, ringsWithin, type Ring } from '#domain/ring.ts';
import type { Body } from '#domain/body.ts';
import { invitationKeys, type InvitationKeys } from '#identity/invitation-keys.ts';
import { memberKeys, type MemberKeys } from '#identity/member.ts';
import { firstHead, nextHead } from '#log/chain.ts';
import { writeControl, writeGenesis, type ControlAuthor } from '#log/control.ts';
import { sealName } from '#log/card.ts';
import { boxNewest, newEpoch, openRingKeys } from '#log/ring-key.ts';
import { seal, type Sealed } from '#log/seal.ts';
import { applyControl } from '#membership/apply.ts';
import { joinStatement, rollStatement } from '#membership/root-statement.ts';
import { currentEpoch, type CircleState, type Member } from '#membership/state.ts';
import type { ControlBody, ControlKind } from '#wire/control-entry.ts';

export interface Person {
	keys: MemberKeys;
	device: SigningKey;
	deviceId: Bytes;
	/** Per ring: this device's last number and hash in that log. */
	last: Record<Ring, { seq: number; hash: Bytes }>;
}

export interface TestCircle {
	state: CircleState;
	control: Bytes[];
	logs: Record<Ring, { sealed: Sealed[]; head: Bytes }>;
}

export async function newPerson(seed: Bytes = randomBytes(32)): Promise<Person> {
	const device = await newSigningKey();
	const none = () => ({ seq: 0, hash: new Uint8Array(32) });
	return { keys: await memberKeys(seed), device, deviceId: (await sha256(device.publicKey)).slice(0, 16), last: { us: none(), close: none(), all: none() } };
}

export const byDevice = (person: Person): ControlAuthor => ({
	author: { by: 'device', memberId: memberIdBytes(person), deviceId: person.deviceId },
	key: person.device.privateKey
});
export const byRoot = (person: Person): ControlAuthor => ({ author: { by: 'root', memberId: memberIdBytes(person) }, key: person.keys.root.privateKey });

export const memberIdBytes = (person: Person): Bytes => Uint8Array.from(Buffer.from(person.keys.id, 'hex'));

const holder = (person: Person) => ({ id: person.keys.id, kem: person.keys.kem });

/** Writes and judges the next control entry. @throws Refused; then nothing has changed but `state` must not be used on */
export async function control<K extends ControlKind>(circle: TestCircle, by: ControlAuthor, kind: K, body: ControlBody<K>): Promise<Bytes> {
	const { circleId, n, head } = circle.state;
	const entry = await writeControl({ circleId, n, head }, by, kind, body, 1_000 + n);
	circle.state = await applyControl(circle.state, entry);
	circle.control.push(entry);
	return entry;
}

export async function beginCircle(founder: Person): Promise<TestCircle> {
	const genesis = await writeGenesis(founder.keys.root.privateKey, randomBytes(16), founder.keys.root.publicKey, founder.keys.kem.publicKey, 1_000);
	const state = await applyControl(null, genesis);
	const log = async (ring: Ring) => ({ sealed: [], head: await firstHead(state.circleId, ring) });
	const circle: TestCircle = { state, control: [genesis], logs: { us: await log('us'), close: await log('close'), all: await log('all') } };
	await control(circle, byRoot(founder), 'device+', [founder.device.publicKey]);
	for (const ring of rings) await control(circle, byDevice(founder), 'epoch', await newEpoch(circle.state, ring, holder(founder)));
	return circle;
}

export interface MadeInvitation {
	keys: InvitationKeys;
	secret: Bytes;
}

export async function invite(
	circle: TestCircle,
	parent: Person,
	ring: Ring,
	options: { uses?: number; compare?: boolean; parent?: boolean } = {}
): Promise<MadeInvitation> {
	const secret = randomBytes(16);
	const keys = await invitationKeys(secret);
	const compare = options.compare ?? ring !== 'all';
	let box: [number, Bytes] | null = null;
	if (!compare) {
		box = await boxNewest(circle.state, 'all', holder(parent), hex(keys.id), keys.kem.publicKey);
	}
	const uses = options.uses ?? (compare ? 1 : 0);
	const number = ringNumber(ring) as 0 | 1 | 2;
	await control(circle, byDevice(parent), 'invite', [keys.id, keys.signing.publicKey, keys.kem.publicKey, number, uses, compare, options.parent ?? false, box]);
	return { keys, secret };
}

export async function join(circle: TestCircle, person: Person, { keys }: MadeInvitation, name = 'Ingrid'): Promise<void> {
	const { circleId } = circle.state;
	const { root, kem, id } = person.keys;
	const sealedName = await sealName(name, circleId, keys.id, memberIdBytes(person), keys.card);
	const rootSignature = await sign(root.privateKey, joinStatement(circleId, keys.id, root.publicKey, kem.publicKey, person.device.publicKey, sealedName));
	let box: [number, Bytes] | null = null;
	if (circle.state.invitations.get(hex(keys.id))?.compare === false) {
		box = await boxNewest(circle.state, 'all', { id: hex(keys.id), kem: keys.kem }, id, kem.publicKey);
	}
	const by: ControlAuthor = { author: { by: 'invitation', inviteId: keys.id }, key: keys.signing.privateKey };
	await control(circle, by, 'join', [root.publicKey, kem.publicKey, person.device.publicKey, sealedName, rootSignature, box]);
}

export async function admit(circle: TestCircle, parent: Person, person: Person): Promise<void> {
	const member = circle.state.members.get(person.keys.id);
	if (member === undefined) throw new Error('nobody waits');
	await control(circle, byDevice(parent), 'admit', [memberIdBytes(person), await boxesOf(circle, parent, ringsWithin(member.ring), member.id, member.kem)]);
}

type Boxes = [0 | 1 | 2, number, Bytes][];

/** The newest keys of `reached`, opened by `by`, boxed for `id`. */
async function boxesOf(circle: TestCircle, by: Person, reached: readonly Ring[], id: string, kem: Bytes): Promise<Boxes> {
	const boxes: Boxes = [];
	for (const ring of reached) boxes.push([ringNumber(ring) as 0 | 1 | 2, ...(await boxNewest(circle.state, ring, holder(by), id, kem))]);
	return boxes;
}

const memberOf = (circle: TestCircle, person: Person) => circle.state.members.get(person.keys.id) as Member;

export const remove = (circle: TestCircle, parent: Person, person: Person): Promise<Bytes> =>
	control(circle, byDevice(parent), 'remove', [memberIdBytes(person)]);

export async function move(circle: TestCircle, parent: Person, person: Person, ring: Ring): Promise<Bytes> {
	const member = memberOf(circle, person);
	const opened = ringsWithin(ring).filter((one) => ringNumber(one) < ringNumber(member.ring));
	const boxes = await boxesOf(circle, parent, opened, member.id, member.kem);
	return control(circle, byDevice(parent), 'ring', [memberIdBytes(person), ringNumber(ring) as 0 | 1 | 2, boxes]);
}

/** `lost` end, by the root they know; the member's keys are fresh from here on, and `person` is given them. */
export async function endDevices(circle: TestCircle, person: Person, lost: readonly Bytes[]): Promise<Bytes> {
	const next = { ...(await memberKeys(randomBytes(32))), id: person.keys.id };
	const statement = rollStatement(circle.state.circleId, memberIdBytes(person), next.root.publicKey, next.kem.publicKey);
	const rootSignature = await sign(next.root.privateKey, statement);
	const boxes = await boxesOf(circle, person, ringsWithin(memberOf(circle, person).ring), person.keys.id, next.kem.publicKey);
	const entry = await control(circle, byRoot(person), 'device-', [[...lost], next.root.publicKey, next.kem.publicKey, rootSignature, boxes]);
	person.keys = next;
	return entry;
}

/** Another device of `person`: with the same keys and a chain of its own. */
export async function addDevice(circle: TestCircle, person: Person): Promise<Person> {
	const other = { ...(await newPerson()), keys: person.keys };
	await control(circle, byRoot(person), 'device+', [other.device.publicKey]);
	return other;
}

/** `person`, who waits, comes in instead of `former`. */
export async function replace(circle: TestCircle, parent: Person, former: Person, person: Person): Promise<Bytes> {
	const { ring } = memberOf(circle, former);
	const { id, kem } = memberOf(circle, person);
	return control(circle, byDevice(parent), 'replace', [
		memberIdBytes(former),
		memberIdBytes(person),
		await boxesOf(circle, parent, ringsWithin(ring), id, kem)
	]);
}

export const renew = async (circle: TestCircle, person: Person, ring: Ring): Promise<Bytes> =>
	control(circle, byDevice(person), 'epoch', await newEpoch(circle.state, ring, holder(person)));

export const keysOf = (circle: TestCircle, person: Person, ring: Ring): Promise<Map<number, CryptoKey>> => openRingKeys(circle.state, ring, holder(person));

/** Seals and appends one entry, as the server would number it. */
export async function write(circle: TestCircle, person: Person, ring: Ring, body: Body, time = 2_000): Promise<Sealed> {
	const log = circle.logs[ring];
	const epoch = currentEpoch(circle.state, ring)?.epoch ?? 0;
	const ringKey = (await keysOf(circle, person, ring)).get(epoch) as CryptoKey;
	const last = person.last[ring];
	const sealed = await seal(
		{ time, body },
		{
			circleId: circle.state.circleId,
			ring: ringNumber(ring) as 0 | 1 | 2,
			epoch,
			memberId: memberIdBytes(person),
			deviceId: person.deviceId,
			deviceSeq: last.seq + 1,
			devicePrev: last.hash,
			voids: [],
			controlN: circle.state.n,
			controlHead: circle.state.head,
			seenSeq: log.sealed.length,
			seenHead: log.head,
			entryId: randomBytes(16)
		},
		ringKey,
		person.device.privateKey
	);
	person.last[ring] = { seq: last.seq + 1, hash: sealed.hash };
	log.sealed.push(sealed);
	log.head = await nextHead(log.head, sealed.hash);
	return sealed;
}

export interface Family {
	circle: TestCircle;
	noor: Person;
	elias: Person;
	ingrid: Person;
	malik: Person;
	link: MadeInvitation;
}

/** Noor and Elias are parents, Ingrid is in `close`, Malik came into `all` by an open link. */
export async function beginFamily(): Promise<Family> {
	const noor = await newPerson();
	const circle = await beginCircle(noor);
	const elias = await newPerson();
	await join(circle, elias, await invite(circle, noor, 'us', { parent: true }));
	await admit(circle, noor, elias);
	const ingrid = await newPerson();
	await join(circle, ingrid, await invite(circle, elias, 'close'));
	await admit(circle, elias, ingrid);
	const link = await invite(circle, noor, 'all');
	const malik = await newPerson();
	await join(circle, malik, link);
	return { circle, noor, elias, ingrid, malik, link };
}
