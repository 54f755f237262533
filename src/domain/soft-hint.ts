/**
 * A SOFT HINT for whoever answers: words that are meant well and often hurt. Looked for on the writer's own device, in what is
 * being typed; nothing is blocked, kept or sent. Both languages at once: people write in the one they grieve in.
 */
export const hints = ['least', 'another', 'reason'] as const;
export type Hint = (typeof hints)[number];

const start = String.raw`(?<![\p{L}\p{N}])`;
const end = String.raw`(?![\p{L}\p{N}])`;
const phrase = (...parts: string[]) => new RegExp(`${start}(?:${parts.join('|')})${end}`, 'iu');

/** A word for a child, or the sentence ends there: "another" may also be another blanket. */
const orChild = (words: string) => String.raw`(?: (?:${words})|(?=\s*(?:[.,;:!?]|$)))`;

const looks: Record<Hint, RegExp> = {
	least: phrase('at least', 'atleast', 'åtminstone', 'i alla fall (?:var det|hann|fick|vet)', 'tur (?:ändå )?att'),
	another: phrase(
		String.raw`you(?:'ll| both)?(?: can| could| may| might| will)?(?: always| still| surely| soon)* (?:have|try for|get) (?:another|more|others|a new)${orChild('baby|babies|child|children|one|pregnancy')}`,
		String.raw`(?:can|could)(?: always)? try again`,
		String.raw`(?:ni|du) (?:kan|får|hinner|kommer)(?: ju| säkert| alltid| nog| snart| väl)*(?: att)?(?: försöka)?(?: få| skaffa)? (?:fler|flera|ett nytt|ett till|en ny|en till)${orChild('barn|bebis|bebisar')}`,
		String.raw`(?:ni|du) (?:kan|får)(?: ju| säkert| alltid| nog| väl)* försöka igen`
	),
	reason: phrase(
		String.raw`every ?thing happens for a reason`,
		String.raw`(?:it|this) (?:was|wasn't|was not|is) meant to be`,
		String.raw`part of (?:a|god's) plan`,
		String.raw`for the best`,
		String.raw`(?:det|allt) (?:var|är|har|sker)(?: nog| väl| säkert| kanske)* (?:meningen|en mening|av en anledning)`,
		String.raw`det (?:är|var)(?: nog| väl| säkert)* (?:det bästa som kunde hända|bäst så|lika bra)`
	)
};

/** The first hint that fits, or none. */
export function softHint(text: string): Hint | null {
	const plain = text.replaceAll('’', "'").replace(/\s+/g, ' ');
	return hints.find((hint) => looks[hint].test(plain)) ?? null;
}
