/** THE CHILDREN WHO HAVE A PAGE: those of whom something is said, and those who something kept belongs to, also where nobody has said a word of them. */
import { callOf, type ChildView } from './child.ts';
import type { KeepView } from './view.ts';

export interface ChildPage {
	child: string;
	known: ChildView | undefined;
	/** What it is called; null where neither a name nor words in its place are said. */
	call: string | null;
	/** The first words that were kept on it: what a page is known by that has no name. */
	words: string;
	/** It has neither, nor a day, and so has one before it. */
	another: boolean;
}

/** As this person reads them: first those who are spoken of, then the others, in the order in which something was first kept for them. */
export function childPages({ children, kept }: Pick<KeepView, 'children' | 'kept'>): ChildPage[] {
	const words = new Map<string, string>();
	for (const { body, takenBack, aside, text } of [...kept].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))) {
		if (takenBack || (body.type !== 'keepsake' && body.type !== 'letter')) continue;
		// What this person has laid aside does not stand here in words.
		words.set(body.child, words.get(body.child) || (aside ? '' : text.trim()));
	}
	const known = new Map(children.map((one) => [one.child, one]));
	const pages = [...new Set([...known.keys(), ...words.keys()])].map((child) => ({
		child,
		known: known.get(child),
		call: callOf(known.get(child)),
		words: words.get(child) ?? ''
	}));
	const bare = pages.filter((page) => page.call === null && page.words === '' && (page.known?.dates ?? null) === null);
	return pages.map((page) => ({ ...page, another: bare.indexOf(page) > 0 }));
}
