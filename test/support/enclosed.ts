/** Anything that can be enclosed (fast-check). */
import fc from 'fast-check';
import { hex } from '#crypto/bytes.ts';
import type { Enclosed, SealedFile } from '#domain/enclosed.ts';
import { bytesOf, countOf, textOf } from './property.ts';

const fileOf = (...mimes: string[]): fc.Arbitrary<SealedFile> =>
	fc.record({ id: bytesOf(32).map(hex), secret: bytesOf(16).map(hex), size: countOf(), mime: fc.constantFrom(...mimes) });
const picture = fileOf('image/jpeg', 'image/png', 'image/webp');
const shown = { says: textOf(200), covered: fc.boolean(), width: fc.nat(100_000), height: fc.nat(100_000) };
const orNone = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(one);

export const anyEnclosed: fc.Arbitrary<Enclosed> = fc.oneof(
	fc.record({ kind: fc.constant('picture' as const), ...shown, thumbnail: picture, screen: picture, original: orNone(picture) }),
	fc.record({
		kind: fc.constant('film' as const),
		...shown,
		duration: countOf(),
		poster: orNone(picture),
		film: fileOf('video/mp4; codecs="avc1.64001f, mp4a.40.2"', 'video/webm')
	}),
	fc.record({
		kind: fc.constant('sound' as const),
		says: textOf(200),
		duration: countOf(),
		wave: fc.array(fc.nat(255), { maxLength: 96 }),
		sound: fileOf('audio/mpeg', 'audio/webm; codecs="opus"')
	})
);
