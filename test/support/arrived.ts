/** Once the server is honest again: what has not come where it ought to be, and is neither said to be wrong nor held up by what stops a place. */
import { equal, hex, type Bytes } from '#crypto/bytes.ts';
import { sha256 } from '#crypto/verify.ts';
import { firstHead, nextHead } from '#log/chain.ts';
import { nowSays } from '#domain/fold.ts';
import { rings, ringsWithin, type Ring } from '#domain/ring.ts';
import type { CircleView } from '#domain/view.ts';
import { replayControl } from '#membership/apply.ts';
import type { CircleState } from '#membership/state.ts';
import { decodeEnvelope } from '#wire/envelope.ts';
import { type Household, type Name } from './founded-family.ts';
import { circleOf } from './seen.ts';

/** Nothing more is taken in or written there, and it says so. */
export const saysItStopped = ({ wrong, newer, stopped }: CircleView): boolean => (stopped && newer) || wrong.some(({ stops }) => stops);

/** What the server truly has: how often each entry is in a log, and who is in. */
export interface Truly {
	state: CircleState;
	logs: Map<Ring, Map<string, number>>;
	/** By the number of entries before it. */
	heads: Map<Ring, Bytes[]>;
}

/** Asked for with the session of `who` (a device of a parent). */
export async function trulyThere({ server }: Household, who: string): Promise<Truly> {
	const state = (await replayControl(await server.controlOf(who))) as CircleState;
	const logs: Truly['logs'] = new Map();
	const heads: Truly['heads'] = new Map();
	for (const ring of rings) {
		const log = new Map<string, number>();
		const along = [await firstHead(state.circleId, ring)];
		for (const [envelope] of await server.entriesOf(who, ring)) {
			const id = hex(decodeEnvelope(envelope).header.entryId);
			log.set(id, (log.get(id) ?? 0) + 1);
			along.push(await nextHead(along.at(-1) as Bytes, await sha256(envelope)));
		}
		logs.set(ring, log);
		heads.set(ring, along);
	}
	return { state, logs, heads };
}

export async function missingFrom(home: Household, name: Name, { state, logs, heads }: Truly): Promise<string[]> {
	const device = home.device(name);
	const view = await device.view();
	if (saysItStopped(view)) return [];
	const me = state.members.get(home.person(name).memberId);
	if (me?.standing !== 'in') return view.standing === 'ended' ? [] : [`${name} was let go of and does not know`];
	const { state: known, fold, rings: replicas } = circleOf(device);
	const missing: string[] = [];
	if (known.n !== state.n) missing.push(`${name} knows of ${known.n} decisions, not of ${state.n}`);
	for (const ring of ringsWithin(me.ring)) {
		const stretch = replicas.get(ring)?.stretch;
		const there = heads.get(ring)?.[stretch?.last ?? 0];
		if (stretch !== undefined && !equal(stretch.head, there ?? new Uint8Array())) missing.push(`${name} follows another log of ${ring} than there is`);
	}
	if (view.unsent > 0) missing.push(`${name} still has ${view.unsent} to send`);
	// What it did not take it names: then it was the server's doing, or somebody's who was shut out.
	const named = new Map(
		rings.map((ring) => [ring, new Set([...(replicas.get(ring)?.refused ?? []).map(({ entryId }) => entryId), ...(replicas.get(ring)?.withheld.keys() ?? [])])])
	);
	for (const word of home.written.words.values()) {
		const log = logs.get(word.ring);
		const first = word.says[0];
		if (first === undefined || !ringsWithin(me.ring).includes(word.ring)) continue;
		const times = log?.get(word.id) ?? 0;
		if (times > 1) missing.push(`“${first.text}” is in the log ${times} times`);
		if (word.by === name && times === 0 && word.goneBy === null && !home.liar.unheard.has(name))
			missing.push(`“${first.text}” of ${name} never came to the server`);
		if (times === 0 || word.by === name || named.get(word.ring)?.has(word.id) === true) continue;
		const told = fold.told.get(word.id);
		const says = told === undefined ? null : nowSays(fold, told);
		const newest = word.says.findLast(({ id }) => log?.has(id));
		const eraser = word.goneBy === null ? null : (word.goneBy as Name);
		if (eraser !== null && (says === null || says.takenBack)) continue;
		// Who was shut out, or has stopped, may not have come to say so.
		if (eraser !== null && (home.person(eraser).letGo || home.person(eraser).rings.size > 1 || saysItStopped(await home.device(eraser).view()))) continue;
		const excused = named.get(word.ring)?.size !== 0 || home.liar.unheard.has(eraser ?? word.by);
		if (eraser !== null && !excused) missing.push(`${name} still shows “${says?.text}”, which ${eraser} took back`);
		else if (eraser === null && says === null) missing.push(`${name} is not shown “${first.text}” of ${word.by}`);
		else if (eraser === null && says?.text !== newest?.text && !excused) missing.push(`${name} is shown “${says?.text}”, not “${newest?.text}”`);
	}
	return missing;
}
