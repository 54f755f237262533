/**
 * THE BODY of an entry, as bytes: CBOR [type, schema, time, …], before padding and sealing.
 *
 *   'announcement' 1  [text, asking]                 asking 0 nothing said, 1 please ask, 2 please don't
 *                  2  [text, asking, enclosed]       where something is enclosed (enclosed.ts)
 *   'answer'       1  [to, kind, text, motif]        kind 0 words 1 candle 2 card 3 prayer 4 thought 5 offer; motif text or null
 *                  2  [to, kind, text, motif, enclosed]
 *   'edit'         1  [target, text, asking]
 *                  2  [target, text, asking, enclosed]
 *   'erase'        1  [target, target's envelope hash]
 *   'retold'       1  [entry, earlier entry]         in the inner of their two rings
 *   'name'         1  [name]
 *   'place'        1  [title]
 *   'child'        1  [name]
 *   'settings'     1  [prayers]                      0 both, 1 prayers, 2 kind thoughts without religious words
 *   'receipt'      1  []
 *   'invitation'   1  [invite id, label, secret, form]   form 0 link, 1 code
 *   'cut'          1  [control n, [[device, seq, envelope's hash], …]]
 *   'circle'       1  [circle id, member seed]       own log only
 *   'roll'         1  [circle id, member id, next member seed]   own log only
 *   'aside'        1  [circle id, target, aside]     own log only
 *   'door'         1  [door id, kind, name, kem, plate]   own log only; kind 0 card 1 passkey 2 link; said again with another name
 *   'door-used'    1  [door id]                      own log only
 *   'door-kept'    1  [door id]                      own log only; what opens it is kept outside of any device
 *   'door-gone'    1  [door id]                      own log only; for good
 *
 * `time` is the writer's clock, milliseconds since 1970: shown, and used to order corrections; never a rule of who may.
 */
import * as v from 'valibot';
import { fromHex, hex, type Bytes } from '#crypto/bytes.ts';
import { cardMotifs, type AnswerKind, type Asking, type Body, type CardMotif, type Prayers } from '#domain/body.ts';
import { doorKinds, type DoorKind } from '#domain/door.ts';
import { readEnclosed, writeEnclosed } from './enclosed.ts';
import { decodeCbor, encodeCbor, type Cbor } from '#wire/cbor.ts';
import { bytes, bytesUpTo, count, deviceId, entryId, hash, textUpTo } from '#wire/shapes.ts';

/** In the own log only: a circle this person belongs to, and the seed of who they are there. */
export interface OwnCircle {
	type: 'circle';
	circleId: Bytes;
	seed: Bytes;
}

/** In the own log only: the seed whose keys took the place of this member's in a circle (device-). The member's id stays that of the first. */
export interface Roll {
	type: 'roll';
	/** Hex, both. */
	circle: string;
	member: string;
	seed: Bytes;
}

/** In the own log only: something said in a circle that this person does not wish to see, or does again. */
export interface Aside {
	type: 'aside';
	/** Hex. */
	circle: string;
	target: string;
	aside: boolean;
}

/** In the own log only: a way back (identity/door.ts), without what opens it. */
export interface DoorBody {
	type: 'door';
	/** Hex. */
	door: string;
	kind: DoorKind;
	name: string;
	kem: Bytes;
	plate: Bytes;
}
/** In the own log only: somebody has come by it. */
export interface DoorUsed {
	type: 'door-used';
	door: string;
}
/** In the own log only: it is there no more. */
export interface DoorGone {
	type: 'door-gone';
	door: string;
}
/** In the own log only: what opens it is kept outside of any device. */
export interface DoorKept {
	type: 'door-kept';
	door: string;
}
export type OwnBody = OwnCircle | Roll | Aside | DoorBody | DoorUsed | DoorKept | DoorGone;

export interface OpenedBody {
	/** Milliseconds since 1970 by the writer's clock. */
	time: number;
	body: Body | OwnBody;
}

/** Made with a newer version: shown as such, never guessed at. */
export class UnknownBody extends Error {
	override name = 'UnknownBody';
}

/**
 * Raised whenever this version reads a version or suite of what is signed, a control kind, an entry type or a schema that the one before
 * it did not: what was set aside as newer is then read anew (replica/newer-version.ts).
 */
