/** What a person's own log says, folded: the circles they belong to, who they are there, and what they have laid aside. */
import { hex, type Bytes } from '#crypto/bytes.ts';
import type { OwnBody } from '#log/body.ts';

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
	/** Ids of the entries that said so, also of those that hold no longer: what has been said once is not said again. */
	notes: Set<string>;
	/** By `${circle} ${entry}`. */
	asides: Map<string, Stamped<boolean>>;
}

export const emptyOwnFold = (): OwnFold => ({ circles: new Map(), notes: new Set(), asides: new Map() });
export const copyOwnFold = ({ circles, notes, asides }: OwnFold): OwnFold => ({ circles: new Map(circles), notes: new Set(notes), asides: new Map(asides) });

export const asideKey = (circle: string, entry: string): string => `${circle} ${entry}`;

/** Takes one entry in, in whatever order they come: the later by (writer's clock, entry id) holds. */
export function foldOwn(own: OwnFold, body: OwnBody, time: number, id: string): void {
	if (body.type !== 'aside') own.notes.add(id);
	if (body.type === 'circle') put(own.circles, hex(body.circleId), { time, id, value: { seed: body.seed, member: null } });
	else if (body.type === 'roll') put(own.circles, body.circle, { time, id, value: { seed: body.seed, member: body.member } });
	else put(own.asides, asideKey(body.circle, body.target), { time, id, value: body.aside });
}

function put<T>(map: Map<string, Stamped<T>>, key: string, one: Stamped<T>): void {
	const known = map.get(key);
	if (known === undefined || one.time > known.time || (one.time === known.time && one.id > known.id)) map.set(key, one);
}

const ownTypes: ReadonlySet<string> = new Set(['circle', 'roll', 'aside'] satisfies OwnBody['type'][]);
export const isOwn = (body: { type: string }): body is OwnBody => ownTypes.has(body.type);
