/**
 * tools/reader, a second program in another language written after docs/protocol.md, reads what this one has written: the golden vectors and
 * a circle with a past. Then exports with one thing wrong in them: the reader names it by the page's own code, as the program itself does.
 * What it leaves to the program (its head comment says what) is not here.
 */
import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { concat, fromHex, hex, utf8, type Bytes } from '#crypto/bytes.ts';
import { openFrom } from '#crypto/hpke.ts';
import { randomBytes } from '#crypto/random.ts';
import { sign } from '#crypto/sign.ts';
import type { Body } from '#domain/body.ts';
import { ringNumber, rings, type Ring } from '#domain/ring.ts';
import { memberKeys } from '#identity/member.ts';
import { pad } from '#log/padding.ts';
import { replayControl } from '#membership/apply.ts';
import { copyState, type CircleState } from '#membership/state.ts';
import { decodeCbor, encodeCbor, type Cbor } from '#wire/cbor.ts';
import { controlContext, decodeControlEntry } from '#wire/control-entry.ts';
import { encodeSign1, toBeSigned } from '#wire/cose.ts';
import { decodeEnvelope } from '#wire/envelope.ts';
import {
	admit,
	beginFamily,
	byDevice,
	byRoot,
	control as decide,
	invite as inviteTo,
	join,
	memberIdBytes,
	move,
	newPerson,
	remove,
	renew,
	replace,
	write
} from '../support/circle.ts';
import {
	type Item,
	sequence,
	readerOf,
	type Secrets,
	type Logged,
	rawExport,
	ownVerdict,
	verdictOf,
	learn,
	picture,
	sound,
	secretOfInvitation,
	story,
	begin,
	numberOf,
	at,
	instead,
	tidy,
	flip,
	key32,
	envelopeOf,
	withMore,
	words,
	controlAt,
	kindAt,
	more,
	spoiled,
	withBody,
	withHeaders,
	newerEnvelope,
	receipt,
	padded,
	entry,
	underAnotherKey,
	exchanged,
	inFile,
	oneMore,
	rewritten,
	invitation,
	twice,
	leaves,
	joining,
	rolling,
	invite,
	byNoor,
	renewing,
	inviteOf,
	id,
	afterAllWasErased,
	control,
	bytesAfter,
	writtenOtherwise,
	ringWith,
	otherNumber,
	ringAll
} from './raw-exports.ts';

interface Vectors {
	circleId: string;
	people: Record<string, { seed: string; memberId: string; deviceId: string }>;
	control: { entry: string }[];
	ringSecrets: Record<Ring, string>;
	epochs: Record<Ring, { epoch: number; n: number }[]>;
	entries: { ring: Ring; by: string; body: Record<string, unknown>; header: Record<string, unknown>; envelope: string; ct: string }[];
	heads: Record<Ring, string[]>;
}
const vectors = JSON.parse(readFileSync(new URL('../vectors/ours/circle.json', import.meta.url), 'utf8')) as Vectors;

test('the golden vectors: who is in, every word, every head', async () => {
	const control = vectors.control.map(({ entry }) => fromHex(entry));
	const state = (await replayControl(control)) as CircleState;
	const noor = vectors.people.noor as { seed: string; memberId: string };
	const secrets: Secrets = new Map();
	for (const ring of rings) {
		for (const { epoch, n } of vectors.epochs[ring]) {
			const { entry } = decodeControlEntry(control[n] as Bytes);
			if (entry.kind !== 'epoch') throw new Error('not an epoch');
			const sealed = entry.body[4].find(([id]) => hex(id) === noor.memberId)?.[1] as Bytes;
			const about = encodeCbor(['kvar/1', 'box', state.circleId, ringNumber(ring), epoch, fromHex(noor.memberId)]);
			secrets.set(`${ringNumber(ring)} ${epoch}`, await openFrom((await memberKeys(fromHex(noor.seed))).kem, about, sealed));
		}
	}
	const of = (ring: Ring): Logged[] =>
		vectors.entries.filter((one) => one.ring === ring).map(({ envelope, ct }) => ({ envelope: fromHex(envelope), body: fromHex(ct) }));
	const items = await rawExport(control, state, fromHex(noor.memberId), secrets, { us: of('us'), close: of('close'), all: of('all') });
	const { status, lines, summary, said } = readerOf(sequence(items));
	expect([status, said]).toEqual([0, '']);
	expect(lines.map(({ ring, author, device, id, type, text }) => ({ ring, author, device, id, type, text }))).toEqual(
		rings.flatMap((ring) =>
			vectors.entries
				.filter((one) => one.ring === ring)
				.map(({ header, body }) => ({
					ring,
					author: header.memberId,
					device: header.deviceId,
					id: header.entryId,
					type: body.type,
					text: body.text ?? body.name
				}))
		)
	);
	expect(summary).toEqual({
		verified: true,
		control: vectors.control.length,
		members: [...state.members.values()].map(({ id, ring, standing, parent }) => ({ id, ring, standing, parent })),
		rings: Object.fromEntries(rings.map((ring) => [ring, { entries: vectors.heads[ring].length - 1, head: vectors.heads[ring].at(-1), whole: true }]))
	});
});

