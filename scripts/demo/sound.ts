/** A SOUND: a few slow notes, hummed by nobody. As a WAV. */
const rate = 16_000;
/** How many half-tones above the A below middle C, and for how many seconds. */
const notes: readonly (readonly [tone: number, seconds: number])[] = [
	...([
		[3, 1.4],
		[5, 0.7],
		[7, 1.4],
		[3, 0.7],
		[0, 2.1],
		[0, 0.7],
		[3, 1.4],
		[5, 0.7],
		[3, 1.4],
		[-2, 0.7],
		[0, 2.8]
	] as const),
	...([
		[7, 1.4],
		[8, 0.7],
		[7, 1.4],
		[5, 0.7],
		[3, 2.1],
		[5, 0.7],
		[3, 1.4],
		[0, 0.7],
		[-2, 1.4],
		[0, 3.2]
	] as const)
];

export interface Hummed {
	file: Blob;
	/** How loud it is from its beginning to its end, 0 to 255, in 96 steps. */
	wave: number[];
}

export function hum(): Hummed {
	const all: number[] = [];
	for (const [tone, seconds] of notes) {
		const [pitch, length] = [220 * 2 ** (tone / 12), seconds * rate];
		for (let i = 0; i < length; i++) {
			const at = i / rate;
			// Comes softly, trembles a little, and goes.
			const loud = Math.min(1, at / 0.18) * Math.min(1, (seconds - at) / 0.3) * (0.82 + 0.18 * Math.exp(-at));
			const turn = 2 * Math.PI * pitch * (at + 0.0006 * Math.sin(at * 31));
			all.push(loud * 0.34 * (Math.sin(turn) + 0.32 * Math.sin(2 * turn) + 0.12 * Math.sin(3 * turn)));
		}
	}
	const steps = 96;
	const wave = Array.from({ length: steps }, (_, step) => {
		const part = all.slice(Math.floor((step * all.length) / steps), Math.floor(((step + 1) * all.length) / steps));
		return Math.min(255, Math.round(part.reduce((most, one) => Math.max(most, Math.abs(one)), 0) * 500));
	});
	return { file: new Blob([new Uint8Array(wav(all))], { type: 'audio/wav' }), wave };
}

function wav(samples: readonly number[]): Buffer {
	const data = Buffer.alloc(44 + samples.length * 2);
	data.write('RIFF', 0, 'latin1');
	data.writeUInt32LE(36 + samples.length * 2, 4);
	data.write('WAVEfmt ', 8, 'latin1');
	data.writeUInt32LE(16, 16);
	data.writeUInt16LE(1, 20);
	data.writeUInt16LE(1, 22);
	data.writeUInt32LE(rate, 24);
	data.writeUInt32LE(rate * 2, 28);
	data.writeUInt16LE(2, 32);
	data.writeUInt16LE(16, 34);
	data.write('data', 36, 'latin1');
	data.writeUInt32LE(samples.length * 2, 40);
	for (const [i, sample] of samples.entries()) data.writeInt16LE(Math.round(sample * 32_000), 44 + i * 2);
	return data;
}
