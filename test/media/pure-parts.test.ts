import { expect, test } from 'vitest';
import { cleanAudioSetup } from '../../src/media/decoder-setup.ts';
import { filmKind, kindBytes } from '../../src/media/film-kind.ts';
import { av1Units, lengthPrefixed } from '../../src/media/picture-units.ts';
import { peaks, waveSteps } from '../../src/media/wave.ts';
import { fixture } from './cleaned.ts';

test('a film is told from a sound by its first bytes', async () => {
	const first = async (name: string) => new Uint8Array(await (await fixture(name)).slice(0, kindBytes).arrayBuffer());
	for (const name of ['place.mp4', 'turned.mov', 'place.webm', 'place.mkv']) expect(filmKind(await first(name), 'video/x'), name).toBe('film');
	for (const name of ['song.mp3', 'voice.m4a', 'voice.opus', 'voice.wav', 'voice.flac', 'voice.aac']) expect(filmKind(await first(name)), name).toBe('sound');
	expect(filmKind(await first('place.webm'), 'audio/webm')).toBe('sound');
	expect(filmKind(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0))).toBe(null);
	expect(filmKind(Buffer.from('0000ftypheic', 'latin1'))).toBe(null);
	expect(filmKind(new Uint8Array(0))).toBe(null);
});

test('of the messages in a picture only those that say how it is shown are kept', () => {
	const unit = (...bytes: number[]) => [0, 0, 0, bytes.length, ...bytes];
	const slice = unit(0x65, 1, 2, 3);
	// 5 is free text; 6 is where decoding may begin. 0x80 ends the unit.
	const mixed = unit(0x06, 5, 2, 0x41, 0x42, 6, 1, 0xc4, 0x80);
	const clean = lengthPrefixed('avc', 4);
	expect([...clean(Uint8Array.from([...mixed, ...slice]))]).toEqual([...unit(0x06, 6, 1, 0xc4, 0x80), ...slice]);
	expect([...clean(Uint8Array.from([...unit(0x06, 5, 1, 0x41, 0x80), ...unit(0x18, 9), ...slice]))]).toEqual(slice);
	const whole = Uint8Array.from([...unit(0x06, 6, 1, 0xc4, 0x80), ...slice]);
	expect(clean(whole)).toBe(whole);
	// A frame of AV1, metadata of a private kind (4), brightness (1), padding.
	const frame = [0x32, 2, 7, 7];
	expect([...av1Units(Uint8Array.from([0x2a, 2, 4, 0x41, ...frame, 0x2a, 2, 1, 9, 0x7a, 1, 0]))]).toEqual([...frame, 0x2a, 2, 1, 9]);
});

test('a sound is folded into steps, whatever its length and its blocks', () => {
	// Twice as loud in its second half.
	for (const length of [192, 1000, 100_000]) {
		const sound = Float32Array.from({ length }, (_, i) => (i % 2 === 0 ? 1 : -1) * (i < length / 2 ? 0.25 : 0.5));
		for (const block of [1, 7, 4096]) {
			const folded = peaks();
			for (let at = 0; at < length; at += block) folded.add(sound.subarray(at, at + block));
			const steps = folded.finish();
			expect(steps).toHaveLength(waveSteps);
			expect([...steps.subarray(0, 46)].every((step) => step === 128)).toBe(true);
			expect([...steps.subarray(50)].every((step) => step === 255)).toBe(true);
		}
	}
	expect(peaks().finish()).toEqual(new Uint8Array(waveSteps));
});

test('comments in what a sound decoder must be given are left out', () => {
	const config = { codec: 'x', sampleRate: 48_000, numberOfChannels: 1 };
	const said = (codec: string, given: Uint8Array) =>
		Buffer.from(cleanAudioSetup(codec, { ...config, description: given }).description as Uint8Array).toString('latin1');
	expect(said('vorbis', Buffer.concat([Uint8Array.of(2, 2, 8), Buffer.from('AB'), Buffer.from('Sagafon!'), Buffer.from('SETUP')]))).toBe(
		`\x02\x02\x10AB\x03vorbis${'\0'.repeat(8)}\x01SETUP`
	);
	const numbers = 'n'.repeat(34);
	expect(said('flac', Buffer.from(`fLaC\0\0\0\x22${numbers}\x84\0\0\x08Sagafon!`, 'latin1'))).toBe(`fLaC\x80\0\0\x22${numbers}`);
});
