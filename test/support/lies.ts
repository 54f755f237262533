/**
 * LIES, generated. Each is armed for what a person's devices are told next of one kind, and is told once or several times: to whatever the
 * server would have said, or without it ever having heard what was asked. What it says it takes from what was truly said: a bit turned
 * over, entries left out or exchanged, an answer from before, to another, of another place; or a refusal, or nothing.
 */
import fc from 'fast-check';
import { setTimeout as pause } from 'node:timers/promises';
import { decodeCbor, encodeCbor, type Cbor } from '#wire/cbor.ts';
import { problemCodes } from '#wire/problem.ts';
import type { Call, Said } from './dishonest-server.ts';
import { flip } from './property.ts';

const kinds = ['control', 'entries', 'live', 'append', 'decide', 'session', 'challenge', 'beacons', 'anything'] as const;
type Kind = (typeof kinds)[number];

const ofEntries = ['leaves one out', 'exchanges two', 'turns them round', 'says one twice', 'says all twice', 'keeps the newest back'] as const;
const fromBefore = ['as before', 'as to another', 'as elsewhere', 'as in another place'] as const;
const rough = [
	'a bit turned over',
	'a signature bent',
	'its end cut off',
	'the connection cut',
	'refuses',
	'speaks otherwise',
	'waits',
	'says nothing'
] as const;
const ways = [...ofEntries, ...fromBefore, ...rough] as const;

const alters: ReadonlySet<string> = new Set([...ofEntries, 'a bit turned over', 'a signature bent', 'its end cut off']);
const carriesEntries: ReadonlySet<Kind> = new Set(['control', 'entries', 'live']);

export interface Lie {
	to: string;
	of: Kind;
	way: (typeof ways)[number];
	/** Which bit, entry, answer or code. */
	which: number;
	times: number;
	/** The server never hears what was asked. */
	unheard: boolean;
}

export const lieTo = (names: readonly string[]): fc.Arbitrary<Lie> =>
	fc.record({
		to: fc.constantFrom(...names),
		of: fc.oneof(
			{ weight: 1, arbitrary: fc.constantFrom(...kinds) },
			{ weight: 3, arbitrary: fc.constantFrom<Kind[]>('anything', 'anything', 'live', 'append', 'entries') }
		),
		way: fc.oneof(
			fc.constantFrom(...ways),
			fc.constantFrom<(typeof ways)[number][]>('a bit turned over', 'a signature bent', 'refuses', 'keeps the newest back', 'as before')
		),
		which: fc.nat({ max: 10_000 }),
		times: fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.integer({ min: 2, max: 6 }) }),
		unheard: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) })
	});

/** What was truly said once. */
export interface Truth {
	kind: Kind;
	path: string;
	who: string;
	said: Said;
}

export const kindOf = ({ path, method }: Call): Kind => {
	if (path.endsWith('/live')) return 'live';
	if (path.endsWith('/control')) return method === 'POST' ? 'decide' : 'control';
	if (path.endsWith('/entries')) return method === 'POST' ? 'append' : 'entries';
	if (path.endsWith('/beacons')) return 'beacons';
	return path === '/api/sessions' ? 'session' : path === '/api/challenges' ? 'challenge' : 'anything';
};

export interface Liar {
	answer(call: Call, ask: () => Promise<Said>): Promise<Said>;
	arm(lie: Lie): void;
	/** From here on nothing but the truth; what was kept waiting is let go. */
	repent(): void;
	/** How many lies were told. */
	told(): number;
	/** What was said to be safe, or decided, by nobody who heard it: by whom. */
	unheard: Set<string>;
}

/** `nameOf` a device; `truths` is what was said before, and grows. */
export function newLiar(nameOf: (device: string) => string, truths: Truth[]): Liar {
	const armed: Lie[] = [];
	let told = 0;
	let honest = new AbortController();

	async function answer(call: Call, ask: () => Promise<Said>): Promise<Said> {
		const kind = kindOf(call);
		const name = nameOf(call.who);
		const meant = ({ of, to }: Lie) => (of === kind || of === 'anything') && (to === name || call.who === '');
		const instead = kind === 'live' ? undefined : armed.find((lie) => lie.unheard && meant(lie));
		if (instead !== undefined) {
			if (call.method === 'POST') liar.unheard.add(name);
			return tell(spend(instead), call, earlier(call, 'as before', instead.which));
		}
		const said = await ask();
		if (said.status === 200) truths.push({ kind, path: call.path, who: call.who, said });
		// What alters entries waits until there are any.
		const bites = ({ way, of }: Lie) => !alters.has(way) || (carriesEntries.has(kind) ? entriesOf(said) > 0 : of === kind);
		const lie = armed.find((one) => meant(one) && bites(one));
		return lie === undefined ? said : tell(spend(lie), call, said);
	}

	function spend(lie: Lie): Lie {
		told += 1;
		if (--lie.times === 0) armed.splice(armed.indexOf(lie), 1);
		return lie;
	}

	function earlier(call: Call, how: (typeof fromBefore)[number], which: number): Said {
		const kind = kindOf(call);
		const fit = truths.filter((one) => {
			if ((one.kind === 'live') !== (kind === 'live')) return false;
			if (how === 'as before') return one.path === call.path && one.kind === kind && one.who === call.who;
			if (how === 'as to another') return one.kind === kind && one.who !== call.who && circleOf(one.path) === circleOf(call.path);
			return how === 'as elsewhere' ? one.path !== call.path : one.kind === kind && circleOf(one.path) !== circleOf(call.path);
		});
		// The newest first: `which` shrinks towards it.
		return fit.at(-1 - (which % Math.max(1, fit.length)))?.said ?? refusal(which);
	}

	async function tell({ way, which }: Lie, call: Call, said: Said): Promise<Said> {
		switch (way) {
			case 'as before':
			case 'as to another':
			case 'as elsewhere':
			case 'as in another place':
				return earlier(call, way, which);
			case 'a bit turned over':
				return { ...said, body: said.body.length === 0 ? said.body : inData(said, (body) => flip(body, which)) };
			case 'a signature bent':
				return { ...said, body: inData(said, (body) => otherSignature(body, which)) };
			case 'its end cut off':
				return { ...said, body: inData(said, (body) => body.slice(0, Math.max(0, body.length - 1 - (which % 100)))) };
			case 'the connection cut':
				return { ...said, body: said.body.slice(0, which % 2 === 0 ? 0 : said.body.length >> 1), cut: true };
			case 'refuses':
				return refusal(which);
			case 'speaks otherwise':
				return { status: which % 2 === 0 ? 502 : 200, type: 'text/html', body: Buffer.from('<h1>Welcome</h1>'), cut: said.type.includes('stream') };
			case 'waits':
				await pause(which % 400);
				return said;
			case 'says nothing':
				await pause(60_000, undefined, { signal: honest.signal }).catch(() => undefined);
				return { ...said, body: said.body.slice(0, 0), cut: true };
			default:
				return { ...said, body: inData(said, (body) => otherEntries(body, way, which)) };
		}
	}

	const liar: Liar = {
		answer,
		arm: (lie) => void armed.push({ ...lie }),
		repent() {
			armed.length = 0;
			honest.abort();
			honest = new AbortController();
		},
		told: () => told,
		unheard: new Set()
	};
	return liar;
}

