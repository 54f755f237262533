/**
 * MEMORY of the server's process (VmRSS), with nothing to do and with 1,000 and 10,000 live listeners that have caught up. And whether it
 * grows with the size of a file that goes through: the most that the server has held (VmHWM) while two clients at once send a file each
 * and read it back, and the most that one of these clients has held. Beside it the same bytes in small files, one after the other: a
 * process that has worked for a minute holds some MiB more than one that has worked for a second, whatever it did.
 */
import { existsSync } from 'node:fs';
import { setTimeout as rest } from 'node:timers/promises';
import { forgetPeak, peakMiB, residentMiB } from './support/child.ts';
import { appendRequest, logIn, openPlace, sealEntries, sessionHeader, type Place } from './support/circles.ts';
import { runFileClient } from './support/file-process.ts';
import { startKvar, type Kvar } from './support/kvar.ts';
import { Listeners } from './support/listeners.ts';
import { ratioOf, spread } from './support/measure.ts';
import { randomFile } from './support/random-file.ts';
import { Connection } from './support/raw-http.ts';
import { progress, quick, Report } from './support/report.ts';

const report = await Report.begin('memory');
const sizes = quick ? [100, 500] : [1000, 10_000];
const runs = 3;
/** A session may follow this often, and a circle be followed by a few thousand. */
const perSession = 4;
const perCircle = 1000;
/** Bytes of a file, the smaller and the larger. */
const fileSizes = quick ? ([16e6, 64e6] as const) : ([62.5e6, 1e9] as const);
/** What does not grow with a file is the same for any size, but for what else a process does meanwhile. */
const mostGrowth = 1.1;
report.fsync = 'not measured here';

const names = { idle: 'MiB, idle', ...Object.fromEntries(sizes.map((size) => [size, `MiB, ${size} live listeners`])) } as Record<string, string>;
const seen: Record<string, number[]> = Object.fromEntries(Object.keys(names).map((key) => [key, []]));

if (!existsSync('/proc/self/status')) {
	report.notRun('MiB, idle', '≤', 90, 'read from /proc, which is not here');
	report.notRun('MiB, 1000 live listeners', '≤', 130, 'read from /proc, which is not here');
} else {
	for (let run = 0; run < runs; run++) await once();
	for (const [key, values] of Object.entries(seen)) report.figures[names[key] as string] = spread(values);
	report.mebibytes('MiB, idle', '≤', 90, spread(seen.idle as number[]).median);
	report.mebibytes(`MiB, ${sizes[0]} live listeners`, '≤', 130, spread(seen[sizes[0] as number] as number[]).median);
}
await growth();
await report.print();

async function once(): Promise<void> {
	// As many open sockets as the last size needs, and some; where the system allows fewer, as many as it allows.
	await using kvar = await startKvar({ before: ['sh', '-c', 'ulimit -n 65535 2>/dev/null || ulimit -n $(ulimit -Hn); exec "$@"', 'sh'] });
	await rest(quick ? 500 : 3000);
	see('idle', kvar);
	using listeners = new Listeners();
	for (const size of sizes) {
		while (listeners.count < size) await follow(kvar, await openPlace(kvar), listeners, Math.min(perCircle, size - listeners.count));
		await rest(quick ? 500 : 3000);
		see(String(size), kvar);
	}
}

async function growth(): Promise<void> {
	const [small, large] = fileSizes.map((size) => `${size / 1e6} MB`) as [string, string];
	const what = (who: string): string => `most memory of ${who}, files of ${large} beside ${small}`;
	if (!existsSync('/proc/self/clear_refs')) {
		for (const who of ['the server', 'a client']) report.notRun(what(who), '≤', mostGrowth, 'read from /proc, which is not here');
		return;
	}
	const files = fileSizes.map(randomFile);
	const peaks = { 'the server': [[], []], 'a client': [[], []] } as Record<string, [number[], number[]]>;
	for (let run = 0; run < runs; run++) {
		for (const which of [0, 1] as const) {
			const { server, client } = await passThrough(files[which] as string, fileSizes[1] / fileSizes[which]);
			peaks['the server']?.[which].push(server);
			peaks['a client']?.[which].push(client);
			progress(`files of ${which === 0 ? small : large}: the server ${server.toFixed(1)}, a client ${client.toFixed(1)}`);
		}
	}
	for (const [who, [ofSmall, ofLarge]] of Object.entries(peaks)) {
		report.figures[`MiB, most of ${who}, files of ${large}`] = spread(ofLarge);
		report.figures[`MiB, most of ${who}, files of ${small}`] = spread(ofSmall);
		const ratio = ratioOf(ofLarge, ofSmall);
		report.ratios[what(who)] = ratio;
		report.ratio(what(who), '≤', mostGrowth, ratio.median);
	}
}

/** Two clients at once send the file at `path` and read it back, `times` over. */
async function passThrough(path: string, times: number): Promise<{ server: number; client: number }> {
	await using kvar = await startKvar();
	forgetPeak(kvar.pid);
	const clients = await Promise.all([runFileClient(kvar.origin, path, times), runFileClient(kvar.origin, path, times)]);
	return { server: peakMiB(kvar.pid), client: Math.max(...clients) };
}

function see(key: string, { pid }: Kvar): void {
	const now = residentMiB(pid);
	(seen[key] as number[]).push(now);
	progress(`${names[key]}: ${now.toFixed(1)}`);
}

/** `count` listeners of one circle, and an entry that reaches them all. */
async function follow(kvar: Kvar, place: Place, listeners: Listeners, count: number): Promise<void> {
	const [writer] = place.writers;
	for (let at = 0; at < count; at += perSession) {
		const { token } = await logIn(place.api, place.circle.state.circleId, writer.person);
		const path = `/api/circles/${place.name}/live`;
		await Promise.all(Array.from({ length: Math.min(perSession, count - at) }, () => listeners.add(kvar.port, path, sessionHeader(token))));
	}
	const [entry] = await sealEntries(place, writer, 1);
	using connection = await Connection.open(kvar.port);
	const heard = listeners.hear(count);
	await connection.send(appendRequest(place, writer, entry as NonNullable<typeof entry>));
	await heard;
}
