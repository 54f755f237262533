import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../test/support/property.ts';
import { equal, hex, type Bytes } from '#crypto/bytes.ts';
import { encodeHeader, type EnvelopeHeader } from '#wire/envelope.ts';
import { headStep } from '#wire/ring-head.ts';
import { copyStretch, emptyStretch, firstHead, follow, join, nextHead, passNewer, takeHead, type ChainRefusal, type Stretch } from './chain.ts';

const sha256 = (bytes: Uint8Array): Bytes => new Uint8Array(createHash('sha256').update(bytes).digest());
const none = new Uint8Array(32);
const circleId = sha256(new Uint8Array([1]));
const start = await firstHead(circleId, 'all');

interface Entry {
	header: EnvelopeHeader;
	hash: Bytes;
}
const entryOf = (header: EnvelopeHeader): Entry => ({ header, hash: sha256(encodeHeader(header)) });

/** What honest devices do: each follows its own last entry, cites a place it has seen, at a control number that never falls. */
interface Act {
	device: number;
	/** How far behind the newest entry this device is when it seals. */
	lag: number;
	voids: number;
	control: number;
}
const acts = (minLength: number): fc.Arbitrary<Act[]> =>
	fc.array(fc.record({ device: fc.nat({ max: 3 }), lag: fc.nat({ max: 6 }), voids: fc.constantFrom(0, 0, 0, 1, 3), control: fc.constantFrom(0, 0, 0, 1) }), {
		minLength,
		maxLength: 25
	});

function logOf(acts: readonly Act[]): Entry[] {
	const log: Entry[] = [];
	const heads = [start];
	const devices = new Map<number, { seq: number; prev: Bytes; seen: number }>();
	let control = 5;
	for (const [i, act] of acts.entries()) {
		const own = devices.get(act.device) ?? { seq: 0, prev: none, seen: 0 };
		const seen = Math.max(own.seen, i - act.lag, 0);
		control += act.control;
		const id = new Uint8Array(16).fill(act.device + 1);
		const entry = entryOf({
			circleId,
			ring: 2,
			epoch: 0,
			memberId: id,
			deviceId: id,
			deviceSeq: own.seq + 1 + act.voids,
			devicePrev: own.prev,
			voids: Array.from({ length: act.voids }, (_, v) => sha256(new Uint8Array([i, v]))),
			controlN: control,
			controlHead: none,
			seenSeq: seen,
			seenHead: heads[seen] as Bytes,
			entryId: sha256(new Uint8Array([7, i])).slice(0, 16),
			salt: sha256(new Uint8Array([8, i])).slice(0, 16)
		});
		log.push(entry);
		heads.push(sha256(headStep(heads.at(-1) as Bytes, entry.hash)));
		devices.set(act.device, { seq: entry.header.deviceSeq, prev: entry.hash, seen });
	}
	return log;
}

const headsOf = (log: readonly Entry[]): Bytes[] =>
	log.reduce<Bytes[]>((heads, { hash }) => [...heads, sha256(headStep(heads.at(-1) as Bytes, hash))], [start]);

async function read(stretch: Stretch, entries: readonly Entry[]): Promise<(ChainRefusal | null)[]> {
	const codes: (ChainRefusal | null)[] = [];
	for (const { header, hash } of entries) {
		takeHead(stretch, await nextHead(stretch.head, hash));
		codes.push(follow(stretch, hex(header.deviceId), header, hash));
	}
	return codes;
}

async function readAlone(first: number, headBefore: Bytes, entries: readonly Entry[]): Promise<Stretch> {
	const stretch = emptyStretch(first, headBefore);
	expect(await read(stretch, entries)).toEqual(entries.map(() => null));
	return stretch;
}

