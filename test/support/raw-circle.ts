/**
 * A circle written by hand: control entries and envelopes made from wire and crypto alone, with nothing of the client's own
 * code, so that a test can also make what no client would. Bodies are random bytes: the server opens none.
 */
import { concat, hex, type Bytes } from '#crypto/bytes.ts';
import { kemKeyFromSeed, sealTo, type KemKey } from '#crypto/hpke.ts';
import { randomBytes } from '#crypto/random.ts';
import { newSigningKey, sign, type SigningKey } from '#crypto/sign.ts';
import { sha256 } from '#crypto/verify.ts';
import { ringNumber, ringsWithin, type Ring } from '#domain/ring.ts';
import { applyControl } from '#membership/apply.ts';
import { entitled } from '#membership/entitled.ts';
import { joinStatement, rollStatement } from '#membership/root-statement.ts';
import { copyState, currentEpoch, type CircleState } from '#membership/state.ts';
import { context } from '#wire/context.ts';
import { controlContext, encodeControlPayload, type Author, type ControlPayload } from '#wire/control-entry.ts';
import { encodeSign1, toBeSigned } from '#wire/cose.ts';
import { encodePayload, envelopeContext, type EnvelopeHeader } from '#wire/envelope.ts';

export interface Person {
	root: SigningKey;
	kem: KemKey;
	device: SigningKey;
	memberId: Bytes;
	deviceId: Bytes;
}
export interface Link {
	id: Bytes;
	key: SigningKey;
	kem: KemKey;
	compare: boolean;
}

export async function newPerson(): Promise<Person> {
	const [root, kem, device] = await Promise.all([newSigningKey(), kemKeyFromSeed(randomBytes(32)), newSigningKey()]);
	const id = async (key: Bytes): Promise<Bytes> => (await sha256(key)).slice(0, 16);
	return { root, kem, device, memberId: await id(root.publicKey), deviceId: await id(device.publicKey) };
}

/** Where one device stands in one ring's log. */
export interface Chain {
	seq: number;
	prev: Bytes;
}
export const newChain = (): Chain => ({ seq: 0, prev: new Uint8Array(32) });

type Kind = { [K in ControlPayload['kind']]: Pick<Extract<ControlPayload, { kind: K }>, 'kind' | 'body'> }[ControlPayload['kind']];

export class RawCircle {
	readonly founder: Person;
	/** Every control entry so far. */
	readonly log: Bytes[] = [];
	state!: CircleState;
	readonly ringKeys: Partial<Record<Ring, Bytes>> = {};

	private constructor(founder: Person) {
		this.founder = founder;
	}

	/** Genesis, the founder's device, and an epoch for each of `rings`; `log` is what to send. */
	static async begin(rings: Ring[] = ['us', 'close', 'all']): Promise<RawCircle> {
		const circle = new RawCircle(await newPerson());
		const { root, kem, device, memberId } = circle.founder;
		await circle.add(root, { by: 'genesis' }, { kind: 'genesis', body: [randomBytes(16), root.publicKey, kem.publicKey] });
		await circle.add(root, { by: 'root', memberId }, { kind: 'device+', body: [device.publicKey] });
		for (const ring of rings) await circle.renew(ring);
		return circle;
	}

	get id(): Bytes {
		return this.state.circleId;
	}
	get name(): string {
		return Buffer.from(this.id).toString('base64url');
	}

	/** What another device of the founder's knows at this moment. */
	copy(): RawCircle {
		const copy = new RawCircle(this.founder);
		Object.assign(copy.ringKeys, this.ringKeys);
		copy.log.push(...this.log);
		copy.state = copyState(this.state);
		return copy;
	}

	/** Takes over what the server holds. */
	async take(entries: Bytes[]): Promise<void> {
		for (const entry of entries) {
			this.state = await applyControl(this.state, entry);
			this.log.push(entry);
		}
	}

	/** Makes an entry that follows the newest, without taking it into the log. */
	async make(key: SigningKey, author: Author, what: Kind, place: Partial<Pick<ControlPayload, 'n' | 'prev' | 'circleId'>> = {}): Promise<Bytes> {
		const first = this.log.length === 0;
		const frame = {
			circleId: first ? new Uint8Array(0) : this.id,
			n: first ? 0 : this.state.n + 1,
			prev: first ? new Uint8Array(32) : this.state.head,
			at: 1,
			author
		};
		const payload = encodeControlPayload({ ...frame, ...what, ...place } as ControlPayload);
		const signature = await sign(key.privateKey, toBeSigned(controlContext(frame.circleId), payload));
		return encodeSign1(payload, signature);
	}

	async add(key: SigningKey, author: Author, what: Kind): Promise<Bytes> {
		const entry = await this.make(key, author, what);
		this.state = await applyControl(this.log.length === 0 ? null : copyState(this.state), entry);
		this.log.push(entry);
		return entry;
	}

	by = (person: Person): Author => ({ by: 'device', memberId: person.memberId, deviceId: person.deviceId });

	async epochBody(ring: Ring): Promise<Extract<ControlPayload, { kind: 'epoch' }>['body']> {
		const epoch = (currentEpoch(this.state, ring)?.epoch ?? -1) + 1;
		const key = randomBytes(32);
		const boxes: [Bytes, Bytes][] = [];
		for (const [id, kem] of [...entitled(this.state, ring)].sort(([a], [b]) => (a < b ? -1 : 1))) {
			const recipient = new Uint8Array(Buffer.from(id, 'hex'));
			boxes.push([recipient, await this.box(ring, epoch, recipient, kem, key)]);
		}
		this.ringKeys[ring] = key;
		return [ringNumber(ring) as 0, epoch, randomBytes(32), epoch === 0 ? null : randomBytes(48), boxes];
	}

