/**
 * Today's code against the vectors committed in ours/, byte for byte, with nothing random replaced: what was drawn then is taken
 * from the files. The generator itself is run as well, and must write the same files again.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sealOnce } from '#crypto/aead.ts';
import { fromHex, hex, type Bytes } from '#crypto/bytes.ts';
import { kemKeyFromSeed, openFrom } from '#crypto/hpke.ts';
import { deriveAeadKey, deriveBytes, kdfKey } from '#crypto/kdf.ts';
import { sign, signingKeyFromSeed } from '#crypto/sign.ts';
import { sha256 } from '#crypto/verify.ts';
import { rings, type Ring } from '#domain/ring.ts';
import type { DoorKind } from '#domain/door.ts';
import { doorKeys, openDoor } from '#identity/door.ts';
import { readDoorLink, readDoorWords } from '#identity/door-secret.ts';
import { invitationKeys } from '#identity/invitation-keys.ts';
import { readCode, readLink, writeCode, writeLink } from '#identity/invitation-link.ts';
import { linkKeys, openAsk, openHand, readTicket, wordsOfHand, wordsOfLink } from '#identity/link-device.ts';
import { memberKeys } from '#identity/member.ts';
import { ownSeed } from '#identity/root.ts';
import { bytesOf, wordsOf, type WordLanguage } from '#identity/word-list.ts';
import { decodeBody, encodeBody } from '#log/body.ts';
import { checkCard, openCard, openName } from '#log/card.ts';
import { emptyStretch, firstHead } from '#log/chain.ts';
import { answerAloud, joinerValue } from '#log/compare.ts';
import { writeGenesis } from '#log/control.ts';
import { pad, paddedLength, unpad } from '#log/padding.ts';
import { readPage } from '#log/read-page.ts';
import { openNewestSecret, openRingKeys } from '#log/ring-key.ts';
import { entryKeyContext } from '#log/seal.ts';
import { applyControl, replayControl } from '#membership/apply.ts';
import { dueRings } from '#membership/entitled.ts';
import type { CircleState } from '#membership/state.ts';
import { context } from '#wire/context.ts';
import { controlContext, decodeControlEntry, encodeControlPayload } from '#wire/control-entry.ts';
import { encodeSign1, toBeAuthenticated, toBeSigned } from '#wire/cose.ts';
import { decodeEnvelope, encodeHeader, encodePayload, envelopeContext, type EnvelopeHeader } from '#wire/envelope.ts';

interface Identity {
	root: string;
	ownSeed: string;
	ownSalt: string;
	memberRoot: string;
	memberKem: string;
	memberId: string;
	genesisPayload: string;
	genesis: string;
	ownLogId: string;
}
interface Invitation {
	secret: string;
	id: string;
	key: string;
	kem: string;
	cardKey: string;
	circleId?: string;
	link?: string;
	code?: string;
}
type Named = 'noor' | 'ingrid' | 'malik';
interface Circle {
	circleId: string;
	people: Record<Named, { seed: string; deviceSeed: string; memberId: string; root: string; kem: string; deviceKey: string; deviceId: string }>;
	invitations: { closer: string; link: string };
	control: { kind: string; entry: string }[];
	controlHeads: string[];
	dueAfterTheLinkWasUsed: Ring[];
	ringSecrets: Record<Ring, string>;
	epochs: Record<Ring, { epoch: number; n: number; commitment: string; prevEdge: string | null; dueFrom: number | null }[]>;
	entries: {
		ring: Ring;
		by: Named;
		body: unknown;
		header: Record<string, unknown>;
		plain: string;
		padded: string;
		ct: string;
		bodyHash: string;
		envelope: string;
		hash: string;
	}[];
	heads: Record<Ring, string[]>;
	card: { words: { title: string; inviter: string; greeting: string }; sealed: string };
	name: { member: string; name: string; sealed: string };
}
const read = <T>(name: string): T => JSON.parse(readFileSync(new URL(`ours/${name}.json`, import.meta.url), 'utf8')) as T;
const vectors = read<Circle>('circle');
const log = vectors.control.map(({ entry }) => fromHex(entry));
const replayed = async () => (await replayControl(log)) as CircleState;

test('root → own seed and salt → member keys → genesis → the id of one’s own log', async () => {
	const v = read<Identity>('identity');
	const { seed, salt } = await ownSeed(fromHex(v.root));
	expect([hex(seed), hex(salt)]).toEqual([v.ownSeed, v.ownSalt]);
	const { id, root, kem } = await memberKeys(seed);
	expect([id, hex(root.publicKey), hex(kem.publicKey)]).toEqual([v.memberId, v.memberRoot, v.memberKem]);
	const genesis = await writeGenesis(root.privateKey, salt, root.publicKey, kem.publicKey, 0);
	expect(hex(genesis)).toBe(v.genesis);
	expect(hex(decodeControlEntry(genesis).payload)).toBe(v.genesisPayload);
	expect(hex((await applyControl(null, genesis)).circleId)).toBe(v.ownLogId);
	expect(hex(await sha256(fromHex(v.genesisPayload)))).toBe(v.ownLogId);
});

test.each(read<Invitation[]>('invitations'))('invitation secret → id, keys, link or code ($secret)', async (v) => {
	const secret = fromHex(v.secret);
	const { id, signing, kem } = await invitationKeys(secret);
	expect([hex(id), hex(signing.publicKey), hex(kem.publicKey)]).toEqual([v.id, v.key, v.kem]);
	expect(hex(await deriveBytes(await kdfKey(secret), context('invitation', 'card'), 32))).toBe(v.cardKey);
	if (v.link !== undefined) {
		const circleId = fromHex(v.circleId as string);
		expect(writeLink({ secret, circleId })).toBe(v.link);
		expect(readLink(v.link)).toEqual({ secret, circleId });
	} else {
		expect(writeCode(secret)).toBe(v.code);
		expect(readCode(v.code as string)).toEqual(secret);
	}
});

test('the keys of everyone in the circle follow from their seeds', async () => {
	for (const person of Object.values(vectors.people)) {
		const { id, root, kem } = await memberKeys(fromHex(person.seed));
		const device = await signingKeyFromSeed(fromHex(person.deviceSeed));
		expect([id, hex(root.publicKey), hex(kem.publicKey)]).toEqual([person.memberId, person.root, person.kem]);
		expect(hex(device.publicKey)).toBe(person.deviceKey);
		expect(hex((await sha256(device.publicKey)).slice(0, 16))).toBe(person.deviceId);
	}
});

/** Who signed: the private key of an entry's author, out of the seeds. */
async function signerOf(entry: Bytes): Promise<CryptoKey> {
	const { author } = decodeControlEntry(entry).entry;
	const people = Object.values(vectors.people);
	if (author.by === 'invitation') {
		for (const secret of Object.values(vectors.invitations)) {
			const { id, signing } = await invitationKeys(fromHex(secret));
			if (hex(id) === hex(author.inviteId)) return signing.privateKey;
		}
		throw new Error('no such invitation');
	}
	if (author.by === 'device')
		return (await signingKeyFromSeed(fromHex(people.find(({ deviceId }) => deviceId === hex(author.deviceId))?.deviceSeed ?? ''))).privateKey;
	const id = author.by === 'root' ? hex(author.memberId) : vectors.people.noor.memberId;
	return (await memberKeys(fromHex(people.find(({ memberId }) => memberId === id)?.seed ?? ''))).root.privateKey;
}