/** Every entry that was taken in follows its own device, cites this very log before itself, and no control number fell. Worked out anew. */
function holds(log: readonly Entry[], codes: readonly (ChainRefusal | null)[]): void {
	const heads = headsOf(log);
	const ends = new Map<string, { seq: number; hash: Bytes }>();
	let control = 0;
	for (const [i, { header, hash }] of log.entries()) {
		if (codes[i] !== null) continue;
		const end = ends.get(hex(header.deviceId)) ?? { seq: 0, hash: none };
		expect(header.deviceSeq - header.voids.length - 1).toBe(end.seq);
		expect(hex(header.devicePrev)).toBe(hex(end.hash));
		expect(header.seenSeq).toBeLessThan(i + 1);
		expect(hex(header.seenHead)).toBe(hex(heads[header.seenSeq] as Bytes));
		expect(header.controlN).toBeGreaterThanOrEqual(control);
		control = header.controlN;
		ends.set(hex(header.deviceId), { seq: header.deviceSeq, hash });
	}
}

test('honest devices that write at once, behind each other, with refused tries between, are never refused', async () => {
	await fc.assert(
		fc.asyncProperty(acts(0), async (given) => {
			const log = logOf(given);
			const stretch = await readAlone(1, start, log);
			expect(hex(stretch.head)).toBe(hex(headsOf(log).at(-1) as Bytes));
			expect(stretch.last).toBe(log.length);
		}),
		runs(60)
	);
});

test('cut anywhere and read in pieces, in whatever order the pieces are put together, it is the same log', async () => {
	await fc.assert(
		fc.asyncProperty(acts(1), fc.array(fc.nat(), { maxLength: 6 }), fc.array(fc.nat(), { minLength: 8, maxLength: 8 }), async (given, at, order) => {
			const log = logOf(given);
			const heads = headsOf(log);
			const whole = await readAlone(1, start, log);
			const cuts = [...new Set([0, log.length, ...at.map((n) => n % (log.length + 1))])].sort((a, b) => a - b);
			const pieces = await Promise.all(
				cuts.slice(1).map((to, i) => readAlone((cuts[i] as number) + 1, heads[cuts[i] as number] as Bytes, log.slice(cuts[i], to)))
			);
			for (let step = 0; pieces.length > 1; step++) {
				const i = (order[step % order.length] as number) % (pieces.length - 1);
				const before = [copyStretch(pieces[i] as Stretch), copyStretch(pieces[i + 1] as Stretch)];
				const joined = join(pieces[i] as Stretch, pieces[i + 1] as Stretch);
				expect([pieces[i], pieces[i + 1]]).toEqual(before);
				if (typeof joined === 'string') throw new Error(`refused: ${joined}`);
				pieces.splice(i, 2, joined);
			}
			expect(pieces[0]).toEqual(whole);
		}),
		runs(60)
	);
});

const changes = ['drop', 'swap', 'twice', 'move', 'foreign'] as const;
function change(log: readonly Entry[], what: (typeof changes)[number], at: number, to: number, foreign: readonly Entry[]): Entry[] {
	const i = at % log.length;
	const j = to % log.length;
	const out = [...log];
	if (what === 'drop') out.splice(i, 1);
	else if (what === 'swap') [out[i], out[j]] = [log[j] as Entry, log[i] as Entry];
	else if (what === 'twice') out.splice(j, 0, log[i] as Entry);
	else if (what === 'move') out.splice(j, 0, ...out.splice(i, 1));
	else out[i] = foreign[to % foreign.length] as Entry;
	return out;
}
const same = (a: readonly Entry[], b: readonly Entry[]) => a.length === b.length && a.every((entry, i) => equal(entry.hash, (b[i] as Entry).hash));

