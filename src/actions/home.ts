/** WHAT A PERSON'S VERBS ACT UPON: this device's store, the server, the circles that are open, and each one's line to the server. */
import type { Bytes } from '#crypto/bytes.ts';
import { invitationKeys } from '#identity/invitation-keys.ts';
import type { Linking } from '#identity/link-device.ts';
import type { Member } from '#membership/state.ts';
import { keyOf, type CircleReplica } from '#replica/circle.ts';
import type { DeviceKeys } from '#replica/device-keys.ts';
import { inDoubt } from '#replica/doubt.ts';
import { endedOf } from '#replica/ended.ts';
import { loadCircle } from '#replica/load-circle.ts';
import { readWithThisVersion } from '#replica/newer-version.ts';
import type { SealedStore } from '#replica/sealed-store.ts';
import { tidyFiles } from '#replica/tidy-files.ts';
import type { Api, Session, Signer } from '#sync/api.ts';
import { followCircle, type Following } from '#sync/follow-circle.ts';
import type { Line } from '#sync/pull.ts';
import type { IsMetered } from '#sync/send-files.ts';
import type { Media } from './media.ts';

export interface OpenCircle {
	circle: CircleReplica;
	line: Line;
	following: Following | null;
}

export interface Home {
	store: SealedStore;
	api: Api;
	circles: Map<string, OpenCircle>;
	/** Hex id of the circle on screen. */
	current: string | null;
	/** Words drawn aloud for someone who waits: by their member id. Never kept. */
	drawn: Map<string, Bytes>;
	/** What this device has fixed to compare with somebody, and the words it drew for it. Never kept. */
	place: { drawn: Bytes; value: Bytes } | null;
	/** Members with whom words were compared on this device since it was opened, and were the same. */
	compared: Set<string>;
	changed: () => void;
	/** The line is one that a person may have to pay for. */
	isMetered: IsMetered;
	/** How pictures and films are made ready; null where this device cannot. */
	media: Media | null;
	/** How much of a film has been made ready, from 0 to 1; null while none is. */
	readying: number | null;
	/** How far an archive has come that is being made; what stops it; and the last one made, by its name in the file store. */
	archiving: Archiving | null;
	stopArchive: AbortController | null;
	archive: string | null;
	/** Hex ids of doors whose secret is still on this device, since nobody has said that it is kept safe. */
	unsaidDoors: Set<string>;
	/** One more device is being linked. Never kept. */
	linking: Linking | null;
	lockAfter: LockAfter;
	/** Somebody looks at this device now. */
	lookedAt: boolean;
	/** The store has been locked: nothing here is to be used any more. */
	onlock: () => void;
}

/** How far an archive has come: plain bytes (archive.ts). */
export interface Archiving {
	done: number;
	total: number;
}

/** What differs between a browser and a test under Node. */
export interface HomeOptions {
	follow?: boolean;
	isMetered?: IsMetered;
	media?: Media | null;
	onlock?: () => void;
}

/** Kept under `home`. */
export interface HomeRecord {
	/** Hex circle ids in the order they came; the own log's apart. */
	circles: string[];
	own: string | null;
	current: string | null;
}
/** Kept under `lock-after` (lock.ts). */
export interface LockAfter {
	/** Minutes; null: never by itself. */
	minutes: number | null;
	/** When somebody was here last, as far as it is kept; milliseconds since 1970 by this device's clock. */
	here: number;
}
/** Kept under `identity`: what the doors will wrap. */
export interface IdentityRecord {
	root: Bytes;
	/** Hex ids of the own log and of oneself in it, since the root that they follow from has been replaced; else they follow from `root`. */
	own?: string;
	member?: string;
}

export const readHome = async (store: SealedStore): Promise<HomeRecord> => (await store.read<HomeRecord>('home')) ?? { circles: [], own: null, current: null };

