/** The packets of a film that are kept: from where it begins to where it was cut, in the order in which they are decoded. */
import { EncodedPacketSink, type EncodedPacket, type InputAudioTrack, type InputVideoTrack } from 'mediabunny';
import { NotClean } from './not-clean.ts';
import type { PictureFilter } from './picture-units.ts';

/** Sound before the beginning that a decoder needs to come into tune, seconds (80 ms for Opus, RFC 7845 §4.6; two frames of AAC). */
const preRoll = 0.1;

/** Pictures after the cut that may still be needed by one before it: as many as a decoder holds (H.264 Annex A, 16). */
const lookAhead = 16;

/** The first packet of pictures that is kept: the one from which what is shown first can be decoded. What was cut off before it is left. */
async function firstPicture(track: InputVideoTrack): Promise<EncodedPacket | null> {
	const sink = new EncodedPacketSink(track);
	// Not with `verifyKeyPackets`: where times are broken, the library then looks for the same picture for ever.
	const marked = await sink.getKeyPacket(0);
	if (marked !== null && (await track.determinePacketType(marked)) !== 'delta') return marked;
	return sink.getFirstKeyPacket({ verifyKeyPackets: true });
}

async function firstSound(track: InputAudioTrack): Promise<EncodedPacket | null> {
	const sink = new EncodedPacketSink(track);
	return (await sink.getPacket(-preRoll)) ?? (await sink.getFirstPacket());
}

/** When the first kept packet is shown or heard, seconds. @throws NotClean if there is none */
export async function earliest(video: InputVideoTrack | null, audio: InputAudioTrack | null): Promise<number> {
	const firsts = [video && (await firstPicture(video)), audio && (await firstSound(audio))].filter((packet) => packet !== null);
	if (firsts.length === 0) throw new NotClean('Nothing to be seen or heard');
	return Math.min(...firsts.map((packet) => packet.timestamp));
}

/**
 * @param end where it was cut off, seconds of the source
 * @param shift added to every time, seconds
 */
export async function* videoPackets(track: InputVideoTrack, end = Infinity, filter: PictureFilter, shift: number): AsyncGenerator<EncodedPacket> {
	const first = await firstPicture(track);
	if (first === null) return;
	/** Pictures after the cut, kept only if one before it follows. */
	let after: EncodedPacket[] = [];
	let latest = -Infinity;
	for await (const packet of new EncodedPacketSink(track).packets(first, undefined, { verifyKeyPackets: true })) {
		if (packet.timestamp >= end) {
			if (after.push(packet) > lookAhead) return;
			continue;
		}
		for (const kept of [...after, packet]) {
			const data = filter(kept.data);
			const timestamp = kept.timestamp + shift;
			// A key picture shown before one that was decoded earlier does not begin anew, whatever its mark says.
			const type = kept.type === 'key' && timestamp < latest ? 'delta' : kept.type;
			latest = Math.max(latest, timestamp);
			if (data.length > 0) yield kept.clone({ data, timestamp, type });
		}
		after = [];
	}
}

export async function* audioPackets(track: InputAudioTrack, end = Infinity, shift: number): AsyncGenerator<EncodedPacket> {
	const first = await firstSound(track);
	if (first === null) return;
	for await (const packet of new EncodedPacketSink(track).packets(first)) {
		if (packet.timestamp >= end) return;
		yield packet.clone({ timestamp: packet.timestamp + shift });
	}
}

interface Lane {
	packets: AsyncGenerator<EncodedPacket>;
	add(packet: EncodedPacket): Promise<void>;
	close(): void;
}

/** Adds the packets of all lanes, the earliest first, so that pictures and sound lie beside each other in the file; yields each once added. */
export async function* inOrder(lanes: Lane[]): AsyncGenerator<EncodedPacket> {
	const open: { lane: Lane; packet: EncodedPacket }[] = [];
	const advance = async (lane: Lane) => {
		const { value, done } = await lane.packets.next();
		if (done === true) lane.close();
		else open.push({ lane, packet: value });
	};
	try {
		for (const lane of lanes) await advance(lane);
		while (open.length > 0) {
			let first = 0;
			open.forEach(({ packet }, i) => {
				if (packet.timestamp < open[first]!.packet.timestamp) first = i;
			});
			const [{ lane, packet }] = open.splice(first, 1) as [{ lane: Lane; packet: EncodedPacket }];
			await lane.add(packet);
			yield packet;
			await advance(lane);
		}
	} finally {
		for (const { packets } of lanes) await packets.return(undefined);
	}
}
