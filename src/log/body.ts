/**
 * THE BODY of an entry, as bytes: CBOR [type, schema, time, …], before padding and sealing.
 *
 *   'announcement' 1  [text, asking]                 asking 0 nothing said, 1 please ask, 2 please don't
 *   'answer'       1  [to, kind, text, motif]        kind 0 words 1 candle 2 card 3 prayer 4 thought 5 offer; motif text or null
 *   'edit'         1  [target, text, asking]
 *   'erase'        1  [target, target's envelope hash]
 *   'retold'       1  [entry, earlier entry]         in the inner of their two rings
 *   'name'         1  [name]
 *   'place'        1  [title]
 *   'child'        1  [name]
 *   'settings'     1  [prayers]                      0 both, 1 prayers, 2 kind thoughts without religious words
 *   'receipt'      1  []
 *   'invitation'   1  [invite id, label, secret, form]   form 0 link, 1 code
 *   'cut'          1  [control n, [[device, seq, envelope's hash], …]]
 *   'changed'      1  [target, content]              of something kept, as it is from now on
 *   'proposal'     1  [entry, ring, content]         what waits for the other parent's yes
 *   'consent'      1  [entry, hash, yes or null]     null: not now
 *   'circle'       1  [circle id, member seed]       own log only
 *   'roll'         1  [circle id, member id, next member seed]   own log only
 *   'aside'        1  [circle id, target, aside]     own log only
 *   'door'         1  [door id, kind, name, kem, plate]   own log only; kind 0 card 1 passkey 2 link; said again with another name
 *   'door-used'    1  [door id]                      own log only
 *   'door-kept'    1  [door id]                      own log only; what opens it is kept outside of any device
 *   'door-gone'    1  [door id]                      own log only; for good
 *   'draft'        1  [circle id, entry, ring, content, release]   own log only; release: milliseconds since 1970, or 0
 *   'draft-gone'   1  [circle id, entry]             own log only
 *   'anniversary'  1  [circle id, what, shown]       own log only; what: an entry's id, or a child's and a day
 *
 * and those of body-kept.ts. Content is [type, schema, …fields]: a body without its time. Where more is said than schema 1 can, the schema says what stands at the end:
 *
 *   2  […fields, enclosed]              something is enclosed (enclosed.ts)
 *   3  […fields, enclosed or null, yes] it carries the other parent's yes (log/yes.ts): [member id, device id, control n, signature]
 *   3  […fields, enclosed or null, hours or 0]   of an answer: for how long a candle burns; 0: as long as there is this place
 *
 * `time` is the writer's clock, milliseconds since 1970: shown, and used to order corrections; never a rule of who may.
 */
import * as v from 'valibot';
import { fromHex, hex, type Bytes } from '#crypto/bytes.ts';
import { cardMotifs, type AnswerKind, type CardMotif } from '#domain/answer.ts';
import type { Asking } from '#domain/announcement.ts';
import type { Body, Prayers } from '#domain/body.ts';
import { isKept, type Kept } from '#domain/kept.ts';
import type { Said } from '#domain/ready.ts';
import type { Yes } from '#domain/yes.ts';
import { ringNumber, rings } from '#domain/ring.ts';
import { readEnclosed, writeEnclosed } from './enclosed.ts';
import { decodeCbor, encodeCbor, type Cbor } from '#wire/cbor.ts';
import { bytes, bytesUpTo, count, deviceId, entryId, hash, memberId, ring } from '#wire/shapes.ts';
import { aboutChild, keptCodecs, tie } from './body-kept.ts';
import { ownCodecs, type OwnBody } from './body-own.ts';
import { codec, index, name, pick, text, type Codec } from './codec.ts';

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
export const reads = 6;

const askings: readonly Asking[] = [null, 'ask', 'dont-ask'];
const answerKinds: readonly AnswerKind[] = ['words', 'candle', 'card', 'prayer', 'thought', 'offer'];
const prayersOptions: readonly Prayers[] = ['both', 'prayers', 'thoughts'];
const forms = ['link', 'code'] as const;