	renew = async (ring: Ring, by: Person = this.founder): Promise<Bytes> =>
		this.add(by.device, this.by(by), { kind: 'epoch', body: await this.epochBody(ring) });

	box(ring: Ring, epoch: number, recipient: Bytes, kem: Bytes, key: Bytes): Promise<Bytes> {
		return sealTo(kem, context('box', this.id, ringNumber(ring), epoch, recipient), key);
	}

	async invite(ring: Ring, { uses = 1, compare = ring !== 'all', parent = false } = {}): Promise<{ link: Link; entry: Bytes }> {
		const link: Link = { id: randomBytes(16), key: await newSigningKey(), kem: await kemKeyFromSeed(randomBytes(32)), compare };
		const epoch = currentEpoch(this.state, 'all')?.epoch ?? 0;
		const box: [number, Bytes] | null = compare ? null : [epoch, await this.box('all', epoch, link.id, link.kem.publicKey, this.ringKeys.all as Bytes)];
		const body = [link.id, link.key.publicKey, link.kem.publicKey, ringNumber(ring) as 0, uses, compare, parent, box] as const;
		return { link, entry: await this.add(this.founder.device, this.by(this.founder), { kind: 'invite', body: [...body] }) };
	}

	/** A join that follows the newest entry; not taken into the log. */
	async makeJoin(link: Link, person: Person): Promise<Bytes> {
		const name = randomBytes(40);
		const epoch = currentEpoch(this.state, 'all')?.epoch ?? 0;
		const box: [number, Bytes] | null = link.compare
			? null
			: [epoch, await this.box('all', epoch, person.memberId, person.kem.publicKey, this.ringKeys.all as Bytes)];
		const statement = joinStatement(this.id, link.id, person.root.publicKey, person.kem.publicKey, person.device.publicKey, name);
		const rootSignature = await sign(person.root.privateKey, statement);
		const body = [person.root.publicKey, person.kem.publicKey, person.device.publicKey, name, rootSignature, box] as const;
		return this.make(link.key, { by: 'invitation', inviteId: link.id }, { kind: 'join', body: [...body] });
	}

	async admit(person: Person): Promise<Bytes> {
		const { ring } = this.state.members.get(hex(person.memberId)) as { ring: Ring };
		const boxes: [0 | 1 | 2, number, Bytes][] = [];
		for (const reached of ringsWithin(ring)) {
			const epoch = currentEpoch(this.state, reached)?.epoch ?? 0;
			boxes.push([ringNumber(reached) as 0, epoch, await this.box(reached, epoch, person.memberId, person.kem.publicKey, this.ringKeys[reached] as Bytes)]);
		}
		return this.add(this.founder.device, this.by(this.founder), { kind: 'admit', body: [person.memberId, boxes] });
	}

	remove = (person: Person): Promise<Bytes> => this.add(this.founder.device, this.by(this.founder), { kind: 'remove', body: [person.memberId] });

	/** A device of `person` ends; `person` is given the keys that come after. */
	async endDevice(person: Person, deviceId: Bytes): Promise<Bytes> {
		const [root, kem] = [await newSigningKey(), await kemKeyFromSeed(randomBytes(32))];
		const rootSignature = await sign(root.privateKey, rollStatement(this.id, person.memberId, root.publicKey, kem.publicKey));
		const boxes: [0 | 1 | 2, number, Bytes][] = [];
		for (const reached of ringsWithin(this.state.members.get(hex(person.memberId))?.ring as Ring)) {
			const epoch = currentEpoch(this.state, reached)?.epoch ?? 0;
			boxes.push([ringNumber(reached) as 0, epoch, await this.box(reached, epoch, person.memberId, kem.publicKey, this.ringKeys[reached] as Bytes)]);
		}
		const body = [[deviceId], root.publicKey, kem.publicKey, rootSignature, boxes] as const;
		const entry = await this.add(person.root, { by: 'root', memberId: person.memberId }, { kind: 'device-', body: [...body] as never });
		Object.assign(person, { root, kem });
		return entry;
	}

	revoke = (link: Link): Promise<Bytes> => this.add(this.founder.device, this.by(this.founder), { kind: 'revoke-invite', body: [link.id] });

	/** An entry of `person`, following `chain`, which is moved on. */
	async entry(ring: Ring, person: Person, chain: Chain, changes: Partial<EnvelopeHeader> = {}, size = 200): Promise<[envelope: Bytes, body: Bytes]> {
		const body = new Uint8Array(size);
		crypto.getRandomValues(body.subarray(0, 65_536));
		const header: EnvelopeHeader = {
			circleId: this.id,
			ring: ringNumber(ring) as 0,
			epoch: currentEpoch(this.state, ring)?.epoch ?? 0,
			memberId: person.memberId,
			deviceId: person.deviceId,
			deviceSeq: chain.seq + 1,
			devicePrev: chain.prev,
			voids: [],
			controlN: this.state.n,
			controlHead: this.state.head,
			seenSeq: 0,
			seenHead: new Uint8Array(32),
			entryId: randomBytes(16),
			salt: randomBytes(16),
			...changes
		};
		const payload = encodePayload(header, await sha256(body));
		const envelope = encodeSign1(payload, await sign(person.device.privateKey, toBeSigned(envelopeContext(header), payload)));
		chain.seq = header.deviceSeq;
		chain.prev = await sha256(envelope);
		return [envelope, body];
	}
}

/** head(n) of a log, worked out anew: SHA-256(head(n-1) ‖ SHA-256(envelope)). */
export async function headAfter(head: Bytes, envelopes: Bytes[]): Promise<Bytes> {
	for (const envelope of envelopes) head = await sha256(concat(head, await sha256(envelope)));
	return head;
}
