/**
 * WHAT IS ENCLOSED, as it stands in a body of schema 2 (body.ts):
 *
 *   file     [id, secret, plain size, mime]
 *   picture  [0, says, covered, width, height, thumbnail, screen, original or null]
 *   film     [1, says, covered, width, height, duration, poster or null, film]
 *   sound    [2, says, duration, wave, sound]          wave: bytes, one a peak
 */
import * as v from 'valibot';
import { fromHex, hex } from '#crypto/bytes.ts';
import { secretSize } from '#crypto/records.ts';
import { maxEnclosed, maxSays, wavePeaks, type Enclosed, type SealedFile } from '#domain/enclosed.ts';
import type { Cbor } from '#wire/cbor.ts';
import { bytes, bytesUpTo, count, hash, textUpTo } from '#wire/shapes.ts';

/** A media type with its parameters (RFC 9110 §8.3.1), of what a page may show or play, and nothing that a browser would run. */
const mime = v.pipe(v.string(), v.maxLength(200), v.regex(/^(image\/(jpeg|png|webp)|(video|audio)\/[a-z0-9.+-]+)(; ?codecs="[A-Za-z0-9., +-]*")?$/));
const file = v.strictTuple([hash, bytes(secretSize), count, mime]);
const image = v.strictTuple([hash, bytes(secretSize), count, v.pipe(mime, v.startsWith('image/'))]);
const says = textUpTo(maxSays);
const side = v.pipe(count, v.maxValue(100_000));
const shape = v.pipe(
	v.array(
		v.union([
			v.strictTuple([v.literal(0), says, v.boolean(), side, side, image, image, v.nullable(image)]),
			v.strictTuple([v.literal(1), says, v.boolean(), side, side, count, v.nullable(image), file]),
			v.strictTuple([v.literal(2), says, count, bytesUpTo(wavePeaks), file])
		])
	),
	v.minLength(1),
	v.maxLength(maxEnclosed)
);

const writeFile = ({ id, secret, size, mime }: SealedFile): Cbor[] => [fromHex(id), fromHex(secret), size, mime];
const readFile = ([id, secret, size, mime]: v.InferOutput<typeof file>): SealedFile => ({ id: hex(id), secret: hex(secret), size, mime });
const orNull = <A, B>(map: (a: A) => B, a: A | null): B | null => (a === null ? null : map(a));

/** @throws ValiError for what no reader would take */
export const writeEnclosed = (enclosed: readonly Enclosed[]): Cbor[] =>
	v.parse(
		shape,
		enclosed.map((one): Cbor[] => {
			const says = one.says.toWellFormed();
			if (one.kind === 'sound') return [2, says, one.duration, new Uint8Array(one.wave), writeFile(one.sound)];
			const { covered, width, height } = one;
			return one.kind === 'picture'
				? [0, says, covered, width, height, writeFile(one.thumbnail), writeFile(one.screen), orNull(writeFile, one.original)]
				: [1, says, covered, width, height, one.duration, orNull(writeFile, one.poster), writeFile(one.film)];
		})
	);

/** @throws ValiError for anything out of form */
export const readEnclosed = (fields: unknown): Enclosed[] =>
	v.parse(shape, fields).map((one): Enclosed => {
		if (one[0] === 2) {
			const [, says, duration, wave, sound] = one;
			return { kind: 'sound', says, duration, wave: [...wave], sound: readFile(sound) };
		}
		const [, says, covered, width, height] = one;
		const shown = { says, covered, width, height };
		return one[0] === 0
			? { kind: 'picture', ...shown, thumbnail: readFile(one[5]), screen: readFile(one[6]), original: orNull(readFile, one[7]) }
			: { kind: 'film', ...shown, duration: one[5], poster: orNull(readFile, one[6]), film: readFile(one[7]) };
	});
