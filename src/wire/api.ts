/**
 * WHAT CROSSES THE NETWORK, route by route. Bodies are deterministic CBOR (`application/cbor`), positional arrays; errors are
 * problem.ts. A session is an `Authorization: Kvar <token>` header (base64url), never a cookie, never in an address.
 * `:circle`, `:invite`, `:door`, `:box` and `:file` in a path are base64url; `:ring` is us, close or all.
 *
 *   POST /api/challenges                        []                          → [nonce]
 *   POST /api/sessions                          Login                       → [token, circleId]
 *   POST /api/circles                           [[entry, …]] from genesis   → [n]
 *   GET  /api/circles/:circle/control?after=n                               → ControlPage
 *   POST /api/circles/:circle/control           [[entry, …]]                → [n]
 *   GET  /api/circles/:circle/rings/:ring/entries?after=n | ?before=n       → EntryPage   (&limit=, at most 500)
 *   POST /api/circles/:circle/rings/:ring/entries  Append                   → Appended
 *   POST /api/circles/:circle/rings/:ring/erasures [[entryId, …]]           → []           their bodies are dropped
 *   PUT  /api/circles/:circle/rings/:ring/beacon   [beacon]                 → []           this device's, in place of the one before
 *   GET  /api/circles/:circle/rings/:ring/beacons                           → [[[deviceId, beacon], …]]
 *   POST /api/circles/:circle/files/:file       [size, digests]             → FileState    begins to send a file, or goes on
 *   GET  /api/circles/:circle/files/:file/parts                             → FileState    how much of it has come
 *   PUT  /api/circles/:circle/files/:file/parts/:part?at=n   bytes (application/octet-stream) → FileState
 *   DELETE /api/circles/:circle/files/:file     → []                        by whose it is: it is not sent after all, or was taken out of what was said
 *   GET  /api/circles/:circle/files/:file       Range: bytes=a-b (RFC 9110 §14)  → sealed bytes
 *   PUT  /api/circles/:circle/cards/:invite     [sealedCard]                → []
 *   GET  /api/circles/:circle/cards/:invite                                 → [sealedCard]
 *   PUT  /api/circles/:circle/doors/:door       [sealed]                    → []           in the session of one's own log
 *   DELETE /api/circles/:circle/doors/:door                                 → []
 *   GET  /api/doors/:door                                                   → [sealed]     no session: whoever comes by it has none yet
 *   PUT  /api/mailboxes/:box                    [sealed]                    → []           for some minutes; no session
 *   GET  /api/mailboxes/:box                                                → [sealed or null]
 *   GET  /api/push-key                                                      → [publicKey or null]   no session: by it a browser asks its push service; null: this host sends no notices
 *   PUT  /api/circles/:circle/notices           Notices                     → []           this device's wish, in place of the one before
 *   DELETE /api/circles/:circle/notices                                     → []
 *   PUT  /api/circles/:circle/looking           [looking]                   → []           whether this device shows the circle to somebody now
 *   GET  /api/circles/:circle/live              text/event-stream, Last-Event-ID: see live-event.ts
 *   GET  /api/health                                                        → "ok"
 */
import * as v from 'valibot';
import { decodeCbor, encodeCbor, MalformedCbor, type Cbor } from './cbor.ts';
import { context } from './context.ts';
import { bytes, bytesUpTo, circleId, count, deviceId, entryId, entryNumber, hash, inviteId, memberId, ring } from './shapes.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** No envelope is larger than this; no body of an entry larger than `maxBody`. */
export const maxEnvelope = 4096;
export const maxBody = 256 * 1024;
export const maxControlEntry = 400 * 1024;
/** Entries in one append, and in one page. */
export const maxBatch = 200;
export const maxPage = 500;
/** Files that one entry may speak of. */
const maxFiles = 200;
/** Members that one may wish to hear of alone. */
export const maxNamed = 200;

/**
 * NOTE parts. A sealed file goes up in parts of 4 MiB (the last may be shorter), each with a SHA-256 digest; the file's id is the SHA-256
 * of all digests in a row. So every part is checked as it comes, in whatever order, and a part that is there need not come again. A part
 * itself may come in pieces, each where the one before ended: a line that breaks costs a piece. The semantics are those of tus 1.0
 * (creation, offset, going on, checksum, termination); why the messages are our own: docs/decisions/0015.
 */
export const partSize = 4 * 1024 * 1024;
export const maxParts = 16_384;
export const partCount = (size: number): number => Math.ceil(size / partSize);
/** Bytes of part `part` of a file of `size` sealed bytes. */
export const partLength = (size: number, part: number): number => Math.min(partSize, size - part * partSize);

/** [sealed bytes, digests of the parts in a row]. */
export const fileBegin = v.strictTuple([entryNumber, bytesUpTo(maxParts * 32, 32)]);
/** [numbers of the parts that are still missing, [[part, bytes of it that have come], …]]: nothing missing is a whole file. */
export const fileState = v.strictTuple([v.array(count), v.array(v.strictTuple([count, count]))]);
export type FileState = v.InferOutput<typeof fileState>;

const signer = v.union([
	v.strictTuple([v.literal('device'), deviceId]),
	v.strictTuple([v.literal('invitation'), inviteId]),
	v.strictTuple([v.literal('root'), memberId])
]);