beforeAll(begin);

test('a circle with a past: who is in and who was, every word but those taken back, nothing secret', async () => {
	const { noor, elias, ingrid, malik, telephone, items, circle, secrets } = story;
	const told = readerOf(sequence(items));
	expect([told.status, told.said]).toEqual([0, '']);
	const all = told.lines.map(({ ring, n, type, author, erased }) => [ring, n, erased === true ? 'erased' : type, author]);
	const [byNoor, byElias, byIngrid, byMalik] = [noor, elias, ingrid, malik].map(({ keys }) => keys.id);
	expect(all).toEqual([
		['us', 1, 'child', byNoor],
		['us', 2, 'invitation', byElias],
		['close', 1, 'announcement', byIngrid],
		['close', 2, 'receipt', byElias],
		['close', 3, 'cut', byElias],
		['close', 4, 'place', byIngrid],
		['close', 5, 'settings', byElias],
		['all', 1, 'announcement', byNoor],
		['all', 2, 'erased', undefined],
		['all', 3, 'answer', byMalik],
		['all', 4, 'erase', byMalik],
		['all', 5, 'cut', byNoor],
		['all', 6, 'name', byIngrid]
	]);
	expect(told.lines[2]).toMatchObject({ device: hex(telephone.deviceId), time: 2_000, text: 'x'.repeat(700), asking: 0 });
	expect(told.lines[7]).toMatchObject({
		text: 'Vår son Ture föddes i tisdags. 🕯',
		asking: 1,
		enclosed: [
			{ kind: 0, says: 'Ett fönster', covered: true, thumbnail: { id: picture.thumbnail.id, size: 70_000, mediaType: 'image/webp' }, original: null },
			{ kind: 2, duration: 4_000, wave: '01c8', sound: { id: sound.sound.id, mediaType: 'audio/webm; codecs="opus"' } }
		]
	});
	expect(told.lines[9]).toMatchObject({ kind: 2, motif: 'lake' });
	expect(told.summary.verified).toBe(true);
	expect(told.summary.members).toEqual([...circle.state.members.values()].map(({ id, ring, standing, parent }) => ({ id, ring, standing, parent })));
	expect(Object.values(told.summary.rings).every((ring) => ring.whole)).toBe(true);
	for (const secret of [...[...secrets.values()].map(hex), secretOfInvitation, picture.screen.secret, sound.sound.secret])
		expect(told.printed).not.toContain(secret);
	expect(verdictOf(told).filter(([, code]) => code !== null)).toEqual([]);
});