const yes = v.strictTuple([memberId, deviceId, count, bytes(64)]);
const writeYes = ({ member, device, controlN, signature }: Yes): Cbor => [fromHex(member), fromHex(device), controlN, fromHex(signature)];
const readYes = ([member, device, controlN, signature]: v.InferOutput<typeof yes>): Yes => ({
	member: hex(member),
	device: hex(device),
	controlN,
	signature: hex(signature)
});

type AnyBody = OpenedBody['body'];
const codecs: { [K in AnyBody['type']]: Codec<Extract<AnyBody, { type: K }>> } = {
	announcement: codec(
		v.strictTuple([text, index(askings)]),
		(b) => [b.text, askings.indexOf(b.asking)],
		([words, asking]) => ({ type: 'announcement', text: words, asking: pick(askings, asking) })
	),
	...keptCodecs,
	...ownCodecs,
	'about-child': aboutChild,
	tie,
	changed: codec(
		v.strictTuple([entryId, v.array(v.any())]),
		(b) => [fromHex(b.target), writeContent(b.body)],
		([target, content]) => ({ type: 'changed', target: hex(target), body: readKept(content as Cbor[]) })
	),
	proposal: codec(
		v.strictTuple([entryId, ring, v.array(v.any())]),
		(b) => [fromHex(b.entry), ringNumber(b.ring), writeContent(b.says)],
		([entry, of, content]) => ({ type: 'proposal', entry: hex(entry), ring: pick(rings, of), says: readSaid(content as Cbor[]) })
	),
	consent: codec(
		v.strictTuple([entryId, hash, v.nullable(yes)]),
		(b) => [fromHex(b.entry), fromHex(b.hash), b.yes === null ? null : writeYes(b.yes)],
		([entry, of, said]) => ({ type: 'consent', entry: hex(entry), hash: hex(of), yes: said === null ? null : readYes(said) })
	),
	draft: codec(
		v.strictTuple([bytes(32), entryId, ring, v.array(v.any()), count]),
		(b) => [fromHex(b.circle), fromHex(b.entry), ringNumber(b.ring), writeContent(b.says), b.release ?? 0],
		([circle, entry, of, content, release]) => ({
			type: 'draft',
			circle: hex(circle),
			entry: hex(entry),
			ring: pick(rings, of),
			says: readSaid(content as Cbor[]),
			release: release === 0 ? null : release
		})
	),
	'draft-gone': codec(
		v.strictTuple([bytes(32), entryId]),
		(b) => [fromHex(b.circle), fromHex(b.entry)],
		([circle, entry]) => ({ type: 'draft-gone', circle: hex(circle), entry: hex(entry) })
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
		v.strictTuple([name]),
		(b) => [b.name],
		([said]) => ({ type: 'name', name: said })
	),
	place: codec(
		v.strictTuple([name]),
		(b) => [b.title],
		([title]) => ({ type: 'place', title })
	),
	child: codec(
		v.strictTuple([name]),
		(b) => [b.name],
		([said]) => ({ type: 'child', name: said })
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
		v.strictTuple([bytes(16), name, bytesUpTo(16, 10), index(forms)]),
		(b) => [fromHex(b.invitation), b.label, fromHex(b.secret), forms.indexOf(b.form)],
		([invitation, label, secret, form]) => ({ type: 'invitation', invitation: hex(invitation), label, secret: hex(secret), form: pick(forms, form) })
	),
	cut: codec(
		v.strictTuple([count, v.pipe(v.array(v.strictTuple([deviceId, count, hash])), v.minLength(1), v.maxLength(500))]),
		(b) => [b.n, b.ends.map(({ device, seq, hash }) => [fromHex(device), seq, fromHex(hash)])],
		([n, ends]) => ({ type: 'cut', n, ends: ends.map(([device, seq, hash]) => ({ device: hex(device), seq, hash: hex(hash) })) })
	)
};

/** What of a body stands behind the fields of its schema 1. */
interface Behind {
	enclosed: Cbor[] | null;
	more: Cbor | null;
}
function behind(body: AnyBody): Behind {
	const enclosed = 'enclosed' in body && body.enclosed !== undefined && body.enclosed.length > 0 ? writeEnclosed(body.enclosed) : null;
	if (body.type === 'answer') return { enclosed, more: body.burns === undefined ? null : (body.burns ?? 0) };
	return { enclosed, more: 'yes' in body && mayCarryYes.has(body.type) && body.yes !== undefined && body.yes !== null ? writeYes(body.yes) : null };
}

