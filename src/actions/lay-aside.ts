/** LAY ASIDE something said, for oneself alone, or take it up again. It is written in one's own log: nobody else can know. */
import { addToOutbox } from '#replica/outbox.ts';
import { ensureOwn } from './begin.ts';
import { ActionRefused, asMember, type Home } from './home.ts';

export async function layAside(home: Home, { target, aside }: { target: string; aside: boolean }): Promise<void> {
	const { circle } = asMember(home);
	if (!circle.fold.told.has(target)) throw new ActionRefused('not-found');
	const own = await ensureOwn(home);
	await addToOutbox(home.store, own.circle, { ring: 'us', body: { type: 'aside', circle: circle.id, target, aside }, time: Date.now() });
	own.following?.push();
	home.changed();
}
