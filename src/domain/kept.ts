/** WHAT IS KEPT AND GIVEN: the entries that one person says once, and that only they correct or take back. Each is told of in its own file. */
import type { Keepsake, LetterToChild } from './child.ts';
import type { Dedication, Line, MarginNote } from './dedication.ts';
import type { Moment } from './moment.ts';
import type { PromiseGiven } from './promise.ts';
import type { Given } from './support.ts';
import type { Thanks } from './thanks.ts';

export type Kept = Keepsake | LetterToChild | Dedication | Line | MarginNote | Moment | PromiseGiven | Given | Thanks;
export type KeptType = Kept['type'];
export type KeptOf<K extends KeptType> = Extract<Kept, { type: K }>;

/** The words of something kept are its writer's: what they have said of it anew stands in the place of it, of the same type. */
export interface Changed {
	type: 'changed';
	target: string;
	body: Kept;
}

/** Who may say it: a parent; or, where it is given to somebody or belongs to what was given, anybody who reads it. */
const byAnybody: ReadonlySet<KeptType> = new Set<KeptType>(['dedication', 'line']);
export const maySay = (type: KeptType, byParent: boolean): boolean => byParent || byAnybody.has(type);

/** Without its words and what was enclosed, once it was taken back: what it belonged to stays. */
const blank: { [K in KeptType]: (body: KeptOf<K>) => KeptOf<K> } = {
	keepsake: (body) => ({ ...body, text: '', enclosed: [] }),
	letter: (body) => ({ ...body, text: '', enclosed: [] }),
	dedication: (body) => ({ ...body, to: [], toWords: '', title: '', text: '', link: null, enclosed: [] }),
	line: (body) => ({ ...body, text: '' }),
	note: (body) => ({ ...body, text: '' }),
	moment: (body) => ({ ...body, day: { precision: 'year', year: 2000, part: 0, day: 0, words: '' }, height: 0, title: '', text: '', enclosed: [] }),
	promise: (body) => ({ ...body, text: '', day: null, gave: '', enclosed: [] }),
	given: (body) => ({ ...body, kind: 'words', from: '', day: null, text: '', enclosed: [] }),
	thanks: (body) => ({ ...body, to: { people: [], words: '' }, text: '', enclosed: [] })
};
export const blankOf = (body: Kept): Kept => (blank[body.type] as (body: Kept) => Kept)(body);

export const keptTypes = Object.keys(blank) as KeptType[];
const types: ReadonlySet<string> = new Set(keptTypes);
export const isKept = (body: { type: string }): body is Kept => types.has(body.type);

/** What it belongs to, so that it is never wider: a line to its dedication, a note to its line. */
export const belongsTo = (body: Kept): string | null => (body.type === 'line' || body.type === 'note' ? body.to : null);

export const enclosedIn = (body: Kept) => ('enclosed' in body ? (body.enclosed ?? []) : []);