export const reads = 5;

export const maxText = 20_000;
/** Names and titles, in UTF-16 code units. */
export const maxName = 200;

const askings: readonly Asking[] = [null, 'ask', 'dont-ask'];
const answerKinds: readonly AnswerKind[] = ['words', 'candle', 'card', 'prayer', 'thought', 'offer'];
const prayersOptions: readonly Prayers[] = ['both', 'prayers', 'thoughts'];
const forms = ['link', 'code'] as const;

const index = <T>(of: readonly T[]) => v.pipe(count, v.maxValue(of.length - 1));
const pick = <T>(of: readonly T[], i: number): T => of[i] as T;
const text = textUpTo(maxText);

interface Codec<B> {
	shape: v.GenericSchema<unknown, Cbor[]>;
	write(body: B): Cbor[];
	read(fields: never): B;
}
/** Ties the three together, so that what is read has just been checked against the shape. */
function codec<B, const S extends v.GenericSchema<unknown, readonly unknown[]>>(
	shape: S,
	write: (body: B) => Cbor[],
	read: (fields: v.InferOutput<S>) => B
): Codec<B> {
	return { shape: shape as unknown as Codec<B>['shape'], write, read: read as Codec<B>['read'] };
}

type AnyBody = OpenedBody['body'];
const codecs: { [K in AnyBody['type']]: Codec<Extract<AnyBody, { type: K }>> } = {
	announcement: codec(
		v.strictTuple([text, index(askings)]),
		(b) => [b.text, askings.indexOf(b.asking)],
		([words, asking]) => ({ type: 'announcement', text: words, asking: pick(askings, asking) })
	),
	answer: codec(
		v.strictTuple([entryId, index(answerKinds), text, v.nullable(v.picklist(cardMotifs))]),
		(b) => [fromHex(b.to), answerKinds.indexOf(b.kind), b.text, b.motif],
		([to, kind, words, motif]) => ({ type: 'answer', to: hex(to), kind: pick(answerKinds, kind), text: words, motif: motif as CardMotif | null })
	),
	edit: codec(
		v.strictTuple([entryId, text, index(askings)]),
		(b) => [fromHex(b.target), b.text, askings.indexOf(b.asking)],
		([target, words, asking]) => ({ type: 'edit', target: hex(target), text: words, asking: pick(askings, asking) })
	),
	erase: codec(
		v.strictTuple([entryId, bytes(32)]),
		(b) => [fromHex(b.target), fromHex(b.targetHash)],
		([target, targetHash]) => ({ type: 'erase', target: hex(target), targetHash: hex(targetHash) })
	),
	retold: codec(
		v.strictTuple([entryId, entryId]),
		(b) => [fromHex(b.entry), fromHex(b.earlier)],
		([entry, earlier]) => ({ type: 'retold', entry: hex(entry), earlier: hex(earlier) })
	),
	name: codec(
		v.strictTuple([textUpTo(maxName)]),
		(b) => [b.name],
		([name]) => ({ type: 'name', name })
	),
	place: codec(
		v.strictTuple([textUpTo(maxName)]),
		(b) => [b.title],
		([title]) => ({ type: 'place', title })
	),
	child: codec(
		v.strictTuple([textUpTo(maxName)]),
		(b) => [b.name],
		([name]) => ({ type: 'child', name })
	),
	settings: codec(
		v.strictTuple([index(prayersOptions)]),
		(b) => [prayersOptions.indexOf(b.prayers)],
		([prayers]) => ({ type: 'settings', prayers: pick(prayersOptions, prayers) })
	),
	receipt: codec(
		v.strictTuple([]),
		() => [],
		() => ({ type: 'receipt' })
	),
	invitation: codec(
		v.strictTuple([bytes(16), textUpTo(maxName), bytesUpTo(16, 10), index(forms)]),
		(b) => [fromHex(b.invitation), b.label, fromHex(b.secret), forms.indexOf(b.form)],
		([invitation, label, secret, form]) => ({ type: 'invitation', invitation: hex(invitation), label, secret: hex(secret), form: pick(forms, form) })
	),
	cut: codec(
		v.strictTuple([count, v.pipe(v.array(v.strictTuple([deviceId, count, hash])), v.minLength(1), v.maxLength(500))]),
		(b) => [b.n, b.ends.map(({ device, seq, hash }) => [fromHex(device), seq, fromHex(hash)])],
		([n, ends]) => ({ type: 'cut', n, ends: ends.map(([device, seq, hash]) => ({ device: hex(device), seq, hash: hex(hash) })) })
	),
	aside: codec(
		v.strictTuple([bytes(32), entryId, v.boolean()]),
		(b) => [fromHex(b.circle), fromHex(b.target), b.aside],
		([circle, target, aside]) => ({ type: 'aside', circle: hex(circle), target: hex(target), aside })
	),
	door: codec(
		v.strictTuple([bytes(16), index(doorKinds), textUpTo(maxName), bytes(32), bytes(64)]),
		(b) => [fromHex(b.door), doorKinds.indexOf(b.kind), b.name, b.kem, b.plate],
		([door, kind, name, kem, plate]) => ({ type: 'door', door: hex(door), kind: pick(doorKinds, kind), name, kem, plate })
	),
	'door-used': codec(
		v.strictTuple([bytes(16)]),
		(b) => [fromHex(b.door)],
		([door]) => ({ type: 'door-used', door: hex(door) })
	),
	'door-kept': codec(
		v.strictTuple([bytes(16)]),
		(b) => [fromHex(b.door)],
		([door]) => ({ type: 'door-kept', door: hex(door) })
	),
	'door-gone': codec(
		v.strictTuple([bytes(16)]),
		(b) => [fromHex(b.door)],
		([door]) => ({ type: 'door-gone', door: hex(door) })
	),
	circle: codec(
		v.strictTuple([bytes(32), bytes(32)]),
		(b) => [b.circleId, b.seed],
		([circleId, seed]) => ({ type: 'circle', circleId, seed })
	),
	roll: codec(
		v.strictTuple([bytes(32), bytes(16), bytes(32)]),
		(b) => [fromHex(b.circle), fromHex(b.member), b.seed],
		([circle, member, seed]) => ({ type: 'roll', circle: hex(circle), member: hex(member), seed })
	)
};