test('an entry dropped, swapped, put twice, moved or brought from another log shows: in every entry that had seen further, and where it meets the true rest', async () => {
	await fc.assert(
		fc.asyncProperty(acts(2), acts(1), fc.constantFrom(...changes), fc.nat(), fc.nat(), async (given, others, what, at, to) => {
			const log = logOf(given);
			const foreign = logOf(others.map((act) => ({ ...act, voids: act.voids + 4 })));
			const changed = change(log, what, at, to, foreign);
			fc.pre(!same(changed, log) && !same(changed, log.slice(0, -1)));
			const stretch = emptyStretch(1, start);
			const codes = await read(stretch, changed);
			holds(changed, codes);
			const first = changed.findIndex((entry, i) => log[i] === undefined || !equal(entry.hash, log[i].hash));
			for (const [i, { header }] of changed.entries()) if (i >= first && header.seenSeq > first) expect(codes[i]).not.toBeNull();
			expect(hex(stretch.head)).not.toBe(hex(headsOf(log).at(-1) as Bytes));
			// The true rest, as a device holds it that read from the end, does not join on to a past that was changed.
			const heads = headsOf(log);
			for (let from = first + 1; from <= log.length; from++) {
				const rest = await readAlone(from + 1, heads[from] as Bytes, log.slice(from));
				for (const past of [changed.slice(0, from), changed]) {
					const older = emptyStretch(1, start);
					await read(older, past);
					expect(typeof join(older, rest)).toBe('string');
					// Nor when the server numbers the rest to fit.
					expect(typeof join({ ...older, last: from }, rest)).toBe('string');
				}
			}
		}),
		runs(40)
	);
});

test('a rest that is changed does not pass as the true one either', async () => {
	await fc.assert(
		fc.asyncProperty(acts(4), fc.constantFrom('drop', 'swap', 'twice', 'move'), fc.nat(), fc.nat(), fc.nat(), async (given, what, at, to, cut) => {
			const log = logOf(given);
			const from = 1 + (cut % (log.length - 2));
			const rest = log.slice(from);
			const changed = change(rest, what as 'drop', at, to, []);
			fc.pre(!same(changed, rest) && !same(changed, rest.slice(0, -1)));
			const heads = headsOf(log);
			const older = await readAlone(1, start, log.slice(0, from));
			const newer = emptyStretch(from + 1, heads[from] as Bytes);
			const codes = await read(newer, changed);
			const joined = join(older, newer);
			if (typeof joined === 'string') return;
			expect(hex(joined.head)).not.toBe(hex(heads.at(-1) as Bytes));
			// Nothing was refused and the two were joined: then each citation is true of the log as it was shown, across the cut too.
			const shown = headsOf([...log.slice(0, from), ...changed]);
			if (codes.some((code) => code !== null)) return;
			for (const { header } of changed) expect(hex(header.seenHead)).toBe(hex(shown[header.seenSeq] as Bytes));
		}),
		runs(60)
	);
});

const lies: [string, (header: EnvelopeHeader, n: number) => Partial<EnvelopeHeader>, ChainRefusal][] = [
	['a number it had before', (h) => ({ deviceSeq: h.deviceSeq - 1 - h.voids.length }), 'replayed'],
	['a number too far on', (h) => ({ deviceSeq: h.deviceSeq + 1 }), 'left-out'],
	['a void that was none', (h) => ({ voids: [...h.voids, none] }), 'left-out'],
	['another last entry of its own', () => ({ devicePrev: sha256(none) }), 'broken-chain'],
	['an older control entry', () => ({ controlN: 4 }), 'control-fell'],
	['another past than this', () => ({ seenHead: sha256(none) }), 'fork'],
	['its own place as seen', (_, n) => ({ seenSeq: n }), 'fork'],
	['a place that has not come', (_, n) => ({ seenSeq: n + 5 }), 'fork']
];
test.each(lies)('an entry that claims %s is refused, and only its own device after it', async (_, lie, code) => {
	await fc.assert(
		fc.asyncProperty(acts(3), fc.nat(), async (given, at) => {
			const log = logOf(given);
			const later = log
				.map((entry, i) => ({ entry, i }))
				.filter(({ entry, i }) => log.slice(0, i).some(({ header }) => equal(header.deviceId, entry.header.deviceId)));
			fc.pre(later.length > 0);
			const { entry, i } = later[at % later.length] as { entry: Entry; i: number };
			const stretch = emptyStretch(1, start);
			const before = await read(stretch, log.slice(0, i));
			const lying = entryOf({ ...entry.header, ...lie(entry.header, i + 1) });
			const [said] = await read(stretch, [lying]);
			expect(said).toBe(code);
			expect(before.every((one) => one === null)).toBe(true);
			// Somebody else who writes on with the lie in view is taken in.
			const other = entryOf({
				...entry.header,
				deviceId: new Uint8Array(16).fill(99),
				deviceSeq: 1,
				devicePrev: none,
				voids: [],
				seenSeq: i + 1,
				seenHead: stretch.head
			});
			expect(await read(stretch, [other])).toEqual([null]);
		}),
		runs(30)
	);
});

