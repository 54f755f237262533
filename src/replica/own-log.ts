/** What a person's own log says, folded: the circles they belong to, who they are there, what they have laid aside, and their ways back. */
import { hex, type Bytes } from '#crypto/bytes.ts';
import type { DoorBody, Draft, OwnBody } from '#log/body-own.ts';

interface Stamped<T> {
	time: number;
	id: string;
	value: T;
}

/** Who this person is in a circle. */
export interface Self {
	seed: Bytes;
	/** Hex id of the member; null where it is the one that follows from the seed. */
	member: string | null;
}

/** Kept under `c/<id>/own`. */
export interface OwnFold {
	/** By hex id of the circle: the newest seed of this person's keys there. */
	circles: Map<string, Stamped<Self>>;
	/** The seeds before that one, the newest first: where a signing out was broken off, one is still there by one of them. */
	earlier: Map<string, Stamped<Self>[]>;
	/** Ids of the entries that said so, also of those that hold no longer: what has been said once is not said again. */
	notes: Set<string>;
	/** By `${circle} ${entry}`. */
	asides: Map<string, Stamped<boolean>>;
	/** By hex id; when each was first said, and last come by. */
	doors: Map<string, Stamped<Omit<DoorBody, 'type'>> & { made: number }>;
	doorsUsed: Map<string, number>;
	doorsKept: Set<string>;
	doorsGone: Set<string>;
	/** What rests or waits for its day, by `${circle} ${entry}`; and what was said or put away since. */
	drafts: Map<string, Stamped<Omit<Draft, 'type' | 'circle'>>>;
	draftsGone: Set<string>;
	/** Days that this person wishes to be shown, by `${circle} ${what}`. */
	anniversaries: Map<string, Stamped<boolean>>;
}

export const emptyOwnFold = (): OwnFold => ({
	circles: new Map(),
	earlier: new Map(),
	notes: new Set(),
	asides: new Map(),
	doors: new Map(),
	doorsUsed: new Map(),
	doorsKept: new Set(),
	doorsGone: new Set(),
	drafts: new Map(),
	draftsGone: new Set(),
	anniversaries: new Map()
});
export const copyOwnFold = (own: OwnFold): OwnFold => ({
	circles: new Map(own.circles),
	earlier: new Map(own.earlier),
	notes: new Set(own.notes),
	asides: new Map(own.asides),
	doors: new Map(own.doors),
	doorsUsed: new Map(own.doorsUsed),
	doorsKept: new Set(own.doorsKept),
	doorsGone: new Set(own.doorsGone),
	drafts: new Map(own.drafts),
	draftsGone: new Set(own.draftsGone),
	anniversaries: new Map(own.anniversaries)
});

export const ownKey = (circle: string, entry: string): string => `${circle} ${entry}`;

/** Takes one entry in, in whatever order they come: the later by (writer's clock, entry id) holds. */
export function foldOwn(own: OwnFold, body: OwnBody, time: number, id: string): void {
	switch (body.type) {
		case 'circle':
			own.notes.add(id);
			return putSelf(own, hex(body.circleId), { time, id, value: { seed: body.seed, member: null } });
		case 'roll':
			own.notes.add(id);
			return putSelf(own, body.circle, { time, id, value: { seed: body.seed, member: body.member } });
		case 'aside':
			return put(own.asides, ownKey(body.circle, body.target), { time, id, value: body.aside });
		case 'door': {
			const { type: _, ...value } = body;
			const known = own.doors.get(body.door);
			const newest = known === undefined || isLater({ time, id }, known) ? { time, id, value } : known;
			return void own.doors.set(body.door, { ...newest, made: Math.min(time, known?.made ?? time) });
		}
		case 'door-used':
			return void own.doorsUsed.set(body.door, Math.max(time, own.doorsUsed.get(body.door) ?? 0));
		case 'door-kept':
			return void own.doorsKept.add(body.door);
		case 'door-gone':
			return void own.doorsGone.add(body.door);
		case 'draft': {
			const { type: _, circle, ...value } = body;
			const key = ownKey(circle, body.entry);
			// Its words are kept no longer than it rests.
			if (!own.draftsGone.has(key)) put(own.drafts, key, { time, id, value });
			return;
		}
		case 'draft-gone': {
			const key = ownKey(body.circle, body.entry);
			own.drafts.delete(key);
			return void own.draftsGone.add(key);
		}
		case 'anniversary':
			return put(own.anniversaries, ownKey(body.circle, body.what), { time, id, value: body.shown });
	}
}

function putSelf(own: OwnFold, circle: string, one: Stamped<Self>): void {
	const known = own.circles.get(circle);
	put(own.circles, circle, one);
	if (known === undefined || known.id === one.id) return;
	const other = own.circles.get(circle) === one ? known : one;
	const before = (own.earlier.get(circle) ?? []).filter(({ id }) => id !== other.id);
	own.earlier.set(
		circle,
		[...before, other].sort((a, b) => (isLater(a, b) ? -1 : 1))
	);
}

/** What opens it is on no device of this person's: a passkey's never was. */
export const isKept = ({ doorsKept }: OwnFold, { door, kind }: Pick<DoorBody, 'door' | 'kind'>): boolean => kind === 'passkey' || doorsKept.has(door);

/** The ways back there are, in the order they were made. */
export const doorsOf = ({ doors, doorsGone }: OwnFold) => [...doors.values()].filter(({ value }) => !doorsGone.has(value.door)).sort((a, b) => a.made - b.made);

/** What rests here, or waits for its day: the newest first. */
export const draftsOf = ({ drafts }: OwnFold, circle: string) =>
	[...drafts]
		.filter(([key]) => key.startsWith(`${circle} `))
		.map(([, { time, value }]) => ({ ...value, at: time }))
		.sort((a, b) => b.at - a.at);

/** What days this person wishes to be shown in a circle. */
export const shownDays = ({ anniversaries }: OwnFold, circle: string): string[] =>
	[...anniversaries].filter(([key, { value }]) => value && key.startsWith(`${circle} `)).map(([key]) => key.slice(circle.length + 1));

type When = Pick<Stamped<unknown>, 'time' | 'id'>;
const isLater = (one: When, other: When): boolean => one.time > other.time || (one.time === other.time && one.id > other.id);

function put<T>(map: Map<string, Stamped<T>>, key: string, one: Stamped<T>): void {
	const known = map.get(key);
	if (known === undefined || isLater(one, known)) map.set(key, one);
}

const ownTypes: ReadonlySet<string> = new Set([
	'circle',
	'roll',
	'aside',
	'door',
	'door-used',
	'door-kept',
	'door-gone',
	'draft',
	'draft-gone',
	'anniversary'
] satisfies OwnBody['type'][]);
export const isOwn = (body: { type: string }): body is OwnBody => ownTypes.has(body.type);
