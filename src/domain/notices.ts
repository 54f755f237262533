/** QUIET NOTICES: when a device is told that something has arrived, while nobody looks at it. Off until asked for; it says no more than that. */
import type { Body } from './body.ts';
import type { Ring } from './ring.ts';

/** What one wishes for on this device, in one place. */
export interface Notices {
	/** Of these rings. */
	rings: Ring[];
	/** From these members (hex ids) alone; empty: from anybody. */
	people: string[];
	quiet: Quiet | null;
}
/** As it was asked for on this device. */
export interface AskedNotices extends Notices {
	/** Where this browser's push service takes what is for it. */
	endpoint: string;
	/** Minutes this device's clock was ahead of UTC then: the server goes by UTC. */
	ahead: number;
}
/** Minutes of the day by the clock of who wishes it; `from` after `to` goes over midnight. What comes in between is told after it. */
export interface Quiet {
	from: number;
	to: number;
}

const minutesADay = 24 * 60;

/** Whether `minute` of the day lies in between. */
export const isQuiet = ({ from, to }: Quiet, minute: number): boolean => (from <= to ? from <= minute && minute < to : minute >= from || minute < to);

/** By a clock that is `ahead` minutes ahead of this one. */
export const quietBy = ({ from, to }: Quiet, ahead: number): Quiet => ({ from: wrapped(from + ahead), to: wrapped(to + ahead) });
const wrapped = (minute: number): number => ((minute % minutesADay) + minutesADay) % minutesADay;

/** What is said to others. Not what is set right, laid aside, tied, agreed to or said of having arrived. */
const told: ReadonlySet<string> = new Set<Body['type']>([
	'announcement',
	'answer',
	'keepsake',
	'letter',
	'dedication',
	'note',
	'moment',
	'promise',
	'given',
	'thanks',
	'proposal'
]);
export const isToldToOthers = ({ type }: { type: string }): boolean => told.has(type);
