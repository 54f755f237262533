/**
 * Raw exports for the tests of tools/reader: of a circle with a past, and with one thing wrong in them; and the reader, called as anybody calls it.
 */
import { spawnSync } from 'node:child_process';
import { expect } from 'vitest';
import { concat, fromHex, hex, type Bytes } from '#crypto/bytes.ts';
import { sealOnce } from '#crypto/aead.ts';
import { deriveAeadKey, kdfKey } from '#crypto/kdf.ts';
import { randomBytes } from '#crypto/random.ts';
import { sign } from '#crypto/sign.ts';
import { sha256 } from '#crypto/verify.ts';
import type { Body } from '#domain/body.ts';
import { ringNumber, rings, type Ring } from '#domain/ring.ts';
import { memberKeys, type MemberKeys } from '#identity/member.ts';
import { emptyStretch, firstHead, nextHead } from '#log/chain.ts';
import { readPage } from '#log/read-page.ts';
import { writeControl, type ControlAuthor } from '#log/control.ts';
import { newEpoch, openNewestSecret } from '#log/ring-key.ts';
import { pad } from '#log/padding.ts';
import { entryKeyContext, seal } from '#log/seal.ts';
import { replayControl } from '#membership/apply.ts';
import { joinStatement, rollStatement } from '#membership/root-statement.ts';
import { currentEpoch, type CircleState } from '#membership/state.ts';
import { decodeCbor, encodeCbor, type Cbor } from '#wire/cbor.ts';
import { controlContext, decodeControlEntry, type ControlBody, type ControlKind } from '#wire/control-entry.ts';
import { encodeSign1, toBeAuthenticated, toBeSigned } from '#wire/cose.ts';
import { decodeEnvelope, encodeHeader, encodePayload, envelopeContext, type EnvelopeHeader } from '#wire/envelope.ts';
import { findPython } from '../../scripts/find-python.ts';
import {
	addDevice,
	beginFamily,
	byDevice,
	byRoot,
	endDevices,
	memberIdBytes,
	newPerson,
	remove,
	renew,
	write,
	type Family,
	type Person,
	type TestCircle
} from '../support/circle.ts';

export type Item = Cbor[];
type Line = { ring: Ring; n: number } & Record<string, unknown>;
interface Summary {
	verified: boolean;
	control: number;
	members: { id: string; ring: Ring; standing: string; parent: boolean }[];
	rings: Partial<Record<Ring, { entries: number; head: string; whole: boolean }>>;
}
interface Told {
	status: number | null;
	lines: Line[];
	summary: Summary;
	said: string;
	printed: string;
}

export const sequence = (items: readonly Item[]): Bytes => concat(...items.map((item) => encodeCbor(item)));

export function readerOf(input: Uint8Array, args = ['-']): Told {
	const python = findPython();
	if (!python.found) throw new Error(python.remedy);
	const { status, stdout, stderr } = spawnSync(python.path, ['tools/reader/kvar_reader.py', ...args], { input, encoding: 'utf8' });
	expect(stderr).not.toContain('Traceback');
	const lines =
		stdout === ''
			? []
			: stdout
					.trimEnd()
					.split('\n')
					.map((line) => JSON.parse(line) as unknown);
	return { status, lines: lines.slice(0, -1) as Line[], summary: lines.at(-1) as Summary, said: stderr, printed: stdout };
}

/** Raw keys by ring and epoch, as whoever makes an export has them. */
export type Secrets = Map<string, Bytes>;
export interface Logged {
	envelope: Bytes;
	body: Bytes | null;
}

export async function rawExport(
	control: readonly Bytes[],
	state: CircleState,
	maker: Bytes,
	secrets: Secrets,
	logs: Record<Ring, readonly Logged[]>
): Promise<Item[]> {
	const items: Item[] = [['kvar-export', 1, state.circleId, maker], ...control.map((entry): Item => ['control', entry])];
	for (const ring of rings) {
		let head = await firstHead(state.circleId, ring);
		for (const { envelope } of logs[ring]) head = await nextHead(head, await sha256(envelope));
		items.push(['ring', ringNumber(ring), logs[ring].length, head]);
	}
	for (const [place, key] of secrets) items.push(['key', ...place.split(' ').map(Number), key]);
	for (const ring of rings) logs[ring].forEach(({ envelope, body }, i) => items.push(['entry', ringNumber(ring), i + 1, envelope, body]));
	return [...items, ['end', items.length]];
}

