/** ANNIVERSARIES: a person wishes to be shown that a day has come round, or does no longer. It is written in one's own log: each for themselves. */
import { addToOutbox } from '#replica/outbox.ts';
import { shownDays } from '#replica/own-log.ts';
import { ensureOwn } from './begin.ts';
import { asMember, circleOf, ownCircle, type Home } from './home.ts';

/** `what`: as in domain/anniversary.ts. */
export async function showDay(home: Home, { what, shown }: { what: string; shown: boolean }): Promise<void> {
	const { circle } = asMember(home);
	const own = await ensureOwn(home);
	await addToOutbox(home.store, own.circle, { ring: 'us', body: { type: 'anniversary', circle: circle.id, what, shown }, time: Date.now() });
	own.following?.push();
	home.changed();
}

/** What this person wishes to be shown. By this it is known, without reading all that is kept, that there is nothing to look for. */
export async function askedDays(home: Home, _: Record<string, never>): Promise<string[]> {
	const own = ownCircle(home);
	return own === undefined ? [] : shownDays(own.circle.own, circleOf(home).circle.id);
}