test('every control entry: read, written again and signed again is the same, byte for byte', async () => {
	expect(vectors.control.map(({ kind }) => kind)).toEqual([
		'genesis',
		'device+',
		'epoch',
		'epoch',
		'epoch',
		'invite',
		'join',
		'admit',
		'invite',
		'join',
		'epoch',
		'revoke-invite'
	]);
	for (const bytes of log) {
		const { entry } = decodeControlEntry(bytes);
		const payload = encodeControlPayload(entry);
		const signature = await sign(await signerOf(bytes), toBeSigned(controlContext(entry.circleId), payload));
		expect(hex(encodeSign1(payload, signature))).toBe(hex(bytes));
	}
});

test('the control log replays to the circle it was: id, heads, who is in, epochs, and when a key was due', async () => {
	const state = await replayed();
	expect(hex(state.circleId)).toBe(vectors.circleId);
	expect(state.heads.map(hex)).toEqual(vectors.controlHeads);
	const { noor, ingrid, malik } = vectors.people;
	expect([...state.members.values()].map(({ id, ring, parent, standing }) => [id, ring, parent, standing])).toEqual([
		[noor.memberId, 'us', true, 'in'],
		[ingrid.memberId, 'close', false, 'in'],
		[malik.memberId, 'all', false, 'in']
	]);
	const usedAt = vectors.control.findLastIndex(({ kind }) => kind === 'join');
	expect(dueRings((await replayControl(log.slice(0, usedAt + 1))) as CircleState)).toEqual(vectors.dueAfterTheLinkWasUsed);
	expect(dueRings(state)).toEqual([]);
	for (const ring of rings) {
		const epochs = state.rings[ring].epochs.map(({ epoch, n, commitment, prevEdge, dueFrom }) => ({
			epoch,
			n,
			commitment: hex(commitment),
			prevEdge: prevEdge === null ? null : hex(prevEdge),
			dueFrom
		}));
		expect(epochs).toEqual(vectors.epochs[ring]);
	}
});

