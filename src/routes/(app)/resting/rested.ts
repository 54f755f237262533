import type { Said } from '#domain/ready.ts';
import type { CircleView, DraftView } from '#domain/view.ts';

/** What rests and is gone on with, by the id that the address of a form names (`?rested=`): null where it is not there, or is of another kind. */
export function restedAs<T extends Said['type']>(
	view: Pick<CircleView, 'drafts'>,
	id: string | null,
	type: T
): (Omit<DraftView, 'says'> & { says: Extract<Said, { type: T }> }) | null {
	const draft = view.drafts.find(({ entry }) => entry === id);
	return draft?.says.type === type ? (draft as never) : null;
}