/** Content: a body without its time. @throws ValiError for what no reader would take */
export function writeContent(body: AnyBody): Cbor[] {
	const codec = codecs[body.type] as Codec<AnyBody>;
	const { enclosed, more } = behind(body);
	const fields = v.parse(codec.shape, codec.write(body).map(tidied));
	if (more !== null) return [body.type, 3, ...fields, enclosed, more];
	return enclosed === null ? [body.type, 1, ...fields] : [body.type, 2, ...fields, enclosed];
}

/** @throws ValiError, MalformedCbor for what no reader would take: better said to its writer now than lost to everyone later */
export function encodeBody({ time, body }: OpenedBody): Bytes {
	const [type, schema, ...fields] = writeContent(body);
	return encodeCbor([type as string, schema as number, v.parse(count, time), ...fields]);
}

/** Text as it can be written (wire/cbor.ts): half a character, as a cut leaves it, becomes U+FFFD; a byte-order mark in front goes. */
export function tidied<T extends Cbor>(value: T): T {
	if (typeof value === 'string') return value.toWellFormed().replace(/^\u{feff}+/u, '') as T;
	return Array.isArray(value) ? ((value as Cbor[]).map(tidied) as Cbor as T) : value;
}

/** What may have something enclosed, and what may carry the other parent's yes. */
const mayEnclose: ReadonlySet<string> = new Set([
	'announcement',
	'answer',
	'edit',
	'keepsake',
	'letter',
	'dedication',
	'moment',
	'promise',
	'given',
	'thanks'
] satisfies AnyBody['type'][]);
const mayCarryYes: ReadonlySet<string> = new Set(['announcement', ...Object.keys(keptCodecs)]);
const schemasOf = (type: string): readonly number[] =>
	[1, mayEnclose.has(type) ? 2 : 0, type === 'answer' || mayCarryYes.has(type) ? 3 : 0].filter((schema) => schema !== 0);

const contentOpening = v.tupleWithRest([v.string(), count], v.any());
const opening = v.tupleWithRest([v.string(), count, count], v.any());

/** @throws UnknownBody for a type or schema of a newer version, MalformedCbor or Error for anything out of form. */
function readContent(content: readonly Cbor[]): AnyBody {
	const [type, schema, ...fields] = v.parse(contentOpening, content);
	if (!Object.hasOwn(codecs, type) || !schemasOf(type).includes(schema)) throw new UnknownBody('This was made with a newer version');
	const { shape, read } = codecs[type as AnyBody['type']] as Codec<AnyBody>;
	const body = read(v.parse(shape, schema === 1 ? fields : fields.slice(0, 1 - schema)) as never);
	if (schema === 1) return body;
	const enclosed = fields.at(1 - schema) as Cbor;
	const encloses = schema === 2 || (enclosed !== null && mayEnclose.has(type));
	if (!encloses && enclosed !== null) throw new Error('Nothing is enclosed with this');
	const whole = encloses ? ({ ...body, enclosed: readEnclosed(enclosed) } as AnyBody) : body;
	if (schema === 2) return whole;
	if (type === 'answer') return { ...whole, burns: v.parse(count, fields.at(-1)) || null } as AnyBody;
	return { ...whole, yes: readYes(v.parse(yes, fields.at(-1))) } as AnyBody;
}

function readSaid(content: readonly Cbor[]): Said {
	const body = readContent(content);
	if ((body.type !== 'announcement' && !isKept(body)) || body.yes !== undefined) throw new Error('This is nothing that waits');
	return body;
}
function readKept(content: readonly Cbor[]): Kept {
	const body = readSaid(content);
	if (body.type === 'announcement') throw new Error('News is corrected otherwise');
	return body;
}

/** @throws UnknownBody for a type or schema of a newer version, MalformedCbor or Error for anything out of form. */
export function decodeBody(bytes: Uint8Array): OpenedBody {
	const [type, schema, time, ...fields] = v.parse(opening, decodeCbor(bytes));
	return { time, body: readContent([type, schema, ...(fields as Cbor[])]) };
}
