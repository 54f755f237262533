/** What a person's own log says, folded: the circles they belong to, and what they have laid aside there. */
import { hex, type Bytes } from '#crypto/bytes.ts';
import type { OwnBody } from '#log/body.ts';

interface Stamped<T> {
	time: number;
	id: string;
	value: T;
}

/** Kept under `c/<id>/own`. */
export interface OwnFold {
	/** Who this person is in each circle (hex id): the newest seed of their keys there. */
	circles: Map<string, Stamped<Bytes>>;
	/** By `${circle} ${entry}`. */
	asides: Map<string, Stamped<boolean>>;
}

export const emptyOwnFold = (): OwnFold => ({ circles: new Map(), asides: new Map() });

export const asideKey = (circle: string, entry: string): string => `${circle} ${entry}`;

/** Takes one entry in, in whatever order they come: the later by (writer's clock, entry id) holds. */
export function foldOwn(own: OwnFold, body: OwnBody, time: number, id: string): void {
	if (body.type === 'circle') put(own.circles, hex(body.circleId), { time, id, value: body.seed });
	else put(own.asides, asideKey(body.circle, body.target), { time, id, value: body.aside });
}

function put<T>(map: Map<string, Stamped<T>>, key: string, one: Stamped<T>): void {
	const known = map.get(key);
	if (known === undefined || one.time > known.time || (one.time === known.time && one.id > known.id)) map.set(key, one);
}

export const isOwn = (body: { type: string }): body is OwnBody => body.type === 'circle' || body.type === 'aside';
