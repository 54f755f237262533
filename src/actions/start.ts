/** START: a family begins a place. */
import { randomBytes } from '#crypto/random.ts';
import { rings } from '#domain/ring.ts';
import { addToOutbox } from '#replica/outbox.ts';
import { ensureOwn, foundHere, rememberCircle } from './begin.ts';
import type { Home } from './home.ts';

export interface StartArgs {
	/** What to call the one who begins. */
	name: string;
	/** What this place is called. */
	title: string;
	/** The child's name, if there is one to say. Kept in `us`. */
	childName: string | null;
}

/** Gives the new circle's id. @throws Unreachable, Problem: then nothing was begun */
export async function start(home: Home, { name, title, childName }: StartArgs): Promise<string> {
	const own = await ensureOwn(home);
	const seed = randomBytes(32);
	const { circle, following } = await foundHere(home, seed, rings, randomBytes(16), Date.now(), false);
	await rememberCircle(home, own, circle.state.circleId, seed);
	const time = Date.now();
	await addToOutbox(home.store, circle, { ring: 'all', body: { type: 'place', title }, time });
	await addToOutbox(home.store, circle, { ring: 'all', body: { type: 'name', name }, time });
	if (childName !== null) await addToOutbox(home.store, circle, { ring: 'us', body: { type: 'child', name: childName }, time });
	following?.push();
	home.changed();
	return circle.id;
}