/** What the program itself makes of an export whose control log is good: the codes by ring and number, null where it takes an entry in. */
export async function ownVerdict(items: readonly Item[]): Promise<[string, string | null][]> {
	const state = (await replayControl(items.filter(([name]) => name === 'control').map(([, entry]) => entry as Bytes))) as CircleState;
	const verdict: [string, string | null][] = [];
	for (const ring of rings) {
		const keys = new Map<number, CryptoKey>();
		for (const [name, number, epoch, key] of items) if (name === 'key' && number === ringNumber(ring)) keys.set(epoch as number, await kdfKey(key as Bytes));
		const page = items.filter(([name, number]) => name === 'entry' && number === ringNumber(ring)).map((item) => [item[3], item[4]] as [Bytes, Bytes | null]);
		const reading = await readPage(emptyStretch(1, await firstHead(state.circleId, ring)), state, ring, page, keys);
		const codes = new Map([...reading.refused, ...reading.missing].map(({ n, code }) => [n, code]));
		page.forEach((_, i) => verdict.push([`${ring} ${i + 1}`, codes.get(i + 1) ?? null]));
	}
	return verdict;
}
export const verdictOf = ({ lines }: Told): [string, string | null][] =>
	lines.map(({ ring, n, refused }) => [`${ring} ${n}`, (refused as string | undefined) ?? null]);

interface Story extends Family {
	/** Ingrid's telephone, which she signs out. */
	telephone: Person;
	secrets: Secrets;
	logs: Record<Ring, Logged[]>;
	items: Item[];
}

export async function learn(circle: TestCircle, person: Person, secrets: Secrets): Promise<void> {
	for (const ring of rings) {
		const place = `${ringNumber(ring)} ${currentEpoch(circle.state, ring)?.epoch}`;
		if (!secrets.has(place)) secrets.set(place, await openNewestSecret(circle.state, ring, { id: person.keys.id, kem: person.keys.kem }));
	}
}

const file = (mime: string) => ({ id: hex(randomBytes(32)), secret: hex(randomBytes(16)), size: 70_000, mime });
export const picture = {
	kind: 'picture' as const,
	says: 'Ett fönster',
	covered: true,
	width: 800,
	height: 600,
	thumbnail: file('image/webp'),
	screen: file('image/webp'),
	original: null
};
export const sound = { kind: 'sound' as const, says: '', duration: 4_000, wave: [1, 200], sound: file('audio/webm; codecs="opus"') };
export const secretOfInvitation = hex(randomBytes(16));

/** A family with a past: somebody let go of, keys renewed, a telephone signed out, words taken back. */
async function tellStory(): Promise<Story> {
	const family = await beginFamily();
	const { circle, noor, elias, ingrid, malik } = family;
	const secrets: Secrets = new Map();
	await learn(circle, noor, secrets);
	const telephone = await addDevice(circle, ingrid);
	await write(circle, noor, 'us', { type: 'child', name: 'Ture' });
	await write(circle, elias, 'us', { type: 'invitation', invitation: hex(randomBytes(16)), label: 'Morfar', secret: secretOfInvitation, form: 'link' });
	await write(circle, noor, 'all', { type: 'announcement', text: 'Vår son Ture föddes i tisdags. 🕯', asking: 'ask', enclosed: [picture, sound] });
	const taken = await write(circle, malik, 'all', { type: 'answer', to: hex(randomBytes(16)), kind: 'words', text: 'För mycket sagt.', motif: null });
	await write(circle, malik, 'all', { type: 'answer', to: hex(randomBytes(16)), kind: 'card', text: '', motif: 'lake' });
	await write(circle, malik, 'all', { type: 'erase', target: hex(decodeEnvelope(taken.envelope).header.entryId), targetHash: hex(taken.hash) });
	await write(circle, telephone, 'close', { type: 'announcement', text: 'x'.repeat(700), asking: null });
	await write(circle, elias, 'close', { type: 'receipt' });

	const letGo = await remove(circle, noor, malik);
	await renew(circle, noor, 'all');
	await learn(circle, noor, secrets);
	const { last } = malik;
	const n = decodeControlEntry(letGo).entry.n;
	await write(circle, noor, 'all', { type: 'cut', n, ends: [{ device: hex(malik.deviceId), seq: last.all.seq, hash: hex(last.all.hash) }] });
	await write(circle, ingrid, 'all', { type: 'name', name: 'Ingrid' });

	const before = circle.state.n;
	await endDevices(circle, ingrid, [telephone.deviceId]);
	for (const ring of ['close', 'all'] as const) await renew(circle, ingrid, ring);
	await learn(circle, noor, secrets);
	const end = { device: hex(telephone.deviceId), seq: telephone.last.close.seq, hash: hex(telephone.last.close.hash) };
	await write(circle, elias, 'close', { type: 'cut', n: before + 1, ends: [end] });
	await write(circle, ingrid, 'close', { type: 'place', title: 'Ture' });
	await write(circle, elias, 'close', { type: 'settings', prayers: 'thoughts' });

	const of = (ring: Ring): Logged[] =>
		circle.logs[ring].sealed.map(({ envelope, body, hash }) => ({ envelope, body: hex(hash) === hex(taken.hash) ? null : body }));
	const logs = { us: of('us'), close: of('close'), all: of('all') };
	const items = await rawExport(circle.control, circle.state, memberIdBytes(noor), secrets, logs);
	return { ...family, telephone, secrets, logs, items };
}
export let story: Story;
export async function begin(): Promise<void> {
	story = await tellStory();
}