type Wrong = [what: string, make: () => Item[] | Promise<Item[]>, refused: [string, string][], also?: RegExp];
const third = (code: string): [string, string][] => [['us 3', code]];
test.each<Wrong>([
	['one bit of a body', () => flip(story.items, entry(2, 3), 4, 40), [['all 3', 'wrong-body']]],
	['one bit of a signature', () => flip(story.items, entry(1, 5), 3, -1), [['close 5', 'wrong-signature']], /^The log of close/],
	['one bit of the form of an envelope', () => flip(story.items, entry(1, 5), 3, 0), [['close 5', 'malformed']], /^The log of close/],
	['a body that is not there', () => instead(story.items, entry(2, 3), [...at(story.items, entry(2, 3)).slice(0, 4), null]), [['all 3', 'withheld']]],
	[
		'one bit of a key',
		() => flip(story.items, numberOf(story.items, 'key', 1, 1), 3, 0),
		['close 3', 'close 4', 'close 5'].map((place) => [place, 'cannot-open']),
		/^A key of close for epoch 1 .*wrong-key/
	],
	['a key that is not there', () => tidy(instead(story.items, numberOf(story.items, 'key', 0, 0))), inFile],
	[
		'two entries of one device in each other’s place',
		() => tidy(exchanged(entry(2, 3), entry(2, 4))),
		[
			['all 2', 'withheld'],
			['all 3', 'left-out'],
			['all 5', 'fork'],
			['all 6', 'fork']
		]
	],
	[
		'an entry that is left out, by whoever also says another head',
		() => tidy(instead(story.items, entry(1, 3))),
		[
			['close 3', 'fork'],
			['close 4', 'left-out']
		]
	],
	['an entry there twice', () => tidy(instead(story.items, entry(0, 2), at(story.items, entry(0, 2)), at(story.items, entry(0, 2)))), third('replayed')],
	['an entry of another ring', async () => withMore('us', await envelopeOf(story.noor, 'close', words)), third('wrong-ring')],
	['an entry of another circle', () => more(story.noor, 'us', { circleId: key32() }), third('wrong-circle')],
	['somebody who had been let go of', () => more(story.malik, 'all'), [['all 7', 'not-in-ring']]],
	['further in than the writer reaches', () => more(story.ingrid, 'us'), third('not-in-ring')],
	['a device that had been signed out', () => more(story.telephone, 'close'), [['close 6', 'not-a-device']]],
	['a device from before it was one', () => more(story.elias, 'us', controlAt(1)), third('not-a-device')],
	['a device in the name of somebody else', () => more(story.elias, 'us', { memberId: memberIdBytes(story.noor) }), third('not-a-device')],
	['a key before the newest', () => more(story.elias, 'all', { epoch: 0 }), [['all 7', 'wrong-epoch']]],
	['a key that was due', () => more(story.elias, 'all', { epoch: 1, ...controlAt(kindAt('device-')) }), [['all 7', 'epoch-was-due']]],
	['an older place of control', () => more(story.elias, 'close', { epoch: 0, ...controlAt(kindAt('device-') - 1) }), [['close 6', 'control-fell']]],
	['another control log', () => more(story.elias, 'close', { controlHead: key32() }), [['close 6', 'control-fork']]],
	['another control log, not signed', () => spoiled(story.elias, 'us', { controlHead: key32() }), third('wrong-signature')],
	['another control log, in the name of another', () => more(story.elias, 'us', { memberId: id(story.noor), controlHead: key32() }), third('not-a-device')],
	['not signed, and let go of', () => spoiled(story.malik, 'all'), [['all 7', 'not-in-ring']]],
	['another head', () => more(story.elias, 'us', { seenHead: key32() }), third('fork')],
	['a place after its own', () => more(story.elias, 'us', { seenSeq: 9 }), third('fork')],
	['others of its device before it', () => more(story.elias, 'us', { deviceSeq: 3 }), third('left-out')],
	['more voids than there is room for', () => more(story.elias, 'us', { voids: [key32()] }), third('left-out')],
	['after another envelope than its device’s last', () => more(story.elias, 'us', { devicePrev: key32() }), third('broken-chain')],
	[
		'a first one that follows another',
		() => more(story.telephone, 'all', { ...controlAt(kindAt('device-') - 1), epoch: 1, devicePrev: key32() }),
		[['all 7', 'broken-chain']]
	],
	['sealed under another key than it says', underAnotherKey, third('cannot-open')],
	['another kind of signature', () => withHeaders(encodeCbor(new Map([[1, -8]])), new Map()), third('malformed')],
	['more beside what is signed', () => withHeaders(encodeCbor(new Map([[1, -19]])), new Map([[4, 0]])), third('malformed')],
	['no padding', () => padded(receipt), third('cannot-open')],
	['more padding than there is', () => padded(concat(pad(receipt), new Uint8Array(1))), third('cannot-open')],
	['padding that begins otherwise', () => padded(pad(receipt).map((byte) => (byte === 0x80 ? 0x81 : byte))), third('cannot-open')],
	['a body that is none', () => padded(pad(encodeCbor('receipt'))), third('cannot-open')],
	['a body that is no CBOR', () => padded(pad(utf8('Kära Noor'))), third('cannot-open')],
	['a field too many', () => withBody('name', 1, 0, 'Elias', 1), third('cannot-open')],
	['an erase of nothing', () => withBody('erase', 1, 0, randomBytes(15), key32()), third('cannot-open')],
	['a cut of nobody', () => withBody('cut', 1, 0, 1, [[randomBytes(15), 1, key32()]]), third('cannot-open')],
	['an enclosure of no kind there is', () => withBody('announcement', 2, 0, '', 0, [[3, '', 1, new Uint8Array(0), null]]), third('cannot-open')],
	['a type that is not known', () => withBody('story', 1, 0, 'Det var en gång'), third('newer-version')],
	['a schema that is not known', () => withBody('name', 2, 0, 'Elias'), third('newer-version')],
	['an envelope of a newer version', () => withMore('us', newerEnvelope), third('newer-version')]
])('is refused by its code, as by the program itself: %s', async (_, make, refused, also = /^Refused in/) => {
	const items = await make();
	const told = readerOf(sequence(items));
	expect([told.status, told.summary.verified]).toEqual([1, false]);
	expect(verdictOf(told).filter(([, code]) => code !== null)).toEqual(refused);
	expect(told.said).toMatch(also);
	// Of the body that was taken back the program says here that it is missing, the reader that it was taken back.
	const shown = told.lines.map(({ ring, n, refused, erased }) => [`${ring} ${n}`, erased === true ? 'withheld' : (refused ?? null)]);
	const own = await ownVerdict(items);
	expect(shown).toEqual(own);
});

