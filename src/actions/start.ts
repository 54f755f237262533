/** START: a family begins a place. It is begun once, however often it is asked for and wherever it was broken off. */
import { fromHex, type Bytes } from '#crypto/bytes.ts';
import { randomBytes } from '#crypto/random.ts';
import { rings } from '#domain/ring.ts';
import { addToOutbox } from '#replica/outbox.ts';
import { ensureOwn, foundHere, rememberCircle } from './begin.ts';
import { ownCircle, type Home } from './home.ts';

export interface StartArgs {
	/** What to call the one who begins. */
	name: string;
	/** What this place is called. */
	title: string;
	/** The child's name, if there is one to say. Kept in `us`. */
	childName: string | null;
	/** Chosen by the caller anew for each wish, so that asking twice is beginning once. */
	id?: string;
}
/** The place begun last, kept under `started`; `owed` is what is still to be done and said there. */
interface Started {
	id: string | null;
	circleId: string;
	owed: { seed: Bytes; name: string; title: string; childName: string | null; time: number } | null;
}

/** Gives the new circle's id. @throws Unreachable, Problem: then nothing was begun, or what was begun goes on when it is asked for again */
export async function start(home: Home, { name, title, childName, id }: StartArgs): Promise<string> {
	const before = await home.store.read<Started>('started');
	if (before !== undefined && id !== undefined && before.id === id) {
		await finishStart(home);
		return before.circleId;
	}
	await ensureOwn(home);
	const wish = { seed: randomBytes(32), rings, salt: randomBytes(16), at: Date.now() };
	const { circle } = await foundHere(home, 'place', wish, (circleId, seed) => [
		home.store.change('started', { id: id ?? null, circleId, owed: { seed, name, title, childName, time: Date.now() } } satisfies Started)
	]);
	await finishStart(home);
	return circle.id;
}

/** Remembers the place in the own log and says the first things there: now, or when the app is opened next. */
export async function finishStart(home: Home): Promise<void> {
	const started = await home.store.read<Started>('started');
	const open = started === undefined ? undefined : home.circles.get(started.circleId);
	const own = ownCircle(home);
	if (started === undefined || open === undefined || own === undefined || started.owed === null) return;
	const { seed, name, title, childName, time } = started.owed;
	await rememberCircle(home, own, fromHex(started.circleId), seed);
	await addToOutbox(home.store, open.circle, { ring: 'all', body: { type: 'place', title }, time });
	if (childName !== null) await addToOutbox(home.store, open.circle, { ring: 'us', body: { type: 'child', name: childName }, time });
	const done = home.store.change('started', { ...started, owed: null } satisfies Started);
	await addToOutbox(home.store, open.circle, { ring: 'all', body: { type: 'name', name }, time }, [done]);
	open.following?.push();
	home.changed();
}