test('ring keys: boxes open to them, commitments and the edge between two follow from them', async () => {
	const state = await replayed();
	const holders = await Promise.all(Object.values(vectors.people).map(async ({ seed }) => memberKeys(fromHex(seed))));
	for (const ring of rings) {
		for (const { id, kem } of holders) {
			if (!state.boxes.has(`${id} ${ring}`)) continue;
			expect(hex(await openNewestSecret(state, ring, { id, kem }))).toBe(vectors.ringSecrets[ring]);
		}
		const newest = vectors.epochs[ring].at(-1) as { epoch: number; commitment: string };
		const key = await kdfKey(fromHex(vectors.ringSecrets[ring]));
		expect(hex(await deriveBytes(key, context('commitment', state.circleId, rings.indexOf(ring), newest.epoch), 32))).toBe(newest.commitment);
	}
	// The first key of `all`, out of the box to who began, and then sealed under the second by hand.
	const { entry } = decodeControlEntry(log[vectors.epochs.all[0]?.n ?? 0] as Bytes);
	if (entry.kind !== 'epoch') throw new Error('not an epoch');
	const [, , , , boxes] = entry.body;
	const [id, sealed] = boxes[0] as [Bytes, Bytes];
	const former = await openFrom((await memberKeys(fromHex(vectors.people.noor.seed))).kem, context('box', state.circleId, 2, 0, id), sealed);
	const edgeKey = await deriveAeadKey(await kdfKey(fromHex(vectors.ringSecrets.all)), context('prev-edge', state.circleId, 2, 1), ['encrypt']);
	expect(hex(await sealOnce(edgeKey, new Uint8Array(0), former))).toBe(vectors.epochs.all[1]?.prevEdge);
});

const headerOf = (fields: Record<string, unknown>): EnvelopeHeader =>
	Object.fromEntries(
		Object.entries(fields).map(([field, value]) => [
			field,
			typeof value === 'string' ? fromHex(value) : Array.isArray(value) ? value.map((one) => fromHex(one as string)) : value
		])
	) as unknown as EnvelopeHeader;

test.each(vectors.entries)('an entry of $by in $ring: body, padding, seal and envelope, byte for byte', async (v) => {
	const header = headerOf(v.header);
	expect(decodeEnvelope(fromHex(v.envelope)).header).toEqual(header);
	const body = decodeBody(fromHex(v.plain));
	expect(body.body).toEqual(v.body);
	expect(hex(encodeBody(body))).toBe(v.plain);
	expect(hex(pad(fromHex(v.plain)))).toBe(v.padded);
	expect(hex(unpad(fromHex(v.padded)))).toBe(v.plain);
	const ringKey = await kdfKey(fromHex(vectors.ringSecrets[v.ring]));
	const key = await deriveAeadKey(ringKey, entryKeyContext(header), ['encrypt'], header.salt);
	const ct = await sealOnce(key, toBeAuthenticated(encodeHeader(header)), fromHex(v.padded));
	expect(hex(ct)).toBe(v.ct);
	expect(hex(await sha256(ct))).toBe(v.bodyHash);
	const payload = encodePayload(header, await sha256(ct));
	const { privateKey } = await signingKeyFromSeed(fromHex(vectors.people[v.by].deviceSeed));
	const envelope = encodeSign1(payload, await sign(privateKey, toBeSigned(envelopeContext(header), payload)));
	expect(hex(envelope)).toBe(v.envelope);
	expect(hex(await sha256(envelope))).toBe(v.hash);
});

test('the logs are read from their beginning by whoever reaches them, and their heads follow', async () => {
	const state = await replayed();
	const { id, kem } = await memberKeys(fromHex(vectors.people.noor.seed));
	for (const ring of rings) {
		const entries = vectors.entries.filter((entry) => entry.ring === ring);
		const stretch = emptyStretch(1, await firstHead(state.circleId, ring));
		const reading = await readPage(
			stretch,
			state,
			ring,
			entries.map(({ envelope, ct }) => [fromHex(envelope), fromHex(ct)] as const),
			await openRingKeys(state, ring, { id, kem })
		);
		expect(reading.refused).toEqual([]);
		expect(reading.entries.map(({ entry }) => entry.body)).toEqual(entries.map(({ body }) => body));
		expect([...stretch.heads].sort(([a], [b]) => a - b).map(([, head]) => hex(head))).toEqual(vectors.heads[ring]);
	}
});