/** Opens everything this device knows. Follows each circle only where `follow` is set. */
export async function openHome(
	store: SealedStore,
	api: Api,
	changed: () => void,
	{ follow = true, isMetered = () => false, media = null, onlock = () => undefined }: HomeOptions = {}
): Promise<Home> {
	const record = await readHome(store);
	const home: Home = {
		store,
		api,
		circles: new Map(),
		current: record.current,
		drawn: new Map(),
		place: null,
		compared: new Set(),
		changed,
		isMetered,
		media,
		readying: null,
		archiving: null,
		stopArchive: null,
		archive: null,
		unsaidDoors: new Set((await store.list(keyOf.doorSecret())).map((key) => key.slice(keyOf.doorSecret().length))),
		linking: null,
		lockAfter: (await store.read<LockAfter>(keyOf.lockAfter)) ?? { minutes: null, here: 0 },
		lookedAt: false,
		onlock
	};
	for (const id of [...record.circles, ...(record.own === null ? [] : [record.own])]) {
		const circle = await loadCircle(store, id);
		if (circle === null) continue;
		await readWithThisVersion(store, circle);
		await addCircle(home, circle, follow);
	}
	// Where the browser has no place for files, everything else is there all the same.
	const circles = [...home.circles.values()].map(({ circle }) => circle);
	await tidyFiles(store, circles, Date.now()).catch(() => undefined);
	return home;
}

export async function addCircle(home: Home, circle: CircleReplica, follow = true): Promise<OpenCircle> {
	const line: Line = {
		api: home.api,
		session: await sessionOf(home, circle),
		store: home.store,
		circle,
		isLookedAt: () => home.lookedAt,
		changed: home.changed
	};
	const open: OpenCircle = { circle, line, following: null };
	home.circles.set(circle.id, open);
	if (follow) open.following = followCircle(line, home.isMetered);
	home.changed();
	return open;
}

/** Takes up the line again as somebody else: who read through an invitation has become a member. */
export async function resume(home: Home, id: string): Promise<OpenCircle> {
	const open = circleOf(home, id);
	await open.following?.stop();
	return addCircle(home, open.circle);
}

export async function closeHome(home: Home): Promise<void> {
	await Promise.all([...home.circles.values()].map(({ following }) => following?.stop()));
	home.store.close();
}

async function sessionOf({ api }: Home, circle: CircleReplica): Promise<Session> {
	const { circleId } = circle.state;
	if (endedOf(circle) !== null) return { circleId, token: () => Promise.reject(new ActionRefused('ended')) };
	return api.session(circleId, await signerOf(circle));
}

async function signerOf(circle: CircleReplica): Promise<Signer> {
	if (circle.keys !== null && circle.state.members.has(circle.keys.member.id)) return { kind: 'device', id: circle.keys.deviceId, key: circle.keys.device };
	if (circle.record.secret === null) throw new Error('There is no way into this circle');
	const { id, signing } = await invitationKeys(circle.record.secret);
	return { kind: 'invitation', id, key: signing.privateKey };
}

/** @throws ActionRefused where this device does not know the circle */
export function circleOf(home: Home, id: string | null = home.current): OpenCircle {
	const open = id === null ? undefined : home.circles.get(id);
	if (open === undefined) throw new ActionRefused('no-circle');
	return open;
}

/** The circle and this device's keys in it. @throws ActionRefused for whoever only reads, or where something is wrong */
export function asMember(home: Home, id: string | null = home.current): OpenCircle & { keys: DeviceKeys } {
	const open = circleOf(home, id);
	if (endedOf(open.circle) !== null) throw new ActionRefused('ended');
	if (open.circle.record.trouble !== null) throw new ActionRefused('trouble');
	if (inDoubt(open.circle)) throw new ActionRefused('doubt');
	if (open.circle.keys === null || open.circle.state.members.get(open.circle.keys.member.id)?.standing !== 'in') throw new ActionRefused('not-a-member');
	return { ...open, keys: open.circle.keys };
}

/** @throws ActionRefused `not-a-parent`, and as asMember */
export function asParent(home: Home): OpenCircle & { keys: DeviceKeys } {
	const open = asMember(home);
	if (open.circle.state.members.get(open.keys.member.id)?.parent !== true) throw new ActionRefused('not-a-parent');
	return open;
}

/** @throws ActionRefused `not-found` where nobody of that id is in */
export function memberIn({ state }: CircleReplica, id: string): Member {
	const member = state.members.get(id);
	if (member?.standing !== 'in') throw new ActionRefused('not-found');
	return member;
}

/** The own log, once there is one and while this device belongs to it. */
export const ownCircle = (home: Home): OpenCircle | undefined => [...home.circles.values()].find(({ circle }) => circle.record.own && endedOf(circle) === null);

/** What was asked cannot be done. `code` names a sentence of messages/ (`problem.<code>`). */
export class ActionRefused extends Error {
	override name = 'ActionRefused';
	readonly code: string;
	constructor(code: string) {
		super(code);
		this.code = code;
	}
}
