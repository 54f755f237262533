/** OPENING what somebody enclosed: a picture whole, out of this device or the server; for a film, what a player needs to do so itself. */
import { fromHex, type Bytes } from '#crypto/bytes.ts';
import { BrokenRecord, fileOpener, headerSize, recordAt, recordCount, sealedSize } from '#crypto/records.ts';
import { mostOfPicture, type SealedFile } from '#domain/enclosed.ts';
import type { CircleReplica } from '#replica/circle.ts';
import { keepFile, makeRoom, newLocalName } from '#replica/files.ts';
import type { Ticket } from '#replica/ticket.ts';
import { Problem } from '#sync/api.ts';
import { ActionRefused, circleOf, type Home } from './home.ts';

/** Plain bytes of a picture, whole, in memory: from this device, or else from the server. @throws ActionRefused file-gone, file-broken; Unreachable */
export async function openFile(home: Home, { file }: { file: SealedFile }): Promise<Blob> {
	const { circle } = circleOf(home);
	if (file.size > mostOfPicture) throw new ActionRefused('file-large');
	const here = circle.files.get(file.id);
	const kept = here === undefined ? null : await home.store.files.read(here.local, 0, sealedSize(file.size));
	const opened = kept === null ? null : await open(file, kept).catch(() => null);
	return new Blob([opened ?? (await fetchFile(home, file))], { type: file.mime });
}

async function fetchFile(home: Home, file: SealedFile): Promise<Bytes> {
	const { circle, line } = circleOf(home);
	const size = sealedSize(file.size);
	try {
		const stream = await home.api.readFile(line.session, fromHex(file.id), 0, size);
		const sealed = new Uint8Array(await new Response(stream as ReadableStream<Bytes>).arrayBuffer());
		const plain = await open(file, sealed);
		await keepFetched(home, circle, file, sealed).catch(() => undefined);
		return plain;
	} catch (error) {
		if (error instanceof BrokenRecord) throw new ActionRefused('file-broken');
		if (error instanceof Problem && error.code === 'not-found') throw new ActionRefused('file-gone');
		throw error;
	}
}

/** So that it is there without a connection, and not asked for again. */
async function keepFetched({ store }: Home, circle: CircleReplica, { id }: SealedFile, sealed: Bytes): Promise<void> {
	const known = circle.files.get(id);
	await makeRoom(store, circle, sealed.length);
	const local = newLocalName();
	const out = await store.files.create(local);
	await out.write(sealed, 0);
	await out.close();
	await keepFile(store, circle, id, {
		local,
		size: sealed.length,
		digests: known?.digests ?? null,
		sent: true,
		paused: false,
		anyway: false,
		lost: false,
		at: Date.now()
	});
	if (known !== undefined) await store.files.remove(known.local);
}

/** @throws BrokenRecord */
async function open({ secret, size }: SealedFile, sealed: Bytes): Promise<Bytes> {
	const opener = await fileOpener(fromHex(secret), size, sealed.slice(0, headerSize));
	const plain = new Uint8Array(size);
	let at = 0;
	for (let i = 0; i < recordCount(size); i++) {
		const { from, to } = recordAt(size, i);
		const record = await opener.open(i, sealed.slice(from, to));
		plain.set(record, at);
		at += record.length;
	}
	return plain;
}

/** What the service worker needs to play a file while it loads. */
export async function openTicket(home: Home, { file, renew }: { file: SealedFile; renew: boolean }): Promise<Ticket> {
	const { circle, line } = circleOf(home);
	const { secret, size, mime, id } = file;
	return {
		secret,
		size,
		mime,
		local: circle.files.get(id)?.local ?? null,
		path: home.api.fileAt(line.session, fromHex(id)),
		authorization: `Kvar ${await line.session.token(renew).catch(() => '')}`
	};
}
