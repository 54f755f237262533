/**
 * Writes the golden vectors of this folder: `node test/vectors/ours/make.ts`, by hand and only when docs/protocol.md changes.
 * `--check` writes nothing and fails if today's code would write anything else. What is random elsewhere comes from a seeded stream
 * here, and only here: WebCrypto's generator is replaced in this process.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fromHex, hex, utf8, type Bytes } from '#crypto/bytes.ts';
import { deriveBytes, kdfKey } from '#crypto/kdf.ts';
import { signingKeyFromSeed } from '#crypto/sign.ts';
import { sha256 } from '#crypto/verify.ts';
import { rings, type Ring } from '#domain/ring.ts';
import type { Body } from '#domain/body.ts';
import { doorKinds } from '#domain/door.ts';
import { kemKeyFromSeed } from '#crypto/hpke.ts';
import { doorKeys, fillDoor, newDoor } from '#identity/door.ts';
import { writeDoorLink, writeDoorWords } from '#identity/door-secret.ts';
import { invitationKeys } from '#identity/invitation-keys.ts';
import { writeCode, writeLink } from '#identity/invitation-link.ts';
import { linkKeys, sealAsk, sealHand, wordsOfHand, wordsOfLink, writeTicket } from '#identity/link-device.ts';
import { memberKeys } from '#identity/member.ts';
import { ownSeed } from '#identity/root.ts';
import { wordsOf } from '#identity/word-list.ts';
import { encodeBody } from '#log/body.ts';
import { sealCard, sealName } from '#log/card.ts';
import { firstHead, nextHead } from '#log/chain.ts';
import { answerAloud, joinerValue } from '#log/compare.ts';
import { writeGenesis } from '#log/control.ts';
import { pad, paddedLength } from '#log/padding.ts';
import { openNewestSecret } from '#log/ring-key.ts';
import { applyControl } from '#membership/apply.ts';
import { dueRings } from '#membership/entitled.ts';
import { context } from '#wire/context.ts';
import { decodeControlEntry } from '#wire/control-entry.ts';
import { decodeEnvelope } from '#wire/envelope.ts';
import { keptVectors } from './kept.ts';
import { admit, beginCircle, byDevice, control, invite, join, memberIdBytes, renew, write, type Person } from '../../support/circle.ts';

/** Bytes named in words: SHA-256 of the words, as many as are asked for. */
const named = (name: string, length = 32): Bytes => new Uint8Array(createHash('sha256').update(`kvar vectors ${name}`).digest()).slice(0, length);

let drawn = 0;
function stream(length: number): Bytes {
	const out = new Uint8Array(length);
	for (let at = 0; at < length; at += 32) out.set(named(`draw ${drawn++}`).slice(0, Math.min(32, length - at)), at);
	return out;
}
Object.defineProperty(crypto, 'getRandomValues', {
	value: (into: Uint8Array) => {
		into.set(stream(into.length));
		return into;
	}
});
/** HPKE's ephemeral keys: PKCS #8 of 32 bytes of the stream (RFC 8410 §7). */
Object.defineProperty(crypto.subtle, 'generateKey', {
	value: async (algorithm: string | { name: string }) => {
		if ((typeof algorithm === 'string' ? algorithm : algorithm.name) !== 'X25519') throw new Error('Only ephemeral X25519 keys are drawn here');
		const pkcs8 = new Uint8Array([...fromHex('302e020100300506032b656e04220420'), ...stream(32)]);
		const privateKey = await crypto.subtle.importKey('pkcs8', pkcs8, 'X25519', true, ['deriveBits']);
		const { x } = await crypto.subtle.exportKey('jwk', privateKey);
		const publicKey = await crypto.subtle.importKey('jwk', { kty: 'OKP', crv: 'X25519', x: x as string }, 'X25519', true, []);
		return { privateKey, publicKey };
	}
});

async function person(name: string): Promise<Person & { seed: Bytes; deviceSeed: Bytes }> {
	const [seed, deviceSeed] = [named(`${name} seed`), named(`${name} device`)];
	const device = await signingKeyFromSeed(deviceSeed);
	const none = () => ({ seq: 0, hash: new Uint8Array(32) });
	return {
		seed,
		deviceSeed,
		keys: await memberKeys(seed),
		device,
		deviceId: (await sha256(device.publicKey)).slice(0, 16),
		last: { us: none(), close: none(), all: none() }
	};
}

async function identity() {
	const root = named('root');
	const { seed, salt } = await ownSeed(root);
	const { id, root: own, kem } = await memberKeys(seed);
	const genesis = await writeGenesis(own.privateKey, salt, own.publicKey, kem.publicKey, 0);
	const { circleId } = await applyControl(null, genesis);
	return {
		root: hex(root),
		ownSeed: hex(seed),
		ownSalt: hex(salt),
		memberRoot: hex(own.publicKey),
		memberKem: hex(kem.publicKey),
		memberId: id,
		genesisPayload: hex(decodeControlEntry(genesis).payload),
		genesis: hex(genesis),
		ownLogId: hex(circleId)
	};
}

