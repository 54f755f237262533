/** LOOKING FOR SOMETHING among all that this device has of a place. What is looked for, and what is found, leaves it nowhere. */
import type { Found } from '#domain/found.ts';
import { ownKey } from '#replica/own-log.ts';
import { circleOf, ownCircle, type Home } from './home.ts';
import { foldAllHere } from './keep.ts';

/** Longer is nothing that anybody looks for. */
const longest = 200;

/** What this person has laid aside is not found. */
export async function search(home: Home, { query, most }: { query: string; most: number }): Promise<Found> {
	const open = circleOf(home);
	const { circle } = open;
	await foldAllHere(home, open);
	// Most who are here never look for anything: what it takes is loaded when somebody does.
	const { searchOf } = await import('#replica/search.ts');
	const index = searchOf(circle);
	await index.catchUp();
	const own = ownCircle(home)?.circle.own;
	const isAside = (id: string): boolean => own?.asides.get(ownKey(circle.id, id))?.value === true;
	return { ...index.find(query.slice(0, longest), most, isAside), whole: [...circle.rings.values()].every(({ foldedFrom }) => foldedFrom <= 1) };
}
