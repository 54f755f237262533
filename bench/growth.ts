/**
 * WHAT GROWS WITH WHAT IS OLD, at the server: durable appends by the real route, and the pull of a tail of 100 entries, in circles of
 * 1,000, 100,000 and 1,000,000 entries. Each circle is alone in a database with a server of its own; they are measured in turn.
 */
import { randomBytes } from '#crypto/random.ts';
import { ringNumber } from '#domain/ring.ts';
import type { Sealed } from '#log/seal.ts';
import { sha256 } from '#server/sha256.ts';
import { createApi } from '#sync/api.ts';
import { entryPage, readMessage } from '#wire/api.ts';
import { encodeSign1 } from '#wire/cose.ts';
import { encodePayload } from '#wire/envelope.ts';
import { headStep } from '#wire/ring-head.ts';
import { memberIdBytes, newPerson } from '../test/support/circle.ts';
import { newFolder } from './support/child.ts';
import { appendRequest, logIn, openPlace, sealEntries, sessionHeader, type Place } from './support/circles.ts';
import { LogFiller } from './support/fill.ts';
import { startKvar, type Kvar } from './support/kvar.ts';
import { inTurn, ratioOf, spread } from './support/measure.ts';
import { Connection, requestBytes, requestsPerSecond } from './support/raw-http.ts';
import { progress, quick, Report } from './support/report.ts';

const report = await Report.begin('growth');
const sizes = quick ? [100, 1000, 10_000] : [1000, 100_000, 1_000_000];
const runs = quick ? 3 : 15;
const members = 21;
/** Entries of each writer in each run: few, so that the smallest circle stays small. */
const loads = [
	{ writers: 1, each: quick ? 10 : 60 },
	{ writers: 16, each: quick ? 2 : 8 }
];
const tail = 100;
const pulls = quick ? 20 : 200;
const said = (size: number): string => size.toLocaleString('en');
report.fsync = 'before each answer (see append)';

interface Filled {
	kvar: Kvar;
	place: Place;
}
await using servers = new AsyncDisposableStack();
const filled = new Map<number, Filled>();
for (const size of sizes) filled.set(size, await serve(size));

/** A server with one circle, in which so many entries have been written. */
async function serve(size: number): Promise<Filled> {
	const folder = newFolder();
	const made = await (async () => {
		await using kvar = await startKvar({ folder });
		return await openPlace(kvar, members);
	})();
	const began = performance.now();
	await fill(folder, made, size);
	progress(`${said(size)} entries, written in ${((performance.now() - began) / 1000).toFixed(1)} s`);
	const kvar = servers.use(await startKvar({ folder }));
	const api = createApi(kvar.origin);
	const writers = await Promise.all(made.writers.map(({ person }) => logIn(api, made.circle.state.circleId, person)));
	return { kvar, place: { ...made, api, writers: writers as Place['writers'] } };
}

/**
 * Of an entry the server reads the header alone, and it verifies no signature (src/server/store/accept-entries.ts). So every entry has
 * a header, an id and a past of its own; one sealed body is that of all of them, and what stands for the signatures is noise.
 */
async function fill(folder: string, place: Place, count: number): Promise<void> {
	const { circle, ring, writers } = place;
	const { circleId, n, head } = circle.state;
	const number = ringNumber(ring) as 0 | 1 | 2;
	const [{ body }] = (await sealEntries(place, { person: await newPerson() }, 1)) as [Sealed];
	const bodyHash = sha256(body);
	const noise = randomBytes(64);
	const authors = writers.map(({ person }) => ({ memberId: memberIdBytes(person), deviceId: person.deviceId, last: person.last[ring] }));
	using log = new LogFiller(folder, circleId, number);
	for (let i = 0; i < count; i++) {
		const { memberId, deviceId, last } = authors[i % authors.length] as (typeof authors)[number];
		last.seq += 1;
		const header = {
			...{ circleId, ring: number, epoch: 0, memberId, deviceId, deviceSeq: last.seq, devicePrev: last.hash, voids: [] },
			...{ controlN: n, controlHead: head, seenSeq: log.newest, seenHead: log.head, entryId: randomBytes(16), salt: randomBytes(16) }
		};
		const envelope = encodeSign1(encodePayload(header, bodyHash), noise);
		last.hash = sha256(envelope);
		log.add(header, { envelope, body, hash: last.hash });
	}
}

const append =
	({ kvar, place }: Filled, writers: number, each: number) =>
	async (): Promise<number> => {
		const writing = place.writers.slice(0, writers);
		const sealed = await Promise.all(writing.map((writer) => sealEntries(place, writer, each)));
		return requestsPerSecond(
			kvar.port,
			writing.map((writer, i) => (sealed[i] as Sealed[]).map((entry) => appendRequest(place, writer, entry)))
		);
	};

/** Tails a second, over one connection: what a device asks for that has not been there for a while. */
const pull =
	({ kvar, place }: Filled) =>
	async (): Promise<number> => {
		const { token } = place.writers[0];
		const newest = await newestOf(place);
		const path = `/api/circles/${place.name}/rings/${place.ring}/entries?after=${newest - tail}`;
		return requestsPerSecond(kvar.port, [Array<Buffer>(pulls).fill(requestBytes('GET', path, sessionHeader(token)))]);
	};

async function newestOf({ api, ring, writers: [{ session }] }: Place): Promise<number> {
	const [, , , newest] = await api.older(session, ring, null, 1);
	return newest;
}

/** That what was written past the server is what it would have written itself: it goes on from there, and the heads follow. */
async function check(size: number, { kvar, place }: Filled): Promise<void> {
	using connection = await Connection.open(kvar.port);
	const path = `/api/circles/${place.name}/rings/${place.ring}/entries?after=${(await newestOf(place)) - tail}`;
	const { body } = await connection.send(requestBytes('GET', path, sessionHeader(place.writers[0].token)));
	const [, before, entries, newest, newestHead] = readMessage(entryPage, body);
	const head = entries.reduce<Uint8Array>((head, [envelope]) => sha256(headStep(head, sha256(envelope))), before);
	if (newest <= size || entries.length !== tail || Buffer.compare(head, newestHead) !== 0) throw new Error(`The log of ${size} entries does not hold together`);
}

function compare(name: string, rates: Record<string, number[]>): void {
	const [least, ...more] = sizes as [number, ...number[]];
	for (const size of sizes) report.figures[`${name}, of ${said(size)}`] = spread(rates[size] as number[]);
	for (const size of more) {
		const ratio = ratioOf(rates[least] as number[], rates[size] as number[]);
		const what = `${name}: ${said(least)} to ${said(size)}`;
		report.ratios[what] = ratio;
		report.ratio(what, '≤', 1.5, ratio.median);
		progress(`${what}: ${ratio.median} (${ratio.range.join(' to ')})`);
	}
}

const eachSize = (measure: (filled: Filled) => () => Promise<number>): Record<string, () => Promise<number>> =>
	Object.fromEntries([...filled].map(([size, one]) => [size, measure(one)]));

for (const { writers, each } of loads) {
	const measures = eachSize((one) => append(one, writers, each));
	// Not measured: the first requests of a process are those of code that is not compiled yet.
	await inTurn(1, measures);
	compare(`appends a second in a circle, ${writers} ${writers === 1 ? 'writer' : 'writers'}`, await inTurn(runs, measures));
}
for (const [size, one] of filled) await check(size, one);
const measures = eachSize(pull);
await inTurn(1, measures);
compare(`tails of ${tail} entries pulled a second from a circle`, await inTurn(runs, measures));
await report.print();
