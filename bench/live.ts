/**
 * FROM WRITTEN TO SEEN. One member appends, by plain requests that were sealed before; another's device follows the circle by the
 * client's own code (sync, log): its stream, pages read into the log, every entry verified and opened. Measured until the entry is
 * open: from when its writer was told that it is on the disk, and from before it was sent at all. Then one circle with 1,000 listeners, beside bare fan-out of
 * as many bytes (support/bare-sse.ts), which stores nothing; then 1,000 circles with a listener each.
 */
import { fileURLToPath } from 'node:url';
import { setTimeout as rest } from 'node:timers/promises';
import { fromBase64url } from '#crypto/bytes.ts';
import { emptyStretch, firstHead } from '#log/chain.ts';
import { readPage } from '#log/read-page.ts';
import { readEvents } from '#sync/events.ts';
import { readMessage, writeMessage } from '#wire/api.ts';
import { liveEntries } from '#wire/live-event.ts';
import type { Sealed } from '#log/seal.ts';
import { startChild } from './support/child.ts';
import { appendRequest, logIn, openPlace, sealEntries, sessionHeader, type Place, type Writer } from './support/circles.ts';
import { startKvar, type Kvar } from './support/kvar.ts';
import { Listeners } from './support/listeners.ts';
import { percentile, ratioOf, spread } from './support/measure.ts';
import { measurePainted } from './support/painted.ts';
import { Connection, requestBytes } from './support/raw-http.ts';
import { progress, quick, Report } from './support/report.ts';

const report = await Report.begin('live');
const runs = 3;
const writes = quick ? 50 : 600;
const many = quick ? 100 : 1000;
const fanOuts = quick ? 10 : 60;
/** A session may follow this often. */
const perSession = 4;
report.fsync = 'every write is on the disk before it is sent on (see append)';

await using kvar = await startKvar();
await oneReader(kvar);
await manyOfOne(kvar);
await manyCircles(kvar);
progress('painted in Chromium');
const painted = await measurePainted(kvar.origin, quick ? 3 : 15);
report.figures['from a press in one page to painted in another, ms'] = painted === null ? 'no Chromium here' : spread(painted);
await report.print();

/** Milliseconds from before an entry is sent until a device has it open; and of that, from its acknowledgement on. */
async function oneReader(kvar: Kvar): Promise<void> {
	const place = await openPlace(kvar, 2);
	const [reader, writer] = place.writers as [Writer, Writer];
	const stop = new AbortController();
	const device = await followAs(place, reader, stop.signal);
	using connection = await Connection.open(kvar.port);
	const seen: Record<'p50' | 'p99' | 'after50' | 'after99', number[]> = { p50: [], p99: [], after50: [], after99: [] };
	for (let run = -1; run < runs; run++) {
		const times: number[] = [];
		const afterAnswer: number[] = [];
		const requests = (await sealEntries(place, writer, run < 0 ? 100 : writes)).map((entry) => appendRequest(place, writer, entry));
		for (const request of requests) {
			const opened = device.next();
			const began = performance.now();
			const answered = connection.send(request).then(({ status, body }) => {
				if (status !== 200) throw new Error(`Answered with ${status}: ${body.toString()}`);
				return performance.now();
			});
			const at = await opened;
			times.push(at - began);
			afterAnswer.push(at - (await answered));
			// People do not write in one breath: the next comes when everything has come to rest.
			await rest(2);
		}
		if (run < 0) continue;
		seen.p50.push(percentile(times, 50));
		seen.p99.push(percentile(times, 99));
		seen.after50.push(percentile(afterAnswer, 50));
		seen.after99.push(percentile(afterAnswer, 99));
	}
	stop.abort();
	const [p50, p99] = [spread(seen.p50), spread(seen.p99)];
	progress(`written → verified, ms: p50 ${p50.median}, p99 ${p99.median}`);
	report.figures['ms from sent to received and verified, p50'] = p50;
	report.figures['ms from sent to received and verified, p99'] = p99;
	const [after50, after99] = [spread(seen.after50), spread(seen.after99)];
	report.figures['ms from written (durable) to received and verified, p50'] = after50;
	report.figures['ms from written (durable) to received and verified, p99'] = after99;
	report.milliseconds('ms from written (durable) to received and verified, p50', '≤', 2, after50.median);
	report.milliseconds('ms from written (durable) to received and verified, p99', '≤', 8, after99.median);
}

/** A device that follows `place` live; `next` resolves, with the time, when the next entry is verified and open. */
async function followAs(place: Place, { session }: Writer, signal: AbortSignal): Promise<{ next(): Promise<number> }> {
	const { circle, ring, ringKeys, api } = place;
	const stretch = emptyStretch(1, await firstHead(circle.state.circleId, ring));
	const stream = await api.live(session, `c${circle.state.n}.u0.l0.a0`, signal);
	let wake = Promise.withResolvers<number>();
	const up = Promise.withResolvers<void>();
	void (async () => {
		for await (const { event, data } of readEvents(stream, signal)) {
			if (event === 'caught-up') up.resolve();
			if (event !== 'entries') continue;
			const [, , , entries] = readMessage(liveEntries, fromBase64url(data));
			const { refused } = await readPage(stretch, circle.state, ring, entries, ringKeys);
			if (refused.length > 0) wake.reject(new Error(`An entry is refused: ${refused[0]?.code}`));
			else wake.resolve(performance.now());
			wake = Promise.withResolvers();
		}
	})().catch((error: unknown) => (signal.aborted ? undefined : wake.reject(error as Error)));
	await up.promise;
	return { next: () => wake.promise };
}