export const numberOf = (items: readonly Item[], name: string, ...fields: Cbor[]): number =>
	items.findIndex((item) => item[0] === name && fields.every((field, i) => item[i + 1] === field));
export const at = (items: readonly Item[], i: number): Item => [...(items[i] as Item)];
/** With another item, or none, in the place of one. */
export const instead = (items: readonly Item[], i: number, ...others: Item[]): Item[] => [...items.slice(0, i), ...others, ...items.slice(i + 1)];
/** So that nothing but what was done shows: with the numbers of entries, and of items, as they are now, and the head that follows from them. */
export async function tidy(items: readonly Item[]): Promise<Item[]> {
	const circleId = (items[0] as Item)[2] as Bytes;
	const count = [0, 0, 0];
	const numbered = items.map((item): Item =>
		item[0] === 'entry' ? [...item.slice(0, 2), ((count[item[1] as number] as number) += 1), ...item.slice(3)] : item
	);
	for (const [i, item] of numbered.entries()) {
		if (item[0] !== 'ring') continue;
		let head = await firstHead(circleId, rings[item[1] as number] as Ring);
		for (const entry of numbered) if (entry[0] === 'entry' && entry[1] === item[1]) head = await nextHead(head, await sha256(entry[3] as Bytes));
		numbered[i] = ['ring', item[1] as number, count[item[1] as number] as number, head];
	}
	return instead(numbered, numbered.length - 1, ['end', numbered.length - 1]);
}
export function flip(items: readonly Item[], i: number, field: number, byte: number): Item[] {
	const item = at(items, i);
	const bytes = (item[field] as Bytes).slice();
	const place = byte < 0 ? bytes.length + byte : byte;
	bytes[place] = (bytes[place] as number) ^ 1;
	item[field] = bytes;
	return instead(items, i, item);
}

export const key32 = () => randomBytes(32);

/** The next envelope of `person` in `ring`, with `changes` to its header, sealed and signed as it should be. */
export async function envelopeOf(person: Person, ring: Ring, body: Body, changes: Partial<EnvelopeHeader> = {}): Promise<Logged & { hash: Bytes }> {
	const { circle, secrets } = story;
	const log = circle.logs[ring];
	const epoch = changes.epoch ?? currentEpoch(circle.state, ring)?.epoch ?? 0;
	const place = {
		circleId: circle.state.circleId,
		ring: ringNumber(ring) as 0 | 1 | 2,
		epoch,
		memberId: memberIdBytes(person),
		deviceId: person.deviceId,
		deviceSeq: person.last[ring].seq + 1,
		devicePrev: person.last[ring].hash,
		voids: [],
		controlN: circle.state.n,
		controlHead: circle.state.head,
		seenSeq: log.sealed.length,
		seenHead: log.head,
		entryId: randomBytes(16)
	};
	return seal({ time: 3_000, body }, { ...place, ...changes }, await kdfKey(secrets.get(`${ringNumber(ring)} ${epoch}`) as Bytes), person.device.privateKey);
}
/** The export with more entries at the end of `ring`. */
export function withMore(ring: Ring, ...more: Logged[]): Promise<Item[]> {
	const last = story.items.findLastIndex((item) => item[0] === 'entry' && item[1] === ringNumber(ring));
	return tidy(instead(story.items, last, at(story.items, last), ...more.map(({ envelope, body }): Item => ['entry', ringNumber(ring), 0, envelope, body])));
}
export const words: Body = { type: 'announcement', text: 'Det som inte hände.', asking: null };
/** A head and a number of the control log as they were at `n`. */
export const controlAt = (n: number) => ({ controlN: n, controlHead: story.circle.state.heads[n] as Bytes });
export const kindAt = (kind: string): number => story.circle.control.findLastIndex((entry) => decodeControlEntry(entry).entry.kind === kind);

