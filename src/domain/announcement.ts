/** THE NEWS, told once, by a parent or by whoever they have asked to speak for them. */
import type { Enclosed } from './enclosed.ts';
import type { Yes } from './yes.ts';

/** How the family wishes to be met: ask about the child, don't ask, or nothing said. */
export type Asking = 'ask' | 'dont-ask' | null;

export interface Announcement {
	type: 'announcement';
	text: string;
	asking: Asking;
	/** Not there: nothing is. */
	enclosed?: Enclosed[];
	/** The other parent's, where it waited for it: then both have said it. */
	yes?: Yes;
}