/** Milliseconds from before one entry is sent until each of many listeners has it. */
async function manyOfOne(kvar: Kvar): Promise<void> {
	const place = await openPlace(kvar);
	const [writer] = place.writers;
	using listeners = new Listeners();
	await followMany(kvar, place, listeners, many);
	await using bare = await startChild({ args: (port) => [fileURLToPath(new URL('./support/bare-sse.ts', import.meta.url)), String(port)], health: '/' });
	using bareListeners = new Listeners();
	for (let i = 0; i < many; i++) await bareListeners.add(bare.port, '/live', {}, ': up');

	using toKvar = await Connection.open(kvar.port);
	using toBare = await Connection.open(bare.port);
	const times: { kvar: number[]; bare: number[] } = { kvar: [], bare: [] };
	for (let run = -1; run < runs; run++) {
		const entries = await sealEntries(place, writer, fanOuts);
		const [ours, theirs]: [number[], number[]] = [[], []];
		for (const entry of entries) {
			ours.push(await reached(listeners, toKvar, appendRequest(place, writer, entry)));
			theirs.push(await reached(bareListeners, toBare, requestBytes('POST', '/', {}, eventOf(entry, place))));
		}
		if (run < 0) continue;
		times.kvar.push(percentile(ours, 50));
		times.bare.push(percentile(theirs, 50));
	}
	const name = `ms until ${many} listeners of one circle are reached`;
	const ratio = ratioOf(times.kvar, times.bare);
	progress(`${name}: ${spread(times.kvar).median}; bare SSE ${spread(times.bare).median}`);
	report.figures[name] = spread(times.kvar);
	report.reference[name] = spread(times.bare);
	report.ratios[name] = ratio;
	report.ratio(`${many} listeners reached, to bare SSE`, '≤', 2, ratio.median);
}

async function followMany(kvar: Kvar, place: Place, listeners: Listeners, count: number): Promise<void> {
	const [{ person }] = place.writers;
	for (let i = 0; i < count; i += perSession) {
		const { token } = await logIn(place.api, place.circle.state.circleId, person);
		await Promise.all(
			Array.from({ length: Math.min(perSession, count - i) }, () => listeners.add(kvar.port, `/api/circles/${place.name}/live`, sessionHeader(token)))
		);
	}
}

async function reached(listeners: Listeners, connection: Connection, request: Buffer): Promise<number> {
	const all = listeners.hear(listeners.count);
	const began = performance.now();
	const answered = connection.send(request);
	await all;
	const ms = performance.now() - began;
	const { status, body } = await answered;
	if (status !== 200) throw new Error(`Answered with ${status}: ${body.toString()}`);
	await rest(5);
	return ms;
}

/** What Kvar sends for this entry, byte for byte but for its numbers. */
function eventOf({ envelope, body }: Sealed, { circle }: Place): Buffer {
	const data = Buffer.from(writeMessage([0, 1, circle.logs.us.head, [[envelope, body]]])).toString('base64url');
	return Buffer.from(`event: entries\nid: c${circle.state.n}.u1000\ndata: ${data}\n\n`);
}

/** Many circles with a listener each: milliseconds from before an entry is sent until its listener has it, wherever it is. */
async function manyCircles(kvar: Kvar): Promise<void> {
	const places: Place[] = [];
	const each: Listeners[] = [];
	while (places.length < many) places.push(...(await Promise.all(Array.from({ length: Math.min(20, many - places.length) }, () => openPlace(kvar)))));
	for (const place of places) {
		const listeners = new Listeners();
		each.push(listeners);
		await listeners.add(kvar.port, `/api/circles/${place.name}/live`, sessionHeader(place.writers[0].token));
	}
	using connection = await Connection.open(kvar.port);
	const seen: { p50: number[]; p99: number[] } = { p50: [], p99: [] };
	for (let run = -1; run < runs; run++) {
		const times: number[] = [];
		for (let i = 0; i < (run < 0 ? 50 : Math.min(500, many * 5)); i++) {
			const at = (i * 7919) % many;
			const place = places[at] as Place;
			const [entry] = (await sealEntries(place, place.writers[0], 1)) as [Sealed];
			times.push(await reached(each[at] as Listeners, connection, appendRequest(place, place.writers[0], entry)));
		}
		if (run < 0) continue;
		seen.p50.push(percentile(times, 50));
		seen.p99.push(percentile(times, 99));
	}
	for (const listeners of each) listeners[Symbol.dispose]();
	report.figures[`ms from sent to received, ${many} circles with a listener each, p50`] = spread(seen.p50);
	report.figures[`ms from sent to received, ${many} circles with a listener each, p99`] = spread(seen.p99);
}