/** Any bytes, sealed as a body would be. */
async function sealedByHand(person: Person, ring: Ring, padded: Bytes): Promise<Logged> {
	const { header } = decodeEnvelope((await envelopeOf(person, ring, words)).envelope);
	const ringKey = await kdfKey(story.secrets.get(`${ringNumber(ring)} ${header.epoch}`) as Bytes);
	const key = await deriveAeadKey(ringKey, entryKeyContext(header), ['encrypt'], header.salt);
	const body = await sealOnce(key, toBeAuthenticated(encodeHeader(header)), padded);
	const payload = encodePayload(header, await sha256(body));
	return { envelope: encodeSign1(payload, await sign(person.device.privateKey, toBeSigned(envelopeContext(header), payload))), body };
}
export const more = async (person: Person, ring: Ring, changes: Partial<EnvelopeHeader> = {}): Promise<Item[]> =>
	withMore(ring, await envelopeOf(person, ring, words, changes));
/** With a signature that is none. */
export async function spoiled(person: Person, ring: Ring, changes: Partial<EnvelopeHeader> = {}): Promise<Item[]> {
	const { envelope, body } = await envelopeOf(person, ring, words, changes);
	return withMore(ring, { envelope: encodeCbor([...(decodeCbor(envelope) as Cbor[]).slice(0, 3), new Uint8Array(64)]), body });
}
export const withBody = async (...body: Cbor[]): Promise<Item[]> => withMore('us', await sealedByHand(story.elias, 'us', pad(encodeCbor(body))));
/** An envelope whose two COSE headers are others, which its signature alone would not tell. */
export async function withHeaders(signed: Cbor, unsigned: Cbor): Promise<Item[]> {
	const { envelope, body } = await envelopeOf(story.elias, 'us', words);
	return withMore('us', { envelope: encodeCbor([signed, unsigned, ...(decodeCbor(envelope) as Cbor[]).slice(2)]), body });
}

export const newerEnvelope: Logged = { envelope: encodeCbor([new Uint8Array(0), new Map([[1, -8]]), encodeCbor([[2, 1, 'något nytt'], null]), 0]), body: null };

export const receipt = encodeCbor(['receipt', 1, 0]);
export const padded = async (bytes: Bytes): Promise<Item[]> => withMore('us', await sealedByHand(story.elias, 'us', bytes));
export const entry = (ring: number, n: number): number => numberOf(story.items, 'entry', ring, n);
export async function underAnotherKey(): Promise<Item[]> {
	const { envelope, body } = await envelopeOf(story.elias, 'us', words);
	const { header, payload } = decodeEnvelope(envelope);
	const other = (body as Bytes).map((byte) => byte ^ 1);
	const signed = encodeCbor((decodeCbor(payload) as Cbor[]).with(1, await sha256(other)));
	return withMore('us', { envelope: encodeSign1(signed, await sign(story.elias.device.privateKey, toBeSigned(envelopeContext(header), signed))), body: other });
}
export const exchanged = (i: number, j: number): Item[] => instead(instead(story.items, i, at(story.items, j)), j, at(story.items, i));
export const inFile = ['us 1', 'us 2'].map((place): [string, string] => [place, 'cannot-open']);

/** Another control entry after the last, as it would be if its writer might. */
export const oneMore = async <K extends ControlKind>(by: ControlAuthor, kind: K, body: ControlBody<K>, changes = {}): Promise<Bytes> =>
	writeControl({ circleId: story.circle.state.circleId, n: story.circle.state.n, head: story.circle.state.head, ...changes }, by, kind, body, 5_000);
