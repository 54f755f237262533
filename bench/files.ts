/**
 * 1 GB UP AND DOWN, SEALED, beside the same client, server, parts, hashes and fsyncs with the bytes as they are; what each side does
 * stands in support/file-client.ts. MB/s of plain bytes, from the moment a file is chosen until the server has said that all of it is
 * on its disk; and from the first request until the last byte has come.
 *
 * Every run has a server and a device of its own, both of which have sent and read a small file before; its order is turned round each time.
 */
import { startKvar } from './support/kvar.ts';
import { randomFile } from './support/random-file.ts';
import { FileClient } from './support/file-client.ts';
import { partSize } from '#wire/api.ts';
import { syncCounter, whyNoStrace } from './support/count-syncs.ts';
import { ratioOf, spread } from './support/measure.ts';
import { progress, quick, Report } from './support/report.ts';

const report = await Report.begin('files');
const runs = 3;
const size = quick ? 64e6 : 1e9;
const file = randomFile(size);
const small = randomFile(20e6);

type Measured = 'up' | 'up, unsealed' | 'down' | 'down, unsealed';
const seen: Record<Measured, number[]> = { up: [], 'up, unsealed': [], down: [], 'down, unsealed': [] };
for (let run = 0; run < runs; run++) await once(run % 2 === 0);

for (const way of ['up', 'down'] as const) {
	const [ours, theirs] = [seen[way], seen[`${way}, unsealed`]];
	const name = `MB/s of ${size / 1e6} MB ${way}`;
	report.figures[name] = spread(ours);
	report.reference[name] = { unsealed: spread(theirs) };
	const share = ratioOf(ours, theirs);
	report.ratios[name] = { 'of unsealed': share };
	report.ratio(`share of unsealed, ${way}`, '≥', 0.6, share.median);
}
report.figures['MiB of a part'] = partSize / 2 ** 20;
await countSyncs();
await report.print();

async function once(oursFirst: boolean): Promise<void> {
	await using kvar = await startKvar();
	await using client = await FileClient.open(kvar.origin);
	const sealed = async () => {
		const film = await client.seal(file);
		await client.send(film);
		return film;
	};
	const plain = async () => client.send(await client.keepPlain(file));
	// Not measured: code that is not compiled yet.
	const first = await client.seal(small);
	await client.send(first);
	await client.send(await client.keepPlain(small));
	await client.readBack(first);
	await client.readSealed(first);

	if (!oursFirst) await timed('up, unsealed', plain);
	const film = await timed('up', sealed);
	if (oursFirst) await timed('up, unsealed', plain);
	const [back, unopened] = [() => client.readBack(film), () => client.readSealed(film)];
	if (!oursFirst) await timed('down, unsealed', unopened);
	const came = await timed('down', back);
	if (oursFirst) await timed('down, unsealed', unopened);
	if (came !== size) throw new Error(`${came} of ${size} bytes came back`);
}

async function timed<T>(name: Measured, what: () => Promise<T>): Promise<T> {
	const began = performance.now();
	const done = await what();
	const rate = size / 1000 / (performance.now() - began);
	seen[name].push(rate);
	progress(`${name}: ${rate.toFixed(0)} MB/s`);
	return done;
}

/** In a run of its own, since being traced costs: how often the server forces a file to the disk for each part of it. */
async function countSyncs(): Promise<void> {
	const what = 'syncs of a sealed file for each of its parts';
	const why = whyNoStrace();
	if (why !== null) {
		report.fsync = { counted: null, why };
		report.notRun(what, '≥', 1, why);
		return;
	}
	const counter = syncCounter();
	await using kvar = await startKvar({ before: counter.before });
	await using client = await FileClient.open(kvar.origin);
	const film = await client.seal(small);
	const before = counter.count();
	await client.send(film);
	const parts = Math.ceil(20e6 / partSize);
	// A new name is forced to the disk by fsync, and is of no part; bytes of a part by fdatasync.
	const ofParts = counter.count(/^fdatasync.*\/blobs\//);
	report.fsync = {
		counted: 'strace: fsync and fdatasync calls of the server while a file is sent, by path',
		parts,
		'of what was sent': ofParts,
		'of its name and of the database': counter.count() - before - ofParts
	};
	report.ratio(what, '≥', 1, ofParts / parts);
}
