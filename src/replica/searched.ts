/** WHAT IS LOOKED FOR in a circle, and whether and where a page shows it. */
import { childFields } from '#domain/child.ts';
import { hostOf } from '#domain/dedication.ts';
import { isErased, nowIs, nowSays, standsAt, type Fold, type Told } from '#domain/fold.ts';
import type { Hit, Stands } from '#domain/found.ts';
import { belongsTo, isKept, type Kept } from '#domain/kept.ts';
import { isWider, rings, type Ring } from '#domain/ring.ts';
import type { Words } from './search-index.ts';
import { isWithin } from './view.ts';

/** Null where nothing of it is left. */
export function wordsOfTold(fold: Fold, told: Told, name: string): Words | null {
	const { text, enclosed, takenBack } = nowSays(fold, told);
	if (takenBack) return null;
	const { title, beside } = isKept(told.body) ? besideText(nowIs(fold, told as Told<Kept>)) : { title: '', beside: [] };
	const says = [...enclosed.map((one) => one.says), ...beside].filter((one) => one !== '').join('\n');
	return { title, text, says, name };
}

/** What something kept says beside its text. */
function besideText(body: Kept): { title: string; beside: string[] } {
	switch (body.type) {
		case 'dedication':
			return { title: body.title, beside: [body.toWords, ...(body.link === null ? [] : [hostOf(body.link)])] };
		case 'moment':
			return { title: body.title, beside: [body.day.words] };
		case 'promise':
			return { title: '', beside: [body.gave, body.day?.words ?? ''] };
		case 'given':
			return { title: body.from, beside: [body.day?.words ?? ''] };
		case 'thanks':
			return { title: '', beside: 'people' in body.to ? [body.to.words] : [] };
		case 'keepsake':
		case 'letter':
		case 'line':
		case 'note':
			return { title: '', beside: [] };
	}
}

/** Where a page shows it; null where none does, as with what belongs to something that was taken back or laid aside. */
export function standsOn(fold: Fold, told: Told, isAside: (id: string) => boolean): Stands | null {
	if (isAside(told.id) || isErased(fold, told)) return null;
	const { body } = told;
	if (body.type === 'announcement') return { on: 'today', id: told.id };
	if (body.type === 'answer') {
		const target = fold.told.get(body.to);
		if (target === undefined || target.body.type === 'answer' || isWider(told.ring, target.ring)) return null;
		if (isKept(target.body)) return standsOn(fold, target, () => false);
		// A candle without words stands among the others of its day.
		const wordless = body.kind === 'candle' && nowSays(fold, told).text === '';
		return { on: 'today', id: wordless ? standsAt(fold, target).id : told.id };
	}
	if (!isWithin(fold, told)) return null;
	const to = belongsTo(body);
	if (to !== null) return standsOn(fold, fold.told.get(to) as Told, isAside);
	const on = placeOf[body.type as keyof typeof placeOf];
	return { on, id: 'child' in body ? body.child : told.id };
}
const placeOf = {
	keepsake: 'child',
	letter: 'child',
	dedication: 'dedication',
	moment: 'moment',
	promise: 'promise',
	given: 'support',
	thanks: 'support'
} as const;

export interface ChildSaying {
	child: string;
	field: NonNullable<Hit['field']>;
	text: string;
	ring: Ring;
	at: number;
}
/** What holds of each child, field by field: of what is said in several rings, the latest (domain/child.ts). */
export function childSayings({ children }: Fold): ChildSaying[] {
	return [...children].flatMap(([child, { says, dates }]) => [
		...childFields.flatMap((field) => latest(says[field], (value) => value).map((one) => ({ child, field, ...one }))),
		...latest(dates, (value) => value.map(({ what, day }) => [what, day.words].filter((words) => words !== '').join(' ')).join('\n')).map((one) => ({
			child,
			field: 'dates' as const,
			...one
		}))
	]);
}

type Register<T> = Partial<Record<Ring, { value: T; time: number; id: string }>>;
function latest<T extends { length: number }>(register: Register<T> | undefined, textOf: (value: T) => string): { text: string; ring: Ring; at: number }[] {
	const said = rings.flatMap((ring) => {
		const one = register?.[ring];
		return one === undefined || one.value.length === 0 ? [] : [{ ring, ...one }];
	});
	return said
		.sort((a, b) => b.time - a.time || (a.id < b.id ? 1 : -1))
		.slice(0, 1)
		.map(({ value, ring, time }) => ({ text: textOf(value), ring, at: time }));
}