test.each<[what: string, code: string, make: () => Promise<Bytes | Bytes[]>]>([
	['somebody who is no parent invites', 'no-authority', () => oneMore(byDevice(story.ingrid), 'invite', invitation())],
	['somebody who had been let go of renews a key', 'no-authority', async () => oneMore(byDevice(story.malik), 'epoch', await renewing('all'))],
	['a key that is not due is renewed by no parent', 'no-authority', async () => oneMore(byDevice(story.ingrid), 'epoch', await renewing('close'))],
	['a key further in is renewed', 'no-authority', async () => twice(await leaves(story.elias), byDevice(story.ingrid), 'epoch', await renewing('us'))],
	['a device that had been signed out decides', 'no-authority', () => oneMore(byDevice(story.telephone), 'remove', [id(story.ingrid)])],
	['a root does what a device does', 'no-authority', () => oneMore(byRoot(story.noor), 'remove', [id(story.ingrid)])],
	['a parent who has left decides', 'no-authority', async () => twice(await leaves(story.elias), byDevice(story.elias), 'invite', invitation())],
	['a root in the name of another', 'wrong-signature', () => oneMore({ ...byRoot(story.noor), key: story.ingrid.keys.root.privateKey }, 'device+', [key32()])],
	['the root before', 'wrong-signature', () => oneMore({ ...byRoot(story.ingrid), key: story.telephone.keys.root.privateKey }, 'device+', [key32()])],
	['the root of somebody who had been let go of', 'no-authority', () => oneMore(byRoot(story.malik), 'device+', [key32()])],
	['a device is certified a second time', 'seen-before', () => oneMore(byRoot(story.noor), 'device+', [story.telephone.device.publicKey])],
	['an invitation with the id of a member', 'seen-before', () => invite({ 0: id(story.malik) })],
	['a second genesis', 'wrong-state', () => byNoor('genesis', [randomBytes(16), key32(), key32()])],
	['of another circle', 'wrong-circle', () => invite({}, { circleId: key32() })],
	['a number too far', 'wrong-number', () => invite({}, { n: story.circle.state.n + 1 })],
	['after another entry', 'wrong-predecessor', () => invite({}, { head: key32() })],
	['a parent is let go of', 'wrong-state', () => byNoor('remove', [id(story.elias)])],
	['the last parent leaves', 'wrong-state', async () => twice(await leaves(story.elias), byDevice(story.noor), 'remove', [id(story.noor)])],
	['a parent is invited into close', 'wrong-state', () => invite({ 6: true })],
	['a link into close joins at once', 'wrong-state', () => invite({ 5: false })],
	['an invitation that never was is closed', 'not-open', () => byNoor('revoke-invite', [randomBytes(16)])],
	['a key two after the newest', 'wrong-epoch', async () => byNoor('epoch', await renewing('all', (body) => body.with(1, (body[1] as number) + 1)))],
	['somebody comes in by a link that was closed', 'not-open', () => joining()],
	['a root has not signed who comes in', 'wrong-signature', () => joining((body) => body.with(4, randomBytes(64)))],
	['somebody is let in who does not wait', 'wrong-state', () => byNoor('admit', [id(story.malik), []])],
	['somebody comes instead and does not wait', 'wrong-state', () => byNoor('replace', [id(story.ingrid), id(story.malik), []])],
	['a parent is moved', 'wrong-state', () => byNoor('ring', [id(story.elias), 1, []])],
	['somebody is moved to where they are', 'wrong-state', () => byNoor('ring', [id(story.ingrid), 1, []])],
	['a parent who is not in us', 'wrong-state', () => byNoor('parent+', [id(story.ingrid)])],
	['a yes is taken back that nobody has said', 'wrong-state', () => byNoor('erase-circle', [false])],
	['a device of somebody else is ended', 'wrong-state', () => rolling([story.elias.deviceId])],
	['a device is ended twice at once', 'wrong-state', () => rolling([story.noor.deviceId, story.noor.deviceId])],
	['the next root has not signed that it is', 'wrong-signature', () => rolling([], (body) => body.with(3, randomBytes(64)))],
	['a root that was here before is the next one', 'seen-before', () => rolling([], (body) => body, story.malik.keys)],
	['anything after all was erased', 'erased', afterAllWasErased],
	['a kind that is not known', 'unknown-kind', () => inviteOf((payload) => payload.with(6, 14))],
	['of a newer version', 'unknown-kind', () => inviteOf(() => [1, 2, 'något nytt'])],
	['of version 0', 'malformed', () => inviteOf((payload) => payload.with(0, 0))],
	['1 written as true', 'malformed', () => inviteOf((payload) => payload.with(0, true))],
	['a ring that is none', 'malformed', () => inviteOf((payload) => payload.with(8, [randomBytes(16), key32(), key32(), 3, 1, true, false, null]))]
])('a control entry is refused by its code, as by the program itself: %s', async (_, code, make) => {
	const more = [await make()].flat();
	const { control, state } = story.circle;
	const items = instead(story.items, control.length, at(story.items, control.length), ...more.map((entry): Item => ['control', entry]));
	const told = readerOf(sequence(await tidy(items)));
	expect(told.said).toBe(`Control entry ${control.length + more.length - 1} is refused (${code}): nothing after it can be judged.\n`);
	expect([told.status, told.summary.verified, told.summary.control]).toEqual([1, false, control.length + more.length - 1]);
	await expect(replayControl(more, copyState(state))).rejects.toMatchObject({ code });
	// What was said up to then stays.
	expect(verdictOf(told).filter(([, code]) => code !== null)).toEqual([]);
});

