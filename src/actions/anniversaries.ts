/** ANNIVERSARIES: a person wishes to be shown that a day has come round, or does no longer. It is written in one's own log: each for themselves. */
import { addToOutbox } from '#replica/outbox.ts';
import { ensureOwn } from './begin.ts';
import { asMember, type Home } from './home.ts';

/** `what`: as in domain/anniversary.ts. */
export async function showDay(home: Home, { what, shown }: { what: string; shown: boolean }): Promise<void> {
	const { circle } = asMember(home);
	const own = await ensureOwn(home);
	await addToOutbox(home.store, own.circle, { ring: 'us', body: { type: 'anniversary', circle: circle.id, what, shown }, time: Date.now() });
	own.following?.push();
	home.changed();
}