async function invitations() {
	const out = [];
	for (const length of [16, 10]) {
		const secret = named(`invitation of ${length}`, length);
		const circleId = named('a circle');
		const { id, signing, kem } = await invitationKeys(secret);
		const card = await deriveBytes(await kdfKey(secret), context('invitation', 'card'), 32);
		out.push({
			secret: hex(secret),
			id: hex(id),
			key: hex(signing.publicKey),
			kem: hex(kem.publicKey),
			cardKey: hex(card),
			...(length === 16 ? { circleId: hex(circleId), link: writeLink({ secret, circleId }) } : { code: writeCode(secret) })
		});
	}
	return out;
}

async function circle() {
	const noor = await person('noor');
	const ingrid = await person('ingrid');
	const malik = await person('malik');
	const made = await beginCircle(noor);
	const closer = await invite(made, noor, 'close');
	await join(made, ingrid, closer, 'Ingrid');
	await admit(made, noor, ingrid);
	const link = await invite(made, noor, 'all', { uses: 1 });
	await join(made, malik, link, 'Malik');
	const due = dueRings(made.state);
	await renew(made, malik, 'all');
	await control(made, byDevice(noor), 'revoke-invite', [closer.keys.id]);
	const { circleId } = made.state;
	const people = Object.fromEntries(
		Object.entries({ noor, ingrid, malik }).map(([name, one]) => [
			name,
			{
				seed: hex(one.seed),
				deviceSeed: hex(one.deviceSeed),
				memberId: one.keys.id,
				root: hex(one.keys.root.publicKey),
				kem: hex(one.keys.kem.publicKey),
				deviceKey: hex(one.device.publicKey),
				deviceId: hex(one.deviceId)
			}
		])
	);
	const secrets: Partial<Record<Ring, string>> = {};
	for (const ring of rings) secrets[ring] = hex(await openNewestSecret(made.state, ring, { id: noor.keys.id, kem: noor.keys.kem }));

	const said: [Person, Ring, Body][] = [
		[noor, 'all', { type: 'announcement', text: 'Vår son Ture föddes i tisdags.', asking: 'ask' }],
		[malik, 'all', { type: 'answer', to: '', kind: 'words', text: 'Jag tänker på er.', motif: null }],
		[noor, 'all', { type: 'receipt' }],
		[noor, 'us', { type: 'child', name: 'Ture' }]
	];
	const entries = [];
	let first = '';
	for (const [who, ring, body] of said) {
		const saying = body.type === 'answer' ? { ...body, to: first } : body;
		const sealed = await write(made, who, ring, saying, 1_770_000_000_000);
		const { header, bodyHash } = decodeEnvelope(sealed.envelope);
		first ||= hex(header.entryId);
		const plain = encodeBody({ time: 1_770_000_000_000, body: saying });
		entries.push({
			ring,
			by: Object.entries({ noor, ingrid, malik }).find(([, one]) => one === who)?.[0],
			body: saying,
			header: Object.fromEntries(
				Object.entries(header).map(([field, value]) => [field, value instanceof Uint8Array ? hex(value) : Array.isArray(value) ? value.map(hex) : value])
			),
			plain: hex(plain),
			padded: hex(pad(plain)),
			ct: hex(sealed.body),
			bodyHash: hex(bodyHash),
			envelope: hex(sealed.envelope),
			hash: hex(sealed.hash)
		});
	}
	const heads = { us: [hex(await firstHead(circleId, 'us'))], close: [hex(await firstHead(circleId, 'close'))], all: [hex(await firstHead(circleId, 'all'))] };
	for (const ring of rings) for (const { hash } of made.logs[ring].sealed) heads[ring].push(hex(await nextHead(fromHex(heads[ring].at(-1) as string), hash)));

	const card = {
		memberId: memberIdBytes(noor),
		deviceId: noor.deviceId,
		controlN: made.state.n,
		controlHead: made.state.head,
		title: 'Ture',
		inviter: 'Noor',
		greeting: 'Läs när ni orkar.'
	};
	return {
		circleId: hex(circleId),
		people,
		invitations: { closer: hex(closer.secret), link: hex(link.secret) },
		control: made.control.map((entry) => ({ kind: decodeControlEntry(entry).entry.kind, entry: hex(entry) })),
		controlHeads: made.state.heads.map(hex),
		dueAfterTheLinkWasUsed: due,
		ringSecrets: secrets,
		epochs: Object.fromEntries(
			rings.map((ring) => [
				ring,
				made.state.rings[ring].epochs.map(({ epoch, n, commitment, prevEdge, dueFrom }) => ({
					epoch,
					n,
					commitment: hex(commitment),
					prevEdge: prevEdge === null ? null : hex(prevEdge),
					dueFrom
				}))
			])
		),
		entries,
		heads,
		card: {
			for: 'link',
			words: { title: card.title, inviter: card.inviter, greeting: card.greeting },
			sealed: hex(await sealCard(card, circleId, link.keys.id, link.keys.card, noor.device.privateKey))
		},
		name: {
			for: 'link',
			member: malik.keys.id,
			name: 'Malik',
			sealed: hex(await sealName('Malik', circleId, link.keys.id, memberIdBytes(malik), link.keys.card))
		}
	};
}