/** Signed by its author over another payload than the program writes. */
export async function rewritten(entry: Bytes, by: ControlAuthor, change: (payload: Cbor[]) => Cbor[]): Promise<Bytes> {
	const payload = encodeCbor(change(decodeCbor(decodeControlEntry(entry).payload) as Cbor[]));
	return encodeSign1(payload, await sign(by.key, toBeSigned(controlContext(story.circle.state.circleId), payload)));
}
export const invitation = (changes: Partial<Record<2 | 3 | 4 | 5 | 6, Cbor>> = {}): ControlBody<'invite'> =>
	Object.assign([randomBytes(16), key32(), key32(), 1, 1, true, false, null], changes) as unknown as ControlBody<'invite'>;

/** After `first`, which is one more. */
export async function twice<K extends ControlKind>(first: Bytes, by: ControlAuthor, kind: K, body: ControlBody<K>): Promise<Bytes[]> {
	return [first, await oneMore(by, kind, body, { n: story.circle.state.n + 1, head: await sha256(first) })];
}
export const leaves = (person: Person): Promise<Bytes> => oneMore(byDevice(person), 'remove', [memberIdBytes(person)]);
/** Somebody new comes in by the link that closed when Malik was let go of. */
export async function joining(change: (body: unknown[]) => unknown[] = (body) => body): Promise<Bytes> {
	const { keys } = story.link;
	const { keys: own, device } = await newPerson();
	const name = randomBytes(40);
	const statement = joinStatement(story.circle.state.circleId, keys.id, own.root.publicKey, own.kem.publicKey, device.publicKey, name);
	const rootSignature = await sign(own.root.privateKey, statement);
	const body = change([own.root.publicKey, own.kem.publicKey, device.publicKey, name, rootSignature, [2, randomBytes(80)]]);
	return oneMore({ author: { by: 'invitation', inviteId: keys.id }, key: keys.signing.privateKey }, 'join', body as unknown as ControlBody<'join'>);
}
/** Noor's root and devices are replaced, by `next`. */
export async function rolling(ids: Bytes[], change: (body: unknown[]) => unknown[] = (body) => body, next?: MemberKeys): Promise<Bytes> {
	const { root, kem } = next ?? (await memberKeys(key32()));
	const statement = rollStatement(story.circle.state.circleId, memberIdBytes(story.noor), root.publicKey, kem.publicKey);
	const body = change([ids, root.publicKey, kem.publicKey, await sign(root.privateKey, statement), []]);
	return oneMore(byRoot(story.noor), 'device-', body as unknown as ControlBody<'device-'>);
}

export const invite = (changes = {}, place = {}): Promise<Bytes> => oneMore(byDevice(story.noor), 'invite', invitation(changes), place);
export const byNoor = <K extends ControlKind>(kind: K, body: unknown[], place = {}): Promise<Bytes> =>
	oneMore(byDevice(story.noor), kind, body as unknown as ControlBody<K>, place);
export const renewing = async (ring: Ring, change: (body: ControlBody<'epoch'>) => unknown[] = (body) => [...body]): Promise<ControlBody<'epoch'>> =>
	change(await newEpoch(story.circle.state, ring, story.noor.keys)) as unknown as ControlBody<'epoch'>;
export const inviteOf = async (change: (payload: Cbor[]) => Cbor[]): Promise<Bytes> => rewritten(await invite(), byDevice(story.noor), change);
export const id = (person: Person): Bytes => memberIdBytes(person);
export async function afterAllWasErased(): Promise<Bytes[]> {
	const first = await byNoor('erase-circle', [true]);
	const [, second] = await twice(first, byDevice(story.elias), 'erase-circle', [true]);
	return [first, second as Bytes, await invite({}, { n: story.circle.state.n + 2, head: await sha256(second as Bytes) })];
}

export const control = (kind: string): number => 1 + kindAt(kind);
export const bytesAfter = (bytes: Uint8Array, i = story.items.length) => concat(sequence(story.items.slice(0, i)), bytes, sequence(story.items.slice(i)));
/** In the place of the first ring's item, which says the same in another way. */
export const writtenOtherwise = (bytes: (item: Item) => Uint8Array): Bytes => {
	const i = numberOf(story.items, 'ring');
	return concat(sequence(story.items.slice(0, i)), bytes(at(story.items, i)), sequence(story.items.slice(i + 1)));
};
export const ringWith = (item: Item, n: Uint8Array): Bytes =>
	concat(fromHex('84'), encodeCbor('ring'), encodeCbor(item[1] as number), n, encodeCbor(item[3] as Bytes));
export const otherNumber = (hexed: string): Bytes => writtenOtherwise((item) => ringWith(item, fromHex(hexed)));
export const ringAll = (): number => numberOf(story.items, 'ring', 2);