test('a first entry that says it has a past, or one with a past that says it has none, is refused', async () => {
	await fc.assert(
		fc.asyncProperty(acts(1), async (given) => {
			const { header } = logOf(given)[0] as Entry;
			const alone = async (changes: Partial<EnvelopeHeader>, first = 1, headBefore = start) => {
				const stretch = emptyStretch(first, headBefore);
				return (await read(stretch, [entryOf({ ...header, voids: [], seenSeq: 0, seenHead: start, ...changes })]))[0];
			};
			expect(await alone({ deviceSeq: 1, devicePrev: none })).toBeNull();
			expect(await alone({ deviceSeq: 1, devicePrev: circleId })).toBe('broken-chain');
			expect(await alone({ deviceSeq: 2, devicePrev: none })).toBe('broken-chain');
			expect(await alone({ deviceSeq: 2, devicePrev: circleId })).toBe('left-out');
			expect(await alone({ deviceSeq: 0, devicePrev: none })).toBe('broken-chain');
			expect(await alone({ deviceSeq: 1, voids: [none], devicePrev: none })).toBe('broken-chain');
			// Where what came before has not been read, it is believed for now.
			expect(await alone({ deviceSeq: 2, devicePrev: circleId }, 9, circleId)).toBeNull();
		}),
		runs(5)
	);
});

test('an entry that cites another past from before the cut is found out where the two meet, and meets the log it saw', async () => {
	await fc.assert(
		fc.asyncProperty(acts(4), fc.nat(), fc.nat(), async (given, cut, back) => {
			const log = logOf(given);
			const from = 2 + (cut % (log.length - 2));
			const heads = headsOf(log);
			const cites = async (seenHead: Bytes, seenSeq: number) => {
				const newer = emptyStretch(from + 1, heads[from] as Bytes);
				const entry = entryOf({
					...(log[from - 1] as Entry).header,
					deviceId: new Uint8Array(16).fill(99),
					deviceSeq: 1,
					devicePrev: none,
					voids: [],
					seenSeq,
					seenHead,
					controlN: 9999
				});
				expect(await read(newer, [entry])).toEqual([null]);
				return join(await readAlone(1, start, log.slice(0, from)), newer);
			};
			const seen = back % from;
			expect(await cites(sha256(none), seen)).toBe('cites-another');
			expect(typeof (await cites(heads[seen] as Bytes, seen))).toBe('object');
		}),
		runs(30)
	);
});

test('a stretch keeps no more heads than citations need, read or joined', async () => {
	const stretch = emptyStretch(1, start);
	for (let i = 0; i < 4200; i++) takeHead(stretch, none);
	expect(stretch.heads.size).toBeLessThanOrEqual(4097);
	const newer = emptyStretch(4201, none);
	for (let i = 0; i < 4200; i++) takeHead(newer, none);
	const joined = join(stretch, newer);
	if (typeof joined === 'string') throw new Error(joined);
	expect(joined.heads.size).toBeLessThanOrEqual(4097);
	expect(joined.heads.has(8400)).toBe(true);
});

