/** Sealed bytes of a whole file, to whom may read an entry that speaks of it, and to whose it is. */
import { ringNumber } from '#domain/ring.ts';
import type { Blobs } from '../blobs/disk.ts';
import { Problem } from '../problem.ts';
import type { RingNumber } from '../store/command.ts';
import type { Reader } from '../store/reader.ts';
import type { Visit } from './admit-visit.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export interface FileBytes {
	/** Sealed bytes of the whole file. */
	size: number;
	/** First and last of the bytes given; null: all, since no part was asked for. */
	range: { from: number; to: number } | null;
	/** See Blobs.read. */
	give(take: (piece: Uint8Array) => Promise<void>): Promise<void>;
}

/**
 * @param asked a Range header (RFC 9110 §14.2), if there is one. More than one range, or another unit, is answered with the whole file.
 * @throws Problem not-found: none, not whole, or not for this session, which looks the same · no-such-range
 */
export function readFile(reader: Reader, blobs: Blobs, { circle, access }: Visit, file: Bytes, asked: string | undefined): FileBytes {
	const known = reader.file(circle.key, file);
	const innermost = access.rings[0];
	const may =
		known?.whole === true &&
		((access.member !== null && known.member === access.member.id) ||
			(innermost !== undefined && reader.fileIsSpokenOf(circle.key, file, ringNumber(innermost) as RingNumber)));
	if (!may) throw new Problem('not-found');
	const { size } = known;
	const range = rangeOf(asked, size);
	const place = { circle: circle.key, file };
	return { size, range, give: (take) => blobs.read(place, range?.from ?? 0, range?.to ?? size - 1, take) };
}

function rangeOf(asked: string | undefined, size: number): { from: number; to: number } | null {
	const parts = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(asked ?? '');
	if (parts === null || (parts[1] === '' && parts[2] === '')) return null;
	const from = parts[1] === '' ? Math.max(0, size - Number(parts[2])) : Number(parts[1]);
	const to = parts[1] === '' || parts[2] === '' ? size - 1 : Math.min(size - 1, Number(parts[2]));
	if (from >= size || to < from) throw new Problem('no-such-range');
	return { from, to };
}
