/** MEMORY of the server's process (VmRSS), with nothing to do and with 1,000 and 10,000 live listeners that have caught up. */
import { existsSync } from 'node:fs';
import { setTimeout as rest } from 'node:timers/promises';
import { residentMiB } from './support/child.ts';
import { appendRequest, logIn, openPlace, sealEntries, sessionHeader, type Place } from './support/circles.ts';
import { startKvar, type Kvar } from './support/kvar.ts';
import { Listeners } from './support/listeners.ts';
import { spread } from './support/measure.ts';
import { Connection } from './support/raw-http.ts';
import { progress, quick, Report } from './support/report.ts';

const report = await Report.begin('memory');
const sizes = quick ? [100, 500] : [1000, 10_000];
const runs = 3;
/** A session may follow this often, and a circle be followed by a few thousand. */
const perSession = 4;
const perCircle = 1000;
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
report.notRun('growth while 1 GB of files goes through, MiB', '≤', 0, 'files are not built yet');
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
