/** Brings a stream from where its reader stands to now: pages from the store, control first, until nothing is left. */
import { ringNumber, type Ring } from '#domain/ring.ts';
import type { RingNumber } from '../store/command.ts';
import type { Positions, Reader } from '../store/reader.ts';
import type { LiveStream } from './stream.ts';
import { controlData, cursorAt, entriesData, eventChunk, type LivePlace } from './write-event.ts';

/** A reader further behind than this many entries pulls by pages instead. */
const mostBehind = 5000;
const pageEntries = 100;

export const placeOf = ({ control, rings: [us, close, all] }: Positions): LivePlace => ({ control, us, close, all });

/** Resolves once the stream is live, or has ended. */
export async function fill(reader: Reader, stream: LiveStream): Promise<void> {
	const { circle } = stream.visit;
	const { place, rings } = stream;
	const start = placeOf(reader.positions(circle.key));
	const behind = start.control - place.control + rings.reduce((sum, ring) => sum + Math.max(0, start[ring] - place[ring]), 0);
	if (behind > mostBehind) {
		void stream.send(eventChunk('pull', null, ''));
		Object.assign(place, start);
	}
	while (!stream.ended) {
		const chunk = nextPage();
		if (chunk === null) {
			void stream.send(eventChunk('caught-up', cursorAt(place, rings), ''));
			stream.goLive();
			return;
		}
		await stream.send(chunk);
	}

	/** Null when there is nothing left: see NOTE cut-over. */
	function nextPage(): Buffer | null {
		return reader.atOneMoment(() => {
			const now = placeOf(reader.positions(circle.key));
			if (place.control < now.control) {
				const first = place.control + 1;
				const entries = reader.controlFrom(circle.key, first);
				place.control += entries.length;
				return eventChunk('control', cursorAt(place, rings), controlData(first, entries));
			}
			for (const ring of rings) if (place[ring] < now[ring]) return entriesPage(ring);
			return null;
		});
	}

	function entriesPage(ring: Ring): Buffer {
		const number = ringNumber(ring) as RingNumber;
		const { first, headBefore, entries } = reader.entriesAfter(circle.key, circle.id, number, place[ring], pageEntries);
		place[ring] += entries.length;
		return eventChunk('entries', cursorAt(place, rings), entriesData(number, first, headBefore, entries));
	}
}
