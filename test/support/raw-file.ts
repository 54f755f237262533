/** A sealed file as the server sees one: bytes, the digests of their parts, and how they are sent and asked for. */
import { concat, type Bytes } from '#crypto/bytes.ts';
import { randomBytes } from '#crypto/random.ts';
import { sha256 } from '#crypto/verify.ts';
import type { Ring } from '#domain/ring.ts';
import { appended, fileState, partCount, partSize, readMessage, type FileState } from '#wire/api.ts';
import type { ProblemDocument } from '#wire/problem.ts';
import { ProblemAnswer, type RawSession } from './raw-client.ts';

export interface RawFile {
	id: Bytes;
	bytes: Bytes;
	digests: Bytes;
	/** Bytes of each part. */
	parts: Bytes[];
}

export async function newFile(size: number): Promise<RawFile> {
	const bytes = new Uint8Array(size);
	for (let at = 0; at < size; at += 65_536) bytes.set(randomBytes(Math.min(65_536, size - at)), at);
	const parts = Array.from({ length: partCount(size) }, (_, i) => bytes.slice(i * partSize, (i + 1) * partSize));
	const digests = concat(...(await Promise.all(parts.map(sha256))));
	return { id: await sha256(digests), bytes, digests, parts };
}

const pathOf = ({ id }: Pick<RawFile, 'id'>): string => `/files/${Buffer.from(id).toString('base64url')}`;

export const beginFile = async (as: RawSession, file: RawFile): Promise<FileState> =>
	readMessage(fileState, await as.call('POST', pathOf(file), [file.bytes.length, file.digests]));

export const stateOfFile = async (as: RawSession, file: RawFile): Promise<FileState> => readMessage(fileState, await as.call('GET', `${pathOf(file)}/parts`));

export const dropFile = (as: RawSession, file: RawFile): Promise<unknown> => as.call('DELETE', pathOf(file));

async function ask(as: RawSession, path: string, init: RequestInit): Promise<Response> {
	const headers = { authorization: `Kvar ${as.token}`, ...(init.headers as Record<string, string>) };
	const response = await fetch(`${as.site.url}/api/circles/${as.circle}${path}`, { ...init, headers });
	if (!response.ok) throw new ProblemAnswer((await response.json()) as ProblemDocument, response.headers);
	return response;
}

export async function sendPart(as: RawSession, file: RawFile, part: number, at = 0, bytes = (file.parts[part] as Bytes).slice(at)): Promise<FileState> {
	const response = await ask(as, `${pathOf(file)}/parts/${part}?at=${at}`, {
		method: 'PUT',
		headers: { 'content-type': 'application/octet-stream' },
		body: bytes
	});
	return readMessage(fileState, new Uint8Array(await response.arrayBuffer()));
}

/** Sends the whole of it. */
export async function sendFile(as: RawSession, file: RawFile): Promise<RawFile> {
	const [missing] = await beginFile(as, file);
	for (const part of missing) await sendPart(as, file, part);
	return file;
}

export async function askForFile(as: RawSession, file: Pick<RawFile, 'id'>, range?: string): Promise<{ status: number; headers: Headers; bytes: Bytes }> {
	const response = await ask(as, pathOf(file), range === undefined ? {} : { headers: { range } });
	return { status: response.status, headers: response.headers, bytes: new Uint8Array(await response.arrayBuffer()) };
}

/** Appends an entry that speaks of `files`. */
export const appendWithFiles = async (as: RawSession, ring: Ring, entry: [Bytes, Bytes], files: readonly RawFile[]): Promise<number[]> =>
	readMessage(appended, await as.call('POST', `/rings/${ring}/entries`, [[[...entry, files.map(({ id }) => id)]]]))[0];