/** @throws ValiError, MalformedCbor for what no reader would take: better said to its writer now than lost to everyone later */
export function encodeBody({ time, body }: OpenedBody): Bytes {
	const codec = codecs[body.type] as Codec<AnyBody>;
	const enclosed = 'enclosed' in body && body.enclosed !== undefined && body.enclosed.length > 0 ? [writeEnclosed(body.enclosed)] : [];
	return encodeCbor([body.type, 1 + enclosed.length, v.parse(count, time), ...v.parse(codec.shape, codec.write(body).map(tidied)), ...enclosed]);
}

/** Text as it can be written (wire/cbor.ts): half a character, as a cut leaves it, becomes U+FFFD; a byte-order mark in front goes. */
export const tidied = <T>(value: T): T => (typeof value === 'string' ? (value.toWellFormed().replace(/^\u{feff}+/u, '') as T) : value);

/** What may have something enclosed: its schema 2 is its schema 1 with a list of it at the end. */
const mayEnclose: ReadonlySet<string> = new Set(['announcement', 'answer', 'edit'] satisfies AnyBody['type'][]);

const opening = v.tupleWithRest([v.string(), count, count], v.any());

/** @throws UnknownBody for a type or schema of a newer version, MalformedCbor or Error for anything out of form. */
export function decodeBody(bytes: Uint8Array): OpenedBody {
	const [type, schema, time, ...fields] = v.parse(opening, decodeCbor(bytes));
	const encloses = schema === 2 && mayEnclose.has(type);
	if (!Object.hasOwn(codecs, type) || (schema !== 1 && !encloses)) throw new UnknownBody('This was made with a newer version');
	const { shape, read } = codecs[type as AnyBody['type']] as Codec<AnyBody>;
	const body = read(v.parse(shape, encloses ? fields.slice(0, -1) : fields) as never);
	return { time, body: encloses ? ({ ...body, enclosed: readEnclosed(fields.at(-1)) } as AnyBody) : body };
}
