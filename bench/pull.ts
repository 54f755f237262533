/**
 * A FRESH DEVICE GETS 10,000 ENTRIES: milliseconds until all bytes have arrived. Kvar: the control log and then page after page by
 * the routes a device uses, each asked for when the one before is here. Beside it, in turns and by the same client, the sync server
 * of Actual, which gives as many messages of the same size in one answer. Both from an open session over one connection.
 */
import { createApi } from '#sync/api.ts';
import { entryPage, maxBatch, maxPage, readMessage } from '#wire/api.ts';
import { startActual } from './support/actual.ts';
import { appendRequest, openPlace, sealEntries, sessionHeader } from './support/circles.ts';
import { startKvar } from './support/kvar.ts';
import { inTurn, ratioOf, spread } from './support/measure.ts';
import { Connection, requestBytes } from './support/raw-http.ts';
import { progress, quick, Report } from './support/report.ts';

const report = await Report.begin('pull');
const count = quick ? 1000 : 10_000;
const runs = quick ? 3 : 9;
report.fsync = 'nothing is written while it is measured';

await using kvar = await startKvar();
const started = await startActual();
const peerMissing = typeof started === 'string' ? started : undefined;
await using actual = typeof started === 'string' ? null : started;
if (actual !== null) report.versions.actual = actual.version;

progress(`${count} entries, sealed and appended`);
const place = await openPlace(kvar);
const [writer] = place.writers;
const entries = await sealEntries(place, writer, count);
report.figures['bytes of an entry'] = (entries[0]?.envelope.length ?? 0) + (entries[0]?.body.length ?? 0);
{
	using toKvar = await Connection.open(kvar.port);
	for (let at = 0; at < count; at += maxBatch) {
		const batch = entries.slice(at, at + maxBatch);
		await sent(toKvar, appendRequest(place, writer, ...batch));
		if (actual === null) continue;
		using toActual = await Connection.open(actual.port);
		await sent(toActual, actual.appendRequest(batch, 1, at));
	}
}

async function sent(connection: Connection, request: Buffer): Promise<Buffer> {
	const { status, body } = await connection.send(request);
	if (status !== 200) throw new Error(`Answered with ${status}: ${body.toString()}`);
	return body;
}

const base = `/api/circles/${place.name}`;
const get = (path: string): Buffer => requestBytes('GET', base + path, sessionHeader(writer.token));

async function pull(): Promise<{ ms: number; bodies: Buffer[] }> {
	using connection = await Connection.open(kvar.port);
	const began = performance.now();
	await sent(connection, get('/control?after=-1'));
	const bodies: Buffer[] = [];
	// The pages are full: a page of these entries is far below the bytes a page may have.
	for (let after = 0; after < count; after += maxPage) bodies.push(await sent(connection, get(`/rings/${place.ring}/entries?after=${after}`)));
	return { ms: performance.now() - began, bodies };
}

async function pullFromActual(): Promise<{ ms: number; body: Buffer }> {
	if (actual === null) return { ms: 0, body: Buffer.alloc(0) };
	using connection = await Connection.open(actual.port);
	const request = actual.pullRequest();
	const began = performance.now();
	const body = await sent(connection, request);
	return { ms: performance.now() - began, body };
}

/** The client's own calls, answers decoded and checked for their form: by fetch, which is what a browser has. */
async function pullByClient(): Promise<number> {
	const api = createApi(kvar.origin);
	const began = performance.now();
	await api.control(writer.session, -1);
	for (let after = 0; after < count;) after += (await api.newer(writer.session, place.ring, after))[2].length;
	return performance.now() - began;
}

// Counted once, outside of what is measured, which also warms both up.
const all = (await pull()).bodies.reduce((sum, body) => sum + readMessage(entryPage, new Uint8Array(body))[2].length, 0);
const allOfActual = actual?.messagesIn((await pullFromActual()).body);
if (all !== count || (allOfActual !== undefined && allOfActual !== count))
	throw new Error(`Of ${count} entries, ${all} came from Kvar and ${allOfActual} from Actual`);

const times = await inTurn(runs, {
	kvar: async () => (await pull()).ms,
	actual: async () => (await pullFromActual()).ms,
	client: pullByClient
});
const name = `${count} entries pulled, ms`;
report.figures[name] = spread(times.kvar);
report.figures[`${name}, by the client’s own code, decoded`] = spread(times.client);
report.reference[name] = actual === null ? (peerMissing ?? null) : spread(times.actual);
const ratio = actual === null ? null : ratioOf(times.kvar, times.actual);
report.ratios[name] = ratio;
progress(`${name}: ${spread(times.kvar).median}; Actual ${actual === null ? 'not there' : spread(times.actual).median}`);
report.ratio('time of Actual', '≤', 1, ratio?.median ?? null, peerMissing);
await report.print();
