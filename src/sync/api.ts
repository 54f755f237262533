/** The server's routes (src/wire/api.ts), asked over fetch. Knows no key; keeps session tokens in memory only. */
import * as v from 'valibot';
import { base64url, type Bytes } from '#crypto/bytes.ts';
import { randomBytes } from '#crypto/random.ts';
import { sign } from '#crypto/sign.ts';
import type { Ring } from '#domain/ring.ts';
import {
	appended,
	beacons,
	card,
	challenge,
	controlAppended,
	controlPage,
	door as doorShape,
	entryPage,
	fileState,
	inMailbox,
	loginStatement,
	opened,
	pushKey,
	readMessage,
	writeMessage,
	type Append,
	type FileState,
	type EntryPage,
	type Notices
} from '#wire/api.ts';
import type { Cbor } from '#wire/cbor.ts';
import { problemShape, type ProblemCode } from '#wire/problem.ts';

/** The server said no. */
export class Problem extends Error {
	override name = 'Problem';
	readonly code: ProblemCode;
	/** Seconds to wait, where the server says so. */
	readonly retryAfter: number | null;
	readonly refusal: string | null;
	constructor(code: ProblemCode, sentence: string, retryAfter: number | null = null, refusal: string | null = null) {
		super(sentence);
		this.code = code;
		this.retryAfter = retryAfter;
		this.refusal = refusal;
	}
}
/** There is no way to the server now. What was to be sent waits. */
export class Unreachable extends Error {
	override name = 'Unreachable';
}
/** Something was sent, and nobody knows whether it came there: only that the same goes first when it is tried again. */
export class Unanswered extends Unreachable {
	override name = 'Unanswered';
}
/** The server answered something that is not of the form agreed on. */
export class Nonsense extends Error {
	override name = 'Nonsense';
}

export interface Signer {
	kind: 'device' | 'invitation' | 'root';
	id: Bytes;
	key: CryptoKey;
}
/** A way into one circle for one device or invitation. Opens a session when needed, and anew when the server has forgotten it. */
export interface Session {
	circleId: Bytes;
	token(renew?: boolean): Promise<string>;
}

