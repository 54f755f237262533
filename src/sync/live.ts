/** LIVE: back-fill and then what happens now, over one stream (src/wire/live-event.ts), taken in as it comes. */
import { fromBase64url } from '#crypto/bytes.ts';
import { rings, type Ring } from '#domain/ring.ts';
import { applyControlEntries } from '#replica/apply-control.ts';
import { applyNewer, LogTrouble } from '#replica/apply.ts';
import type { CircleReplica } from '#replica/circle.ts';
import { readableRings } from '#replica/load-circle.ts';
import { readMessage } from '#wire/api.ts';
import { liveControl, liveEntries, writeCursor, type Cursor } from '#wire/live-event.ts';
import { readEvents } from './events.ts';
import { pullControl, pullRings, type Line } from './pull.ts';

/** What this device holds, as the server's cursor. */
function cursorOf(circle: CircleReplica): string {
	const cursor: Cursor = { control: circle.state.n };
	for (const ring of readableRings(circle)) {
		const replica = circle.rings.get(ring);
		if (replica !== undefined) cursor[ring] = replica.stretch.last;
	}
	return writeCursor(cursor);
}

/** Follows the stream until it ends or `signal` aborts. `caughtUp` is called once what was missed has been taken in. */
export async function followLive(line: Line, signal: AbortSignal, caughtUp: () => void): Promise<void> {
	const { circle, store } = line;
	const stream = await line.api.live(line.session, cursorOf(circle), signal);
	for await (const { event, data } of readEvents(stream, signal)) {
		if (event === 'control') {
			const readable = readableRings(circle).length;
			const [first, entries] = readMessage(liveControl, fromBase64url(data));
			if (first > circle.state.n + 1) await pullControl(line, signal);
			else await applyControlEntries(store, circle, first, entries);
			// Let in, or further in: read what opens now, and a stream that carries it.
			if (readableRings(circle).length !== readable) {
				await pullRings(line, signal);
				line.changed();
				return;
			}
		} else if (event === 'entries') {
			const [number, first, headBefore, entries] = readMessage(liveEntries, fromBase64url(data));
			await takeEntries(line, rings[number] as Ring, { first, headBefore, entries }, signal);
		} else if (event === 'pull') {
			await pullControl(line, signal);
			await pullRings(line, signal);
		} else if (event === 'caught-up') caughtUp();
		line.changed();
	}
}

async function takeEntries(line: Line, ring: Ring, page: Parameters<typeof applyNewer>[3], signal: AbortSignal): Promise<void> {
	// Of a ring that this device does not read there is nothing to take: not even where its log is said to be.
	if (!readableRings(line.circle).includes(ring)) return;
	try {
		const { ahead } = await applyNewer(line.store, line.circle, ring, page);
		if (!ahead) return;
	} catch (error) {
		if (!(error instanceof LogTrouble) || error.code !== 'gap') throw error;
	}
	await pullControl(line, signal);
	await pullRings(line, signal);
}
