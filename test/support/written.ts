/** WHAT A FAMILY HAS TRULY WRITTEN AND DECIDED, and what of a view is not that. */
import { reaches, type Ring } from '#domain/ring.ts';
import type { CircleView, EntryView } from '#domain/view.ts';

export interface Word {
	/** Hex entry id, chosen before it is said. */
	id: string;
	/** Name of its writer. */
	by: string;
	ring: Ring;
	/** What it answers. */
	to: string | null;
	/** What it has said: at first, and by each correction that was taken. `id` of the entry that says so. */
	says: { id: string; text: string }[];
	/** What is just being said, and may be seen already. */
	saying: string | null;
	/** By whom it was taken back or away. */
	goneBy: string | null;
}
export interface Person {
	name: string;
	memberId: string;
	parent: boolean;
	/** Names they have said, and every ring a parent ever wanted them in. */
	names: Set<string>;
	rings: Set<Ring>;
	/** A parent has wanted to let go of them. */
	letGo: boolean;
}
export interface Written {
	words: Map<string, Word>;
	people: Map<string, Person>;
	titles: Set<string>;
	children: Set<string>;
}

export const copyWritten = (written: Written): Written => structuredClone(written);

const everReaches = (person: Person, ring: Ring): boolean => [...person.rings].some((one) => reaches(one, ring));
const alwaysReaches = (person: Person, ring: Ring): boolean => !person.letGo && [...person.rings].every((one) => reaches(one, ring));

/** What `view`, on a device of `me`, shows that was never so. */
export function untrueIn(view: CircleView, me: Person, { words, people, titles, children }: Written): string[] {
	const wrong: string[] = [];
	const hold = (is: boolean, what: () => string) => void (is || wrong.push(`${me.name} is shown ${what()}`));
	const byId = new Map([...people.values()].map((person) => [person.memberId, person]));
	const seen = new Set<string>();
	const entry = (shown: EntryView, to: string | null) => {
		const word = words.get(shown.id);
		hold(!seen.has(shown.id), () => `twice what ${word?.by} said: ${shown.text}`);
		seen.add(shown.id);
		if (word === undefined) return hold(false, () => `what nobody has written: ${shown.text}`);
		const said = [...word.says.map(({ text }) => text), ...(word.saying === null ? [] : [word.saying])];
		hold(
			shown.takenBack ? word.goneBy !== null : shown.text === '' ? word.goneBy !== null : said.includes(shown.text),
			() => `“${shown.text}” where ${word.by} wrote ${said}`
		);
		hold(byId.get(shown.author.memberId)?.name === word.by, () => `${word.by}’s ${said} as ${shown.author.name}’s`);
		hold(shown.author.parent === people.get(word.by)?.parent, () => `${word.by} as another parent than they are`);
		hold(shown.author.name === '' || people.get(word.by)?.names.has(shown.author.name) === true, () => `${word.by} called ${shown.author.name}`);
		hold(shown.mine === (word.by === me.name), () => `${said} as their own or not`);
		hold(shown.ring === word.ring, () => `${said} in ${shown.ring}, which was said in ${word.ring}`);
		hold(to === word.to, () => `${said} as an answer to ${to}`);
		hold(everReaches(me, word.ring), () => `${said}, which was said in ${word.ring}`);
	};
	for (const told of view.told) {
		entry(told, null);
		for (const answer of told.answers) {
			entry(answer, told.id);
			hold(answer.to === told.id && answer.kind === 'words' && answer.motif === null, () => `another kind of answer: ${answer.text}`);
		}
	}
	const ended = view.standing === 'ended';
	hold(view.standing === 'member' || (ended && me.letGo), () => `their own standing as ${view.standing}`);
	if (ended) {
		hold(view.ended?.why === 'let-go', () => `an end that is none: ${view.ended?.why}`);
		hold(view.told.length === 0, () => 'words after the end');
	} else {
		hold(view.me.memberId === me.memberId && view.me.parent === me.parent && me.rings.has(view.me.ring), () => `themselves as ${JSON.stringify(view.me)}`);
		for (const person of people.values())
			hold(person.letGo || view.members.some(({ memberId }) => memberId === person.memberId), () => `${person.name} as gone`);
	}
	hold(titles.has(view.title), () => `the title ${view.title}`);
	hold(view.childName === null || (everReaches(me, 'us') && children.has(view.childName)), () => `the child’s name ${view.childName}`);
	hold(view.prayers === 'both' && view.erasing.length === 0, () => 'what no parent has decided');
	for (const member of view.members) {
		const person = byId.get(member.memberId);
		if (person === undefined) hold(false, () => `a stranger: ${member.name}`);
		else {
			hold(member.name === '' || person.names.has(member.name), () => `${person.name} called ${member.name}`);
			hold(member.parent === person.parent, () => `${person.name} as a parent or not`);
			hold(person.rings.has(member.ring), () => `${person.name} in ${member.ring}`);
			hold(!member.waiting && member.grants.length === 0 && member.insteadOf === null, () => `${person.name} as they never were`);
		}
	}
	// A seal that does not open is its writer's doing, and theirs are all honest; whatever else is wrong can be the server's.
	for (const { code, who } of view.wrong) hold(code !== 'cannot-open', () => `${who} accused: ${code}`);
	return wrong;
}

/** What `me` wrote that `view` of their own device no longer has. */
export function lostFrom(view: CircleView, me: Person, { words }: Written): string[] {
	if (view.standing === 'ended') return [];
	const shown = new Map(view.told.flatMap((told) => [told, ...told.answers]).map((one) => [one.id, one.text]));
	const lost: string[] = [];
	for (const { id, by, ring, to, says, saying, goneBy } of words.values()) {
		const last = says.at(-1)?.text;
		// An answer goes from sight with what it answers.
		if (by !== me.name || last === undefined || goneBy !== null || !alwaysReaches(me, ring) || (to !== null && !shown.has(to))) continue;
		const text = shown.get(id);
		if (text !== last && (saying === null || text !== saying)) lost.push(`${me.name} wrote ${last}, and is shown ${text ?? 'nothing'}`);
	}
	return lost;
}