async function compared() {
	const parts = ['circle', 'invitation', 'root', 'kem', 'device'].map((name) => named(`compared ${name}`, name === 'invitation' ? 16 : 32)) as [
		Bytes,
		Bytes,
		Bytes,
		Bytes,
		Bytes
	];
	const value = await joinerValue(...parts);
	const r = fromHex('0fa7');
	const answer = await answerAloud(r, value);
	return {
		circleId: hex(parts[0]),
		inviteId: hex(parts[1]),
		root: hex(parts[2]),
		kem: hex(parts[3]),
		device: hex(parts[4]),
		value: hex(value),
		r: hex(r),
		answer: hex(answer),
		said: { sv: [wordsOf(r, 'sv'), wordsOf(answer, 'sv')], en: [wordsOf(r, 'en'), wordsOf(answer, 'en')] }
	};
}

async function doors() {
	const behind = { roots: [named('door root next'), named('door root')], own: named('door own'), member: named('door member', 16) };
	const made = [];
	for (const kind of doorKinds) {
		const secret = named(`door ${kind}`, kind === 'passkey' ? 32 : 16);
		const keys = await doorKeys(kind, secret);
		const door = await newDoor(keys, behind.own);
		const written =
			kind === 'passkey' ? {} : { link: writeDoorLink(kind, secret), words: { sv: writeDoorWords(secret, 'sv'), en: writeDoorWords(secret, 'en') } };
		made.push({
			kind,
			secret: hex(secret),
			id: hex(keys.id),
			kem: hex(keys.kem.publicKey),
			plate: hex(door.plate),
			kept: hex(await fillDoor(door, behind)),
			...written
		});
	}
	return { roots: behind.roots.map(hex), own: hex(behind.own), member: hex(behind.member), doors: made };
}

async function linked() {
	const [secret, inSeed, newSeed] = [named('link secret'), named('link in'), named('link new')];
	const keys = await linkKeys(secret);
	const [mine, theirs] = [await kemKeyFromSeed(inSeed), await kemKeyFromSeed(newSeed)];
	const behind = { roots: [named('door root')], own: named('door own'), member: named('door member', 16) };
	const words = await wordsOfLink(secret, theirs.publicKey);
	const handWords = await wordsOfHand(secret, theirs.publicKey, behind.own);
	return {
		secret: hex(secret),
		inSeed: hex(inSeed),
		newSeed: hex(newSeed),
		picture: writeTicket({ side: 'in', secret, key: mine.publicKey }),
		ask: hex(keys.ask),
		hand: hex(keys.hand),
		pskId: hex(keys.psk.id),
		psk: hex(keys.psk.key),
		asked: hex(await sealAsk(keys, mine.publicKey, theirs.publicKey)),
		handed: hex(await sealHand(keys, theirs.publicKey, behind)),
		words: { bytes: hex(words), sv: wordsOf(words, 'sv'), en: wordsOf(words, 'en') },
		handWords: { bytes: hex(handWords), sv: wordsOf(handWords, 'sv'), en: wordsOf(handWords, 'en') },
		root: hex(behind.roots[0] as Bytes),
		own: hex(behind.own),
		member: hex(behind.member)
	};
}

const lengths = [1, 255, 256, 257, 272, 273, 511, 512, 513, 1000, 1024, 1025, 4096, 5000, 20_000, 60_000, 65_536, 65_537, 200_000, 262_144];
const files: Record<string, unknown> = {
	identity: await identity(),
	invitations: await invitations(),
	circle: await circle(),
	compare: await compared(),
	padding: { lengths: lengths.map((length) => [length, paddedLength(length)]), padded: [{ body: hex(utf8('Ture')), padded: hex(pad(utf8('Ture'))) }] },
	doors: await doors(),
	link: await linked(),
	kept: await keptVectors(named)
};

let differs = false;
for (const [name, content] of Object.entries(files)) {
	const file = new URL(`${name}.json`, import.meta.url);
	const text = `${JSON.stringify(content, null, 2)}\n`;
	if (!process.argv.includes('--check')) writeFileSync(file, text);
	else if (readFileSync(file, 'utf8') !== text) {
		differs = true;
		console.error(`${name}.json is not what today's code writes`);
	}
}
if (differs) process.exit(1);