/**
 * [circleId or null, signer, server nonce, client nonce, signature]. The signature is Ed25519 over `loginStatement`: never
 * bytes the server chose alone. `circleId` is null only for a typed code, which does not know it; the answer says it.
 */
export const login = v.strictTuple([v.nullable(circleId), signer, bytes(32), bytes(32), bytes(64)]);
export type Login = v.InferOutput<typeof login>;
export const loginStatement = (origin: string, circle: Bytes | null, id: Bytes, serverNonce: Bytes, clientNonce: Bytes): Bytes =>
	context('login', origin, circle, id, serverNonce, clientNonce);

export const challenge = v.strictTuple([bytes(32)]);
export const opened = v.strictTuple([bytes(32), circleId]);

const controlEntries = v.pipe(v.array(bytesUpTo(maxControlEntry, 1)), v.minLength(1), v.maxLength(maxBatch));
export const controlAppend = v.strictTuple([controlEntries]);
/** [n of the newest control entry there is]. */
export const controlAppended = v.strictTuple([count]);
/** [entries in order, n of the newest there is]: ask again if the last of these is not the newest. */
export const controlPage = v.strictTuple([v.array(bytesUpTo(maxControlEntry, 1)), count]);

/** [envelope, sealed body]; the body is null where it was erased. */
const entry = v.strictTuple([bytesUpTo(maxEnvelope, 1), v.nullable(bytesUpTo(maxBody, 1))]);
/** With the ids of the files it speaks of, if there are any: so that the server knows who may read them, and when nobody needs them any more. */
const toAppend = v.union([
	v.strictTuple([bytesUpTo(maxEnvelope, 1), bytesUpTo(maxBody, 1)]),
	v.strictTuple([bytesUpTo(maxEnvelope, 1), bytesUpTo(maxBody, 1), v.pipe(v.array(hash), v.minLength(1), v.maxLength(maxFiles))])
]);
const batch = v.pipe(v.array(toAppend), v.minLength(1), v.maxLength(maxBatch));
/** With `true` where something in it is said to others: who asked to be told that something has arrived is told then (domain/notices.ts). */
export const append = v.union([v.strictTuple([batch]), v.strictTuple([batch, v.literal(true)])]);
export type Append = v.InferOutput<typeof append>;
/** The number each entry got, in order. The same entry sent again gets the same number. */
export const appended = v.strictTuple([v.array(count)]);

/**
 * [first, headBefore, entries, newest, newestHead]: entries numbered first, first+1, …; the head before the first of them
 * (of the log's beginning when first is 1); number and head of the newest entry there is. Claims of the server: a client
 * checks that the heads follow.
 */
export const entryPage = v.strictTuple([entryNumber, bytes(32), v.array(entry), count, bytes(32)]);
export type EntryPage = v.InferOutput<typeof entryPage>;

/** Ids of entries whose bodies go: the session's own, or a guest's by a parent's session. */
export const erasures = v.strictTuple([v.pipe(v.array(entryId), v.minLength(1), v.maxLength(maxBatch))]);

const sealedBeacon = bytesUpTo(1024, 64);
export const beacon = v.strictTuple([sealedBeacon]);
export const beacons = v.strictTuple([v.array(v.strictTuple([deviceId, sealedBeacon]))]);

/** The uncompressed P-256 point by which browsers ask for notices of this host (RFC 8292 §3.2); null: it sends none. */
export const pushKey = v.strictTuple([v.nullable(bytes(65))]);
const minuteOfDay = v.pipe(count, v.maxValue(24 * 60 - 1));
/** [endpoint, rings, members whose words they are (none: anybody's), [from, to] in UTC between which nothing is told, or null]. */
export const notices = v.strictTuple([
	v.pipe(v.string(), v.maxLength(1024)),
	v.pipe(v.array(ring), v.minLength(1), v.maxLength(3)),
	v.pipe(v.array(memberId), v.maxLength(maxNamed)),
	v.nullable(v.strictTuple([minuteOfDay, minuteOfDay]))
]);
export type Notices = v.InferOutput<typeof notices>;
export const looking = v.strictTuple([v.boolean()]);

export const card = v.strictTuple([bytesUpTo(8192, 1)]);

/** What a door leads to (identity/door.ts). */
export const door = v.strictTuple([bytesUpTo(512, 64)]);

/** A message between two devices of one person (identity/link-device.ts). */
export const mailbox = v.strictTuple([bytesUpTo(1024, 64)]);
export const inMailbox = v.strictTuple([v.nullable(bytesUpTo(1024, 64))]);

/** @param how as `decodeCbor` takes it. @throws MalformedCbor if `body` is not CBOR of this shape. */
export function readMessage<S extends v.GenericSchema>(shape: S, body: Uint8Array, how?: { views: boolean }): v.InferOutput<S> {
	const read = v.safeParse(shape, decodeCbor(body, how));
	if (!read.success) throw new MalformedCbor(`Not of the form agreed on: ${v.getDotPath(read.issues[0]) ?? 'message'}`);
	return read.output;
}

export const writeMessage = (message: Cbor): Bytes => encodeCbor(message);
