/**
 * The line that is drawn for a sound: how loud it is, in a fixed number of steps from its beginning to its end. Folded while it is decoded,
 * without knowing how long it is, in constant memory.
 */
import { AudioSampleSink, Input } from 'mediabunny';
import { sourceOf, type Chosen } from './chosen.ts';
import { readable } from './container.ts';

/** How many steps are drawn. */
export const waveSteps = 96;

export interface Peaks {
	/** @param samples one channel, -1 to 1; blocks of any length, one after the other */
	add(samples: Float32Array): void;
	/** `steps` numbers from 0 to 255, the loudest of the whole being 255; all 0 if it is silent or there is nothing */
	finish(): Uint8Array<ArrayBuffer>;
}

/**
 * Folds blocks of sound into peaks. Keeps twice as many as wanted, each over so many samples; when all are full, each two become one of
 * twice as many. At the end they are laid over the steps.
 */
export function peaks(steps = waveSteps): Peaks {
	const kept = new Float32Array(steps * 2);
	/** Samples in each of `kept`. */
	let width = 1;
	let count = 0;
	return {
		add(samples) {
			for (const sample of samples) {
				let at = Math.floor(count / width);
				if (at === kept.length) {
					for (let i = 0; i < steps; i++) kept[i] = Math.max(kept[2 * i]!, kept[2 * i + 1]!);
					kept.fill(0, steps);
					width *= 2;
					at = steps;
				}
				const loud = Math.abs(sample);
				// Not a number is not loud.
				if (loud > kept[at]!) kept[at] = loud;
				count += 1;
			}
		},
		finish() {
			const out = new Float64Array(steps);
			const filled = Math.ceil(count / width);
			for (let step = 0; step < steps && filled > 0; step++) {
				const from = Math.floor((step * filled) / steps);
				const to = Math.max(from + 1, Math.floor(((step + 1) * filled) / steps));
				for (let i = from; i < to; i++) out[step] = Math.max(out[step]!, kept[i]!);
			}
			const most = Math.max(...out);
			return Uint8Array.from(out, (loud) => (most > 0 && most < Infinity ? Math.round((255 * loud) / most) : 0));
		}
	};
}

/** @returns the peaks of a film's or sound's channels together, or null where there is no sound or this browser cannot decode it */
export async function waveOf(
	source: Chosen,
	{ signal, steps = waveSteps }: { signal?: AbortSignal; steps?: number } = {}
): Promise<Uint8Array<ArrayBuffer> | null> {
	const input = new Input({ source: sourceOf(source), formats: readable });
	try {
		const track = await input.getPrimaryAudioTrack();
		if (track === null || !(await track.canDecode())) return null;
		const folded = peaks(steps);
		for await (const sample of new AudioSampleSink(track).samples()) {
			try {
				signal?.throwIfAborted();
				// The louder of its channels, sample by sample.
				const block = new Float32Array(sample.numberOfFrames);
				const channel = new Float32Array(sample.numberOfFrames);
				for (let planeIndex = 0; planeIndex < sample.numberOfChannels; planeIndex++) {
					sample.copyTo(channel, { planeIndex, format: 'f32-planar' });
					channel.forEach((value, i) => (block[i] = Math.max(block[i]!, Math.abs(value))));
				}
				folded.add(block);
			} finally {
				sample.close();
			}
		}
		return folded.finish();
	} catch {
		signal?.throwIfAborted();
		// A line that cannot be drawn is no reason not to send the sound.
		return null;
	} finally {
		input.dispose();
	}
}