test.each<[what: string, make: () => Item[] | Promise<Item[]>, said: RegExp]>([
	['one bit of a signature', () => flip(story.items, control('remove'), 1, -1), /^Control entry \d+ is refused \(wrong-signature\)/],
	['one bit of what is signed', () => flip(story.items, control('remove'), 1, 60), /^Control entry \d+ is refused \(wrong-(predecessor|signature|circle)\)/],
	['one is left out', () => tidy(instead(story.items, control('remove'))), /^Control entry \d+ is refused \(wrong-number\)/],
	['two in each other’s place', () => exchanged(control('remove'), control('remove') + 1), /^Control entry \d+ is refused \(wrong-number\)/],
	['the first is left out', () => tidy(instead(story.items, 1)), /^Control entry 0 is refused \(wrong-/],
	['the last is left out, which entries cite', () => tidy(instead(story.items, story.circle.control.length)), /control-ahead/],
	['all are left out', () => tidy(story.items.filter(([name]) => name !== 'control')), /not of the circle/],
	[
		'the founder’s device signs the genesis',
		async () => instead(story.items, 1, ['control', await rewritten(story.circle.control[0] as Bytes, byDevice(story.noor), (payload) => payload)]),
		/^Control entry 0 is refused \(wrong-signature\)/
	]
])('a control log that was altered is not verified: %s', async (_, make, said) => {
	const told = readerOf(sequence(await make()));
	expect([told.status, told.summary.verified]).toEqual([1, false]);
	expect(told.said).toMatch(said);
});

const [notAnItem, notInOrder, notWhole] = [/^Item \d+ is cut off, or none/, /is cut off, not in order/, /^The log of \w+ is not the one/];
test.each<[what: string, make: () => Uint8Array, said: RegExp]>([
	['nothing at all', () => new Uint8Array(0), notInOrder],
	['something else', () => utf8('Kära Noor'), /^Item 0 is/],
	['cut off within an item', () => sequence(story.items).slice(0, -200), notAnItem],
	['cut off between two items', () => sequence(story.items.slice(0, -3)), notInOrder],
	['an item after the end', () => concat(sequence(story.items), encodeCbor(['end', story.items.length])), notInOrder],
	['a byte after the end', () => bytesAfter(new Uint8Array(1)), notAnItem],
	['another number of items than the end says', () => sequence([...story.items.slice(0, -1), ['end', story.items.length]]), notInOrder],
	['without its beginning', () => sequence([...story.items.slice(1, -1), ['end', story.items.length - 2]]), notInOrder],
	['of a newer version', () => sequence(instead(story.items, 0, at(story.items, 0).with(1, 2))), /^Item 0 is/],
	['of another circle than it says', () => sequence(instead(story.items, 0, at(story.items, 0).with(2, new Uint8Array(32)))), /not of the circle/],
	['made by somebody who was never there', () => sequence(instead(story.items, 0, at(story.items, 0).with(3, new Uint8Array(16)))), /or by the member/],
	['a key before a ring', () => sequence(exchanged(ringAll(), ringAll() + 1)), notInOrder],
	['a ring that has entries and is not there', () => sequence(instead(story.items, ringAll())), /The log of all is not/],
	['a ring twice', () => bytesAfter(sequence([at(story.items, ringAll())]), ringAll()), /The log of all is not/],
	['an entry left out, the others as they were', () => sequence(instead(story.items, entry(1, 3))), /The log of close is not/],
	['an entry with another number', () => sequence(instead(story.items, entry(0, 2), at(story.items, entry(0, 2)).with(2, 3))), /The log of us is not/],
	['entries without their last', () => sequence(instead(story.items, story.items.length - 2)), /The log of all is not/],
	['another head than that of the entries', () => sequence(flip(story.items, ringAll(), 3, 0)), notWhole],
	['another number of entries than there are', () => sequence(instead(story.items, ringAll(), at(story.items, ringAll()).with(2, 7))), notWhole],
	['a key of an epoch that never was', () => bytesAfter(sequence([['key', 0, 9, new Uint8Array(32)]]), entry(0, 1)), /wrong-key/],
	['a number longer than need be', () => writtenOtherwise((item) => ringWith(item, Uint8Array.of(0x18, item[2] as number))), notAnItem],
	['a number with a fraction', () => otherNumber('f94000'), notAnItem],
	['a number above all that are allowed', () => otherNumber('1b0020000000000000'), notAnItem],
	['a tag', () => writtenOtherwise((item) => concat(fromHex('d9d9f7'), encodeCbor(item))), notAnItem],
	['an array without its length', () => writtenOtherwise((item) => concat(fromHex('9f'), encodeCbor(item).slice(1), fromHex('ff'))), notAnItem],
	['very many things within each other', () => new Uint8Array(1_000_000).fill(0x81), notAnItem],
	['a length that nothing has', () => fromHex('9b0000010000000000'), notAnItem],
	['a ring that is none', () => writtenOtherwise(() => encodeCbor(['ring', 3, 1, new Uint8Array(32)])), notAnItem],
	['no array', () => writtenOtherwise(() => encodeCbor(new Map([[1, 2]]))), notAnItem]
])('an export that is not one ends with a plain sentence: %s', (_, make, said) => {
	const told = readerOf(make());
	expect(told.said).toMatch(said);
	expect([told.status, told.summary.verified]).toEqual([1, false]);
});

// Where the page leaves a field free (what boxes are is not looked at here), only the form of CBOR can be refused.
test.each<[what: string, bytes: string, allowed: boolean]>([
	['keys of a map in order', 'a21818002000', true],
	['keys of a map in another order', 'a22000181800', false],
	['a key of a map twice', 'a201000100', false],
	['a byte-order mark', '63efbbbf', false],
	['half a character', '63eda080', false],
	['a number that is none', 'f97e00', false],
	['undefined', 'f7', false],
	['a number above all that are allowed', '1b0020000000000000', false],
	['one below all', '3b001fffffffffffff', false],
	['a date', 'c074323031332d30332d32315432303a30343a30305a', false],
	['too many things within each other', `${'81'.repeat(15)}80`, false],
	['as many as may be', `${'81'.repeat(14)}80`, true]
])('CBOR has one form: %s', async (_, bytes, allowed) => {
	const marker = encodeCbor('here');
	const payload = encodeCbor((decodeCbor(decodeControlEntry(await invite()).payload) as Cbor[]).with(8, [...invitation().slice(0, 7), 'here'] as Cbor[]));
	const i = hex(payload).indexOf(hex(marker)) / 2;
	const changed = concat(payload.slice(0, i), fromHex(bytes), payload.slice(i + marker.length));
	const signature = await sign(story.noor.device.privateKey, toBeSigned(controlContext(story.circle.state.circleId), changed));
	const items = instead(story.items, story.circle.control.length, at(story.items, story.circle.control.length), ['control', encodeSign1(changed, signature)]);
	expect(readerOf(sequence(await tidy(items))).said).toBe(
		allowed ? '' : `Control entry ${story.circle.control.length} is refused (malformed): nothing after it can be judged.\n`
	);
});

test('whoever is moved, made a parent, comes instead, leaves or is refused: each is where the program has them, and what they say is read', async () => {
	const { circle, noor, elias, ingrid, malik } = await beginFamily();
	const secrets: Secrets = new Map();
	const news = async (): Promise<void> => {
		for (const ring of rings) {
			await renew(circle, noor, ring);
			await write(circle, noor, ring, { type: 'receipt' });
		}
		await learn(circle, noor, secrets);
	};
	await learn(circle, noor, secrets);
	const [waits, comes, once] = [await newPerson(), await newPerson(), await newPerson()];
	const first = await inviteTo(circle, noor, 'close');
	await join(circle, waits, first);
	await decide(circle, byDevice(noor), 'revoke-invite', [first.keys.id]);
	await join(circle, comes, await inviteTo(circle, elias, 'close'));
	await replace(circle, noor, ingrid, comes);
	await news();
	await write(circle, comes, 'close', { type: 'receipt' });
	await join(circle, once, await inviteTo(circle, noor, 'all', { uses: 1, compare: false }));
	await news();
	await write(circle, once, 'all', { type: 'receipt' });
	await move(circle, noor, malik, 'us');
	await write(circle, malik, 'us', { type: 'receipt' });
	await decide(circle, byDevice(noor), 'parent+', [memberIdBytes(malik)]);
	await decide(circle, byDevice(malik), 'grant+', [memberIdBytes(comes), 0]);
	await decide(circle, byDevice(malik), 'erase-circle', [true]);
	const { n } = decodeControlEntry(await move(circle, malik, comes, 'all')).entry;
	await news();
	await write(circle, noor, 'close', { type: 'cut', n, ends: [{ device: hex(comes.deviceId), seq: 1, hash: hex(comes.last.close.hash) }] });
	await move(circle, malik, comes, 'close');
	await write(circle, comes, 'close', { type: 'receipt' });
	await remove(circle, elias, elias);
	await news();
	await decide(circle, byDevice(noor), 'erase-circle', [true]);
	const another = await newPerson();
	await join(circle, another, await inviteTo(circle, malik, 'us'));
	await admit(circle, malik, another);
	await write(circle, another, 'us', { type: 'receipt' });
	await decide(circle, byDevice(malik), 'erase-circle', [true]);
	const items = await rawExport(circle.control, circle.state, memberIdBytes(noor), secrets, {
		us: circle.logs.us.sealed,
		close: circle.logs.close.sealed,
		all: circle.logs.all.sealed
	});
	const told = readerOf(sequence(items));
	expect([told.status, told.said]).toEqual([0, '']);
	expect(told.summary.members).toEqual([...circle.state.members.values()].map(({ id, ring, standing, parent }) => ({ id, ring, standing, parent })));
	expect(told.summary.members.map(({ standing }) => standing)).toEqual(['in', 'removed', 'replaced', 'in', 'refused', 'in', 'in', 'in']);
});

test('what a shut-out device says it wrote before is cut off, and an erase holds only from whom it may', async () => {
	const { circle, noor, elias, ingrid, malik } = await beginFamily();
	const secrets: Secrets = new Map();
	await learn(circle, noor, secrets);
	const told = (text: string): Body => ({ type: 'announcement', text, asking: null });
	const takesBack = ({ envelope, hash }: Logged & { hash: Bytes }): Body => ({
		type: 'erase',
		target: hex(decodeEnvelope(envelope).header.entryId),
		targetHash: hex(hash)
	});
	const byMalik = await write(circle, malik, 'all', told('Maliks egna.'));
	const byNoor = await write(circle, noor, 'all', told('Noors egna.'));
	const byIngrid = await write(circle, ingrid, 'all', told('Ingrids egna.'));
	const { envelope } = await write(circle, malik, 'all', told('Före.'));
	await write(circle, malik, 'all', takesBack({ envelope, body: null, hash: new Uint8Array(32) })); // another envelope than that
	await write(circle, ingrid, 'all', takesBack(byMalik));
	await write(circle, elias, 'all', takesBack(byNoor));
	await write(circle, elias, 'all', takesBack(byIngrid));
	const known = malik.last.all;
	// Malik's telephone, with the server, writes on after he was let go of and says that it was before.
	const before = copyState(circle.state);
	const { n } = decodeControlEntry(await remove(circle, noor, malik)).entry;
	const after = circle.state;
	circle.state = before;
	await write(circle, malik, 'all', told('Efteråt.'));
	await write(circle, malik, 'all', takesBack(byMalik));
	circle.state = after;
	await renew(circle, noor, 'all');
	await learn(circle, noor, secrets);
	const ends = [
		{ device: hex(malik.deviceId), seq: known.seq, hash: hex(known.hash) },
		{ device: hex(ingrid.deviceId), seq: 0, hash: hex(new Uint8Array(32)) } // who was not shut out
	];
	await write(circle, noor, 'all', { type: 'cut', n, ends });
	await write(circle, ingrid, 'all', { type: 'cut', n, ends: [{ device: hex(malik.deviceId), seq: 0, hash: hex(new Uint8Array(32)) }] });
	const gone = new Set([byMalik, byNoor, byIngrid].map(({ hash }) => hex(hash)));
	const all = circle.logs.all.sealed.map(({ envelope, body, hash }) => ({ envelope, body: gone.has(hex(hash)) ? null : body }));
	const items = await rawExport(circle.control, circle.state, memberIdBytes(ingrid), secrets, { us: [], close: [], all });
	const read = readerOf(sequence(items));
	expect(read.lines.map(({ n, type, refused, erased }) => [n, type ?? refused ?? (erased === true ? 'erased' : null)])).toEqual([
		[1, 'withheld'], // by nobody who might take it back: Ingrid is no parent, and what Malik's telephone says is cut off
		[2, 'withheld'], // a parent's words are not the other parent's to take away
		[3, 'erased'],
		[4, 'announcement'],
		[5, 'erase'],
		[6, 'erase'],
		[7, 'erase'],
		[8, 'erase'],
		[9, 'cut-off'],
		[10, 'cut-off'],
		[11, 'cut'],
		[12, 'cut'] // by nobody who might: else it would cut off the fourth too
	]);
	expect(read.said).toBe('Refused in all: cut-off, withheld.\n');
	// The words themselves, where they are there all the same, are not shown: they were taken back.
	const shown = await rawExport(circle.control, circle.state, memberIdBytes(ingrid), secrets, { us: [], close: [], all: circle.logs.all.sealed });
	expect(readerOf(sequence(shown)).lines[2]).toEqual({ ring: 'all', n: 3, erased: true });
});

test.each([
	['without a file', []],
	['with a file that is not there', ['nowhere.cbor']],
	['with two', ['-', '-']]
])('called wrongly it says so: %s', (_, args) => {
	const { status, said, printed } = readerOf(new Uint8Array(0), args);
	expect([status, printed]).toEqual([2, '']);
	expect(said).toMatch(/^(Usage: |The export cannot be read: ).*\n$/);
});
