/**
 * DURABLE APPENDS A SECOND at 1, 8 and 64 writers, each request one entry, each answered once it is on the disk.
 *
 * Kvar: `kvar serve` as it ships; every writer is a member with a device and session of their own, in one circle, and one
 * listener follows that circle live. Beside it, in turns, by the same client: the floor (support/floor-server.ts) and the sync
 * server of Actual (support/actual.ts).
 */
import type { Sealed } from '#log/seal.ts';
import { restartingActual } from './support/actual.ts';
import { appendRequest, openPlace, sealEntries, sessionHeader, type Place, type Writer } from './support/circles.ts';
import { syncCounter, whyNoStrace } from './support/count-syncs.ts';
import { floorRequest, startFloor } from './support/floor.ts';
import { startKvar } from './support/kvar.ts';
import { Listeners } from './support/listeners.ts';
import { inTurn, ratioOf, spread } from './support/measure.ts';
import { closed, requestsPerSecond } from './support/raw-http.ts';
import { progress, quick, Report } from './support/report.ts';

const report = await Report.begin('append');
const runs = quick ? 3 : 5;
/** Entries of each writer in each run: for the peer fewer, so that it is done in the same time. */
const loads = [
	{ writers: 1, each: quick ? 100 : 1000, peerEach: quick ? 50 : 200 },
	{ writers: 8, each: quick ? 50 : 400, peerEach: quick ? 10 : 40 },
	{ writers: 64, each: quick ? 20 : 200, peerEach: quick ? 3 : 8 }
];
const most = Math.max(...loads.map(({ writers }) => writers));

await using kvar = await startKvar();
await using floor = await startFloor();
await using actual = await restartingActual();
const peerMissing = typeof actual.now === 'string' ? actual.now : undefined;
if (typeof actual.now !== 'string') report.versions.actual = actual.now.version;

progress(`a circle of ${most} members, each with a device and a session`);
const place = await openPlace(kvar, most);
const alone = await Promise.all(Array.from({ length: most }, () => openPlace(kvar)));
using listener = new Listeners();
await listener.add(kvar.port, `/api/circles/${place.name}/live`, sessionHeader(place.writers[0].token));

interface Load {
	kvar: Buffer[][];
	floor: Buffer[][];
	/** For the peer that is up now. */
	actual: () => Buffer[][];
}
let peerWrote = 0;
let entryBytes = 0;
let sent = 0;

/** Seals a run's entries, and writes each server's requests down. */
async function prepare(writers: readonly [Place, Writer][], each: number, peerEach = 0): Promise<Load> {
	const sealed = await Promise.all(writers.map(([place, writer]) => sealEntries(place, writer, each)));
	const [first] = sealed[0] as [Sealed];
	entryBytes = first.envelope.length + first.body.length;
	const load: Load = {
		kvar: sealed.map((entries, i) => entries.map((entry) => appendRequest(...(writers[i] as [Place, Writer]), entry))),
		floor: sealed.map((entries) => entries.map(floorRequest)),
		actual: () => {
			const peer = actual.now;
			if (typeof peer === 'string') throw new Error(peer);
			const from = (peerWrote += peerEach);
			return sealed.map((entries, i) => entries.slice(0, peerEach).map((entry, n) => peer.appendRequest([entry], i, from + n)));
		}
	};
	return load;
}

const inOne = (count: number): [Place, Writer][] => place.writers.slice(0, count).map((writer) => [place, writer]);