/** As `read`, where some of the log is of a newer version, and cannot be read. */
async function readPartly(stretch: Stretch, entries: readonly Entry[], newer: ReadonlySet<Entry>): Promise<(ChainRefusal | null)[]> {
	const codes: (ChainRefusal | null)[] = [];
	for (const entry of entries) {
		if (!newer.has(entry)) {
			codes.push(...(await read(stretch, [entry])));
			continue;
		}
		takeHead(stretch, await nextHead(stretch.head, entry.hash));
		passNewer(stretch, entry.hash);
		codes.push(null);
	}
	return codes;
}
const partly = fc.tuple(acts(2), fc.array(fc.nat(), { minLength: 1, maxLength: 12 })).map(([given, at]) => {
	const log = logOf(given);
	return { log, newer: new Set(at.map((i) => log[i % log.length] as Entry)) };
});

test('a device that writes in a newer form and then in this one again is followed, whole or in pieces', async () => {
	await fc.assert(
		fc.asyncProperty(partly, fc.nat(), async ({ log, newer }, at) => {
			const heads = headsOf(log);
			const whole = emptyStretch(1, start);
			expect(await readPartly(whole, log, newer)).toEqual(log.map(() => null));
			const cut = at % (log.length + 1);
			const [older, later] = [emptyStretch(1, start), emptyStretch(cut + 1, heads[cut] as Bytes)];
			await readPartly(older, log.slice(0, cut), newer);
			expect(await readPartly(later, log.slice(cut), newer)).toEqual(log.slice(cut).map(() => null));
			expect(join(older, later)).toEqual(whole);
		}),
		runs(100)
	);
});

test('an envelope of a newer form is followed by nobody who does not name it, and nobody goes back by it', async () => {
	await fc.assert(
		fc.asyncProperty(partly, fc.nat(), async ({ log, newer }, at) => {
			// Those that follow one of a newer form, which is left out, or is another.
			const after = log.filter((entry) => !newer.has(entry) && [...newer].some(({ hash }) => equal(hash, entry.header.devicePrev)));
			fc.pre(after.length > 0);
			const follower = after[at % after.length] as Entry;
			const before = log.find(({ hash }) => equal(hash, follower.header.devicePrev)) as Entry;
			const i = log.indexOf(before);
			for (const instead of [[], [{ ...before, hash: none }]]) {
				const shown = log.toSpliced(i, 1, ...instead);
				const stretch = emptyStretch(1, start);
				const codes = await readPartly(stretch, shown, new Set([...newer, ...instead]));
				expect(['left-out', 'fork']).toContain(codes[shown.indexOf(follower)]);
			}
			// Put behind what follows it, read in pieces or whole, it is no better.
			const turned = log.toSpliced(log.indexOf(follower) + 1, 0, before).toSpliced(i, 1);
			const place = turned.indexOf(follower);
			const stretch = emptyStretch(1, start);
			expect(['left-out', 'fork']).toContain((await readPartly(stretch, turned, newer))[place]);
			const [older, later] = [emptyStretch(1, start), emptyStretch(place + 1, headsOf(turned)[place] as Bytes)];
			await readPartly(older, turned.slice(0, place), newer);
			const codes = await readPartly(later, turned.slice(place), newer);
			expect(codes[0] !== null || typeof join(older, later) === 'string').toBe(true);
			// A number of one's own a second time stays a replay.
			const all = emptyStretch(1, start);
			await readPartly(all, log, newer);
			const again = entryOf({ ...follower.header, seenSeq: 0, seenHead: start, controlN: 9999 });
			expect(await read(all, [again])).toEqual(['replayed']);
			// One of a newer form has a number of its own: what follows it is not the very next of what could be read.
			const end = all.ends.get(hex(follower.header.deviceId))?.seq ?? 0;
			const next = entryOf({ ...again.header, deviceSeq: end + 1, voids: [] });
			expect(await read(all, [next])).toEqual(['broken-chain']);
		}),
		runs(100)
	);
});

test('a stretch keeps no more envelopes of a newer form than it must', () => {
	const stretch = emptyStretch(1, start);
	for (let i = 0; i < 4200; i++) passNewer(stretch, sha256(new Uint8Array([i >> 8, i & 255])));
	expect([stretch.newer.size, stretch.newer.has(hex(sha256(new Uint8Array([4199 >> 8, 4199 & 255]))))]).toEqual([4096, true]);
});
