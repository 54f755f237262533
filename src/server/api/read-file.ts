/** A sealed file, or a range of it, as it lies on the disk: never more of it in memory than what the reader takes. */
import type { ServerResponse } from 'node:http';
import type { Blobs } from '../blobs/disk.ts';
import { readFile as read } from '../services/read-file.ts';
import type { Reader } from '../store/reader.ts';
import { safeHeaders } from './answer.ts';
import { fileOf, type Route } from './route.ts';
import type { Admit } from './visit.ts';

/** A reader who takes nothing for so long has gone. Milliseconds. */
const patience = 60_000;

export const readFile = (admit: Admit, reader: Reader, blobs: Blobs): Route => ({
	method: 'GET',
	path: '/api/circles/:circle/files/:file',
	async handle(call): Promise<'streamed'> {
		const file = fileOf(call);
		const { size, range, give } = read(reader, blobs, await admit(call), file, call.req.headers.range);
		const { res } = call;
		res.writeHead(range === null ? 200 : 206, {
			...safeHeaders,
			'content-type': 'application/octet-stream',
			'accept-ranges': 'bytes',
			'content-length': range === null ? size : range.to - range.from + 1,
			...(range === null ? {} : { 'content-range': `bytes ${range.from}-${range.to}/${size}` })
		});
		res.setTimeout(patience, () => res.destroy());
		// Who goes away in the middle is no error of ours.
		await give((piece) => written(res, piece)).then(
			() => res.end(),
			() => res.destroy()
		);
		return 'streamed';
	}
});

/** Resolves when the system has taken these bytes. @throws where the connection has ended */
const written = (res: ServerResponse, piece: Uint8Array): Promise<void> =>
	new Promise((resolve, reject) => {
		res.once('close', gone);
		res.write(piece, (error) => {
			res.off('close', gone);
			if (error) reject(error);
			else resolve();
		});
		function gone(): void {
			reject(new Error('The reader has gone'));
		}
	});