const circleOf = (path: string): string => /\/circles\/([^/]+)/.exec(path)?.[1] ?? '';

const statuses = [500, 404, 410, 409, 403, 401, 429, 503];
/** Where there is the most to lose by believing it. */
const gravest = ['control-behind', 'device-order', 'not-yours', 'id-taken', 'epoch-due', 'control-moved'] as const;
/** One of those, or any of the API's codes. */
function refusal(which: number): Said {
	const status = statuses[which % statuses.length] as number;
	const codes = which % 2 === 0 ? gravest : problemCodes;
	const problem = { type: 'about:blank', title: 'No', status, code: codes[(which >> 1) % codes.length], remedy: '' };
	return { status, type: 'application/problem+json', body: Buffer.from(JSON.stringify(problem)) };
}

/** How many entries there are in what is said. */
function entriesOf(said: Said): number {
	let count = 0;
	inData(said, (body) => {
		try {
			count = (decodeCbor(body) as Cbor[]).find(Array.isArray)?.length ?? 0;
		} catch {
			// No message.
		}
		return body;
	});
	return count;
}

/** `change` done to what an answer carries: in an event of a live stream, to its data. */
function inData({ type, body }: Said, change: (bytes: Uint8Array) => Uint8Array): Uint8Array {
	const event = type.includes('stream') ? Buffer.from(body).toString('latin1') : '';
	const data = /data: (.+)\n/.exec(event)?.[1];
	if (data === undefined) return change(body);
	return Buffer.from(event.replace(data, Buffer.from(change(Buffer.from(data, 'base64url'))).toString('base64url')), 'latin1');
}

/** One entry's last bytes, where its signature is, are others. */
function otherSignature(body: Uint8Array, which: number): Uint8Array {
	const bend = (entry: Cbor): Cbor => {
		if (Array.isArray(entry)) return [bend(entry[0] as Cbor), ...(entry.slice(1) as Cbor[])];
		if (!(entry instanceof Uint8Array)) return entry;
		return flip(entry, (entry.length - 1 - (which % 64)) * 8 + (which % 8));
	};
	return inList(body, (list) => list.with(-1 - (which % list.length), bend(list.at(-1 - (which % list.length)) as Cbor)));
}

/** Entries left out, exchanged, said twice; where a message says how many there are, it may say so to fit. */
function otherEntries(body: Uint8Array, way: (typeof ofEntries)[number], which: number): Uint8Array {
	const change = (list: readonly Cbor[]): readonly Cbor[] => {
		const i = list.length - 1 - (which % list.length);
		const j = (i + 1) % list.length;
		const changes = {
			'leaves one out': () => list.toSpliced(i, 1),
			'exchanges two': () => list.with(i, list[j] as Cbor).with(j, list[i] as Cbor),
			'turns them round': () => list.toReversed(),
			'says one twice': () => list.toSpliced(i, 0, list[i] as Cbor),
			'says all twice': () => [...list, ...list],
			'keeps the newest back': () => list.slice(0, i)
		};
		return changes[way]();
	};
	return inList(body, change, which % 3 !== 0);
}

/** The one list that a message carries, changed. */
function inList(body: Uint8Array, change: (list: readonly Cbor[]) => readonly Cbor[], fits = false): Uint8Array {
	let message: Cbor[];
	try {
		message = [...(decodeCbor(body) as readonly Cbor[])];
	} catch {
		return body;
	}
	const at = message.findIndex(Array.isArray);
	const list = (message[at] ?? []) as readonly Cbor[];
	if (list.length === 0) return body;
	const changed = change(list);
	message[at] = changed;
	const count = message.length === 2 ? 1 : 3;
	if (fits && typeof message[count] === 'number') message[count] = Math.max(0, message[count] + changed.length - list.length);
	return encodeCbor(message);
}