const ratios = { floor: 0, actual: null as number | null };
for (const { writers, each, peerEach } of loads) {
	const loadOf = () => prepare(inOne(writers), each, peerEach);
	let load = await loadOf();
	// Not measured: the first requests of a process are those of code that is not compiled yet.
	for (const name of ['kvar', 'floor', 'actual'] as const) await run(name);
	const rates = await inTurn(runs, {
		async kvar() {
			load = await loadOf();
			return run('kvar');
		},
		floor: () => run('floor'),
		actual: () => run('actual')
	});

	async function run(name: keyof Load): Promise<number> {
		if (name === 'actual') return typeof actual.now === 'string' ? 0 : actual.untilDone(({ port }) => requestsPerSecond(port, load.actual()));
		if (name === 'kvar') sent += writers * each;
		const server = { kvar, floor }[name];
		return requestsPerSecond(server.port, load[name]).catch((cause: unknown) => {
			throw new Error(`${name} at ${writers} writers; it printed: ${server.printed()}`, { cause });
		});
	}

	const name = `appends a second, ${writers} ${writers === 1 ? 'writer' : 'writers'}`;
	const [ours, floors] = [spread(rates.kvar), spread(rates.floor)];
	const theirs = peerMissing === undefined ? spread(rates.actual) : null;
	progress(`${name}: ${ours.median}; floor ${floors.median}; Actual ${theirs?.median ?? 'not there'}`);
	report.figures[name] = ours;
	report.reference[name] = { floor: floors, actual: theirs ?? peerMissing };
	const [ofFloor, timesActual] = [ratioOf(rates.kvar, rates.floor), theirs === null ? null : ratioOf(rates.kvar, rates.actual)];
	report.ratios[name] = { 'of the floor': ofFloor, 'times Actual': timesActual };
	ratios.floor = ofFloor.median;
	ratios.actual = timesActual?.median ?? null;
}

const { newest } = await place.api.older(place.writers[0].session, place.ring, null, 1).then(([, , , newest]) => ({ newest }));
if (newest !== sent) throw new Error(`${sent} entries were answered, but ${newest} are there`);

const apart = await inTurn(runs, {
	apart: async () => {
		const load = await prepare(
			alone.map((place) => [place, place.writers[0]]),
			quick ? 20 : 100
		);
		return requestsPerSecond(kvar.port, load.kvar);
	}
});
report.figures[`appends a second, ${most} writers, each in a circle of their own`] = spread(apart.apart);
report.figures['bytes of an entry'] = entryBytes;

const closings = 'connections closed while an answer was waited for';
report.figures[closings] = closed.get(kvar.port) ?? 0;
report.reference[closings] = { floor: closed.get(floor.port) ?? 0 };
if (peerMissing === undefined) report.reference['times the peer ended by itself and was started anew'] = actual.restarts;
report.ratio('times Actual, 64 writers', '≥', 20, ratios.actual, peerMissing);
report.ratio('share of the floor, 64 writers', '≥', 0.5, ratios.floor);

await countSyncs();
await report.print();

/** In runs of their own, since being traced costs: how many entries share one fsync. */
async function countSyncs(): Promise<void> {
	const why = whyNoStrace();
	if (why !== null) {
		report.fsync = { counted: null, why };
		report.notRun('entries for each fsync, 1 writer', '≤', 1, why);
		return;
	}
	const counter = syncCounter();
	await using traced = await startKvar({ before: counter.before });
	const place = await openPlace(traced, most);
	const perSync = async (writers: number, each: number): Promise<number> => {
		const load = await prepare(
			place.writers.slice(0, writers).map((writer) => [place, writer]),
			each
		);
		const before = counter.count();
		await requestsPerSecond(traced.port, load.kvar);
		return (writers * each) / (counter.count() - before);
	};
	const [one, many] = [await perSync(1, quick ? 50 : 500), await perSync(most, quick ? 10 : 100)];
	report.fsync = {
		counted: 'strace: fsync and fdatasync calls of the server',
		'entries for each, 1 writer': Number(one.toFixed(3)),
		[`entries for each, ${most} writers`]: Number(many.toFixed(1))
	};
	if (peerMissing === undefined) {
		const counter = syncCounter();
		await actual.restart(counter.before);
		const load = await prepare(inOne(1), 50, 50);
		const before = counter.count();
		await actual.untilDone(({ port }) => requestsPerSecond(port, load.actual()));
		Object.assign(report.fsync as object, { 'Actual, 1 writer': Number((50 / (counter.count() - before)).toFixed(3)) });
	}
	report.ratio('entries for each fsync, 1 writer', '≤', 1, one);
}