export interface Api {
	origin: string;
	session(circleId: Bytes | null, signer: Signer): Session;
	/** For a typed code, which does not know its circle. */
	findCircle(signer: Signer): Promise<Bytes>;
	createCircle(entries: Bytes[]): Promise<void>;
	control(session: Session, after: number, signal?: AbortSignal): Promise<{ entries: Bytes[]; newest: number }>;
	appendControl(session: Session, entries: Bytes[]): Promise<number>;
	newer(session: Session, ring: Ring, after: number, signal?: AbortSignal): Promise<EntryPage>;
	/** The page that ends just before `before`; without it the newest. */
	older(session: Session, ring: Ring, before: number | null, limit: number, signal?: AbortSignal): Promise<EntryPage>;
	/** @param told something in it is said to others (domain/notices.ts) */
	append(session: Session, ring: Ring, entries: Append[0], told: boolean): Promise<number[]>;
	/** Begins to send a file, or asks how far it has come. */
	beginFile(session: Session, file: Bytes, size: number, digests: Bytes, signal?: AbortSignal): Promise<FileState>;
	putPart(session: Session, file: Bytes, part: number, at: number, bytes: Blob, signal?: AbortSignal): Promise<FileState>;
	/** Not sent after all, or taken out of what was said. */
	dropFile(session: Session, file: Bytes): Promise<void>;
	/** Where the sealed bytes of a file are asked for, in a session. */
	fileAt(session: Session, file: Bytes): string;
	/** Sealed bytes from `from` up to `to`, as they come. */
	readFile(session: Session, file: Bytes, from: number, to: number, signal?: AbortSignal): Promise<ReadableStream<Uint8Array>>;
	/** The server drops the bodies of these. */
	erase(session: Session, ring: Ring, entryIds: Bytes[]): Promise<void>;
	/** This device's, in place of the one before. */
	putBeacon(session: Session, ring: Ring, sealed: Bytes): Promise<void>;
	/** Of every device that reaches the ring. */
	beacons(session: Session, ring: Ring): Promise<(readonly [device: Bytes, sealed: Bytes])[]>;
	putCard(session: Session, inviteId: Bytes, sealed: Bytes): Promise<void>;
	card(session: Session, inviteId: Bytes): Promise<Bytes>;
	/** In the session of the own log. */
	putDoor(session: Session, doorId: Bytes, sealed: Bytes): Promise<void>;
	dropDoor(session: Session, doorId: Bytes): Promise<void>;
	/** By nobody in particular: whoever comes by it has no session yet. */
	door(doorId: Bytes): Promise<Bytes>;
	/** A message for another device of the same person. The same again is nothing new. */
	putMailbox(box: Bytes, sealed: Bytes): Promise<void>;
	/** Null where nothing lies there yet. */
	mailbox(box: Bytes): Promise<Bytes | null>;
	/** By which a browser asks its push service for notices of this host; null where it sends none. */
	pushKey(): Promise<Bytes | null>;
	/** What this device wishes to be told of, in place of what it wished before. */
	putNotices(session: Session, notices: Notices): Promise<void>;
	dropNotices(session: Session): Promise<void>;
	/** Whether somebody looks at the circle on this device now. */
	putLooking(session: Session, looking: boolean): Promise<void>;
	live(session: Session, cursor: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>;
}

interface Options {
	body?: Cbor;
	/** Sent as they are, in the place of a message. */
	bytes?: Blob;
	signal?: AbortSignal;
	headers?: Record<string, string>;
	/** The answer may take as long as it takes. */
	endless?: boolean;
}

const fileAt = (file: Bytes): string => `/files/${base64url(file)}`;

/** A server that says nothing for so long is taken for out of reach, whatever the connection says. Milliseconds; a page of entries over the slowest network fits in. */
const patience = 60_000;

export function createApi(origin: string, fetcher: typeof fetch = (input, init) => fetch(input, init), limit = patience): Api {
	async function ask(method: string, path: string, options: Options & { token?: string } = {}): Promise<Response> {
		const headers: Record<string, string> = { accept: 'application/cbor', ...options.headers };
		if (options.body !== undefined) headers['content-type'] = 'application/cbor';
		if (options.bytes !== undefined) headers['content-type'] = 'application/octet-stream';
		if (options.token !== undefined) headers.authorization = `Kvar ${options.token}`;
		let response: Response;
		try {
			response = await fetcher(origin + path, {
				method,
				headers,
				credentials: 'omit',
				cache: 'no-store',
				redirect: 'error',
				referrerPolicy: 'no-referrer',
				...(options.body === undefined ? {} : { body: writeMessage(options.body) }),
				...(options.bytes === undefined ? {} : { body: options.bytes }),
				signal: AbortSignal.any([...(options.signal ? [options.signal] : []), ...(options.endless ? [] : [AbortSignal.timeout(limit)])])
			});
		} catch (cause) {
			options.signal?.throwIfAborted();
			throw new Unreachable('There is no way to the server now', { cause });
		}
		if (!response.ok) throw await problemOf(response);
		return response;
	}

	async function read<S extends v.GenericSchema>(shape: S, response: Response): Promise<v.InferOutput<S>> {
		let body: Uint8Array;
		try {
			body = new Uint8Array(await response.arrayBuffer());
		} catch (cause) {
			throw new Unreachable('The answer broke off', { cause });
		}
		try {
			return readMessage(shape, body);
		} catch (cause) {
			throw new Nonsense('The server’s answer is not of the form agreed on', { cause });
		}
	}

	/** Asks within a session; once more with a new one if the server has forgotten it. */
	async function within(session: Session, method: string, path: string, options: Options = {}): Promise<Response> {
		const at = `/api/circles/${base64url(session.circleId)}${path}`;
		try {
			return await ask(method, at, { ...options, token: await session.token() });
		} catch (error) {
			if (!(error instanceof Problem) || error.code !== 'no-session') throw error;
			return ask(method, at, { ...options, token: await session.token(true) });
		}
	}

	async function login(circleId: Bytes | null, signer: Signer): Promise<{ token: string; circleId: Bytes }> {
		const [nonce] = await read(challenge, await ask('POST', '/api/challenges', { body: [] }));
		const own = randomBytes(32);
		const signature = await sign(signer.key, loginStatement(origin, circleId, signer.id, nonce, own));
		const [token, circle] = await read(opened, await ask('POST', '/api/sessions', { body: [circleId, [signer.kind, signer.id], nonce, own, signature] }));
		return { token: base64url(token), circleId: circle };
	}

	return {
		origin,
		session(circleId, signer) {
			let pending: Promise<string> | null = null;
			return {
				circleId: circleId as Bytes,
				token(renew = false) {
					if (pending === null || renew) {
						const opening = login(circleId, signer).then(({ token }) => token);
						pending = opening;
						opening.catch(() => {
							if (pending === opening) pending = null;
						});
					}
					return pending;
				}
			};
		},
		findCircle: async (signer) => (await login(null, signer)).circleId,
		async createCircle(entries) {
			await read(controlAppended, await ask('POST', '/api/circles', { body: [entries] }));
		},
		async control(session, after, signal) {
			const [entries, newest] = await read(controlPage, await within(session, 'GET', `/control?after=${after}`, signal ? { signal } : {}));
			return { entries, newest };
		},
		appendControl: async (session, entries) => (await read(controlAppended, await within(session, 'POST', '/control', { body: [entries] })))[0],
		newer: async (session, ring, after, signal) =>
			read(entryPage, await within(session, 'GET', `/rings/${ring}/entries?after=${after}`, signal ? { signal } : {})),
		older: async (session, ring, before, limit, signal) =>
			read(
				entryPage,
				await within(session, 'GET', `/rings/${ring}/entries?limit=${limit}&before=${before ?? Number.MAX_SAFE_INTEGER}`, signal ? { signal } : {})
			),
		append: async (session, ring, entries, told) =>
			(await read(appended, await within(session, 'POST', `/rings/${ring}/entries`, { body: told ? [entries, true] : [entries] })))[0],
		async erase(session, ring, entryIds) {
			await within(session, 'POST', `/rings/${ring}/erasures`, { body: [entryIds] });
		},
		async putBeacon(session, ring, sealed) {
			await within(session, 'PUT', `/rings/${ring}/beacon`, { body: [sealed] });
		},
		beacons: async (session, ring) => (await read(beacons, await within(session, 'GET', `/rings/${ring}/beacons`)))[0],
		beginFile: async (session, file, size, digests, signal) =>
			read(fileState, await within(session, 'POST', fileAt(file), { body: [size, digests], ...(signal ? { signal } : {}) })),
		putPart: async (session, file, part, at, bytes, signal) =>
			read(fileState, await within(session, 'PUT', `${fileAt(file)}/parts/${part}?at=${at}`, { bytes, ...(signal ? { signal } : {}) })),
		async dropFile(session, file) {
			await within(session, 'DELETE', fileAt(file));
		},
		fileAt: (session, file) => `${origin}/api/circles/${base64url(session.circleId)}${fileAt(file)}`,
		async readFile(session, file, from, to, signal) {
			const headers = { accept: 'application/octet-stream', range: `bytes=${from}-${to - 1}` };
			const response = await within(session, 'GET', fileAt(file), { headers, endless: true, ...(signal ? { signal } : {}) });
			if (response.status !== 206 || response.body === null) throw new Nonsense('The server gives other bytes of a file than were asked for');
			return response.body;
		},
		async putCard(session, inviteId, sealed) {
			await within(session, 'PUT', `/cards/${base64url(inviteId)}`, { body: [sealed] });
		},
		card: async (session, inviteId) => (await read(card, await within(session, 'GET', `/cards/${base64url(inviteId)}`)))[0],
		async putDoor(session, doorId, sealed) {
			await within(session, 'PUT', `/doors/${base64url(doorId)}`, { body: [sealed] });
		},
		async dropDoor(session, doorId) {
			await within(session, 'DELETE', `/doors/${base64url(doorId)}`);
		},
		door: async (doorId) => (await read(doorShape, await ask('GET', `/api/doors/${base64url(doorId)}`)))[0],
		pushKey: async () => (await read(pushKey, await ask('GET', '/api/push-key')))[0],
		async putNotices(session, notices) {
			await within(session, 'PUT', '/notices', { body: notices });
		},
		async dropNotices(session) {
			await within(session, 'DELETE', '/notices');
		},
		async putLooking(session, looking) {
			await within(session, 'PUT', '/looking', { body: [looking] });
		},
		async putMailbox(box, sealed) {
			await ask('PUT', `/api/mailboxes/${base64url(box)}`, { body: [sealed] });
		},
		mailbox: async (box) => (await read(inMailbox, await ask('GET', `/api/mailboxes/${base64url(box)}`)))[0],
		async live(session, cursor, signal) {
			const response = await within(session, 'GET', '/live', { signal, endless: true, headers: { accept: 'text/event-stream', 'last-event-id': cursor } });
			if (response.body === null) throw new Unreachable('The stream did not open');
			return response.body;
		}
	};
}

async function problemOf(response: Response): Promise<Error> {
	try {
		const { code, title, refusal } = v.parse(problemShape, await response.json());
		const after = Number(response.headers.get('retry-after'));
		return new Problem(code, title, Number.isFinite(after) && after > 0 ? after : null, refusal ?? null);
	} catch {
		// A proxy between us and the server answers in its own words: the server itself is not to be reached.
		return response.status >= 500 ? new Unreachable('The server cannot answer now') : new Nonsense('The server’s answer is not of the form agreed on');
	}
}