test('the card and the name said on joining open to whoever has the link', async () => {
	const state = await replayed();
	const { id, card } = await invitationKeys(fromHex(vectors.invitations.link));
	const opened = await openCard(fromHex(vectors.card.sealed), state.circleId, id, card);
	expect(opened.card).toMatchObject(vectors.card.words);
	await checkCard(state, opened, id);
	expect(await openName(fromHex(vectors.name.sealed), state.circleId, id, fromHex(vectors.name.member), card)).toBe(vectors.name.name);
});

interface Doors {
	roots: string[];
	own: string;
	member: string;
	doors: { kind: DoorKind; secret: string; id: string; kem: string; plate: string; kept: string; link?: string; words?: Record<WordLanguage, string[]> }[];
}
test('a door: its parts follow from its secret, and what is kept of it opens to where it leads', async () => {
	const { roots, own, member, doors } = read<Doors>('doors');
	for (const v of doors) {
		const keys = await doorKeys(v.kind, fromHex(v.secret));
		expect([hex(keys.id), hex(keys.kem.publicKey)]).toEqual([v.id, v.kem]);
		const behind = await openDoor(keys, fromHex(v.kept));
		expect([behind.roots.map(hex), hex(behind.own), hex(behind.member)]).toEqual([roots, own, member]);
		if (v.link === undefined || v.words === undefined) continue;
		expect(readDoorLink(v.link)).toEqual({ kind: v.kind, secret: fromHex(v.secret) });
		for (const said of Object.values(v.words)) expect(hex(readDoorWords(said.join(' ')) as Bytes)).toBe(v.secret);
	}
	expect(doors.map(({ kind }) => kind)).toEqual(['card', 'passkey', 'link']);
});

test('one device to another: ids, psk and words follow from the secret in the picture, and both messages open', async () => {
	const v = read<
		Record<'secret' | 'inSeed' | 'newSeed' | 'picture' | 'ask' | 'hand' | 'pskId' | 'psk' | 'asked' | 'handed' | 'root' | 'own' | 'member', string> & {
			words: { bytes: string };
			handWords: { bytes: string };
		}
	>('link');
	const [secret, mine, theirs] = [fromHex(v.secret), await kemKeyFromSeed(fromHex(v.inSeed)), await kemKeyFromSeed(fromHex(v.newSeed))];
	expect(readTicket(v.picture)).toEqual({ side: 'in', secret, key: mine.publicKey });
	const keys = await linkKeys(secret);
	expect([keys.ask, keys.hand, keys.psk.id, keys.psk.key].map(hex)).toEqual([v.ask, v.hand, v.pskId, v.psk]);
	expect(hex(await openAsk(keys, mine, fromHex(v.asked)))).toBe(hex(theirs.publicKey));
	const behind = await openHand(keys, theirs, fromHex(v.handed));
	expect([behind.roots.map(hex), hex(behind.own), hex(behind.member)]).toEqual([[v.root], v.own, v.member]);
	expect(hex(await wordsOfLink(secret, theirs.publicKey))).toBe(v.words.bytes);
	expect(hex(await wordsOfHand(secret, theirs.publicKey, behind.own))).toBe(v.handWords.bytes);
});

test('words compared aloud', async () => {
	const v = read<
		Record<'circleId' | 'inviteId' | 'root' | 'kem' | 'device' | 'value' | 'r' | 'answer', string> & { said: Record<WordLanguage, [string[], string[]]> }
	>('compare');
	const value = await joinerValue(fromHex(v.circleId), fromHex(v.inviteId), fromHex(v.root), fromHex(v.kem), fromHex(v.device));
	expect(hex(value)).toBe(v.value);
	expect(hex(await answerAloud(fromHex(v.r), value))).toBe(v.answer);
	for (const [language, [two, four]] of Object.entries(v.said) as [WordLanguage, [string[], string[]]][]) {
		expect([wordsOf(fromHex(v.r), language), wordsOf(fromHex(v.answer), language)]).toEqual([two, four]);
		expect(hex(bytesOf(two.join(' '), 2) as Bytes)).toBe(v.r);
	}
});

test('padded lengths', () => {
	const v = read<{ lengths: [number, number][]; padded: { body: string; padded: string }[] }>('padding');
	for (const [length, padded] of v.lengths) expect(paddedLength(length)).toBe(padded);
	for (const { body, padded } of v.padded) expect(hex(pad(fromHex(body)))).toBe(padded);
});

test('the generator would write the same files again', () => {
	execFileSync(process.execPath, ['ours/make.ts', '--check'], { cwd: import.meta.dirname, stdio: 'pipe' });
});
