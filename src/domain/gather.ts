/** What a place shows, gathered for reading: newest first, and the candles lit on one day standing together. */
import type { AnswerView, EntryView, KeptView, ToldView } from './view.ts';

export type Piece =
	| { kind: 'told'; id: string; at: number; told: ToldView }
	| { kind: 'answer'; id: string; at: number; answer: AnswerView; to: ToldView }
	| { kind: 'candles'; id: string; at: number; candles: AnswerView[]; to: ToldView }
	| { kind: 'kept'; id: string; at: number; kept: KeptView }
	/** Lines and what they mean, written by one person on one day about one thing that was dedicated: the newest of them. */
	| { kind: 'margin'; id: string; at: number; kept: KeptView; about: KeptView };

/** The entries that a piece shows. */
export function entriesOf(piece: Piece): EntryView[] {
	switch (piece.kind) {
		case 'told':
			return [piece.told];
		case 'candles':
			return piece.candles;
		case 'answer':
			return [piece.answer];
		case 'kept':
		case 'margin':
			return [piece.kept];
	}
}

/** Their ids: what a link to one of them leads to. */
export const idsOf = (piece: Piece): string[] => entriesOf(piece).map(({ id }) => id);

/**
 * The answers to one thing told. Candles without words that were lit on the same day, for the same people to see, become one
 * piece at the time of the newest; one's own stand alone, because their writer is told of each how far it has come, and so does
 * what was laid aside.
 * What was taken back is gone; only what a parent took away leaves its place to its writer, until they hide it.
 * @param dayOf the day of a time, as the reader's calendar has it
 * @param just id of what has been taken away here just now: it leaves its place as well
 */
export function gatherAnswers(to: ToldView, dayOf: (at: number) => string, just: string | null = null): Piece[] {
	const pieces: Piece[] = [];
	const days = new Map<string, AnswerView[]>();
	for (const answer of to.answers) {
		const { takenBack, takenAway, mine, aside } = answer;
		if (takenBack && answer.id !== just && !(takenAway && mine && !aside)) continue;
		if (answer.kind !== 'candle' || answer.text !== '' || mine || aside || takenBack) {
			pieces.push({ kind: 'answer', id: answer.id, at: answer.at, answer, to });
			continue;
		}
		const key = `${dayOf(answer.at)} ${answer.ring}`;
		const candles = days.get(key);
		if (candles !== undefined) candles.push(answer);
		else {
			const lit = [answer];
			days.set(key, lit);
			pieces.push({ kind: 'candles', id: answer.id, at: answer.at, candles: lit, to });
		}
	}
	return pieces.sort(newestFirst);
}

/** Everything in one stream. News that was taken back stays only as the place of the answers it got. */
export function gatherAll(told: readonly ToldView[], kept: readonly KeptView[], dayOf: (at: number) => string, just: string | null = null): Piece[] {
	return [
		...told.flatMap((one): Piece[] => {
			const answers = gatherAnswers(one, dayOf, just);
			if (one.takenBack && answers.length === 0) return [];
			return [{ kind: 'told', id: one.id, at: one.at, told: one }, ...answers];
		}),
		...gatherKept(kept, dayOf)
	].sort(newestFirst);
}

/** What is kept and given, newest first. Lines and margin notes of one day stand as one piece with what they belong to. */
export function gatherKept(kept: readonly KeptView[], dayOf: (at: number) => string): Piece[] {
	const byId = new Map(kept.map((one) => [one.id, one]));
	const margins = new Set<string>();
	const pieces: Piece[] = [];
	for (const one of [...kept].sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))) {
		const { body, id, at } = one;
		if (body.type !== 'line' && body.type !== 'note') {
			pieces.push({ kind: 'kept', id, at, kept: one });
			continue;
		}
		const to = byId.get(body.to);
		const about = to?.body.type === 'line' ? byId.get(to.body.to) : to;
		if (about === undefined) continue;
		const key = `${about.id} ${one.author.memberId} ${dayOf(at)}`;
		if (margins.has(key)) continue;
		margins.add(key);
		pieces.push({ kind: 'margin', id, at, kept: one, about });
	}
	return pieces;
}

const newestFirst = (a: Piece, b: Piece): number => b.at - a.at || (a.id < b.id ? 1 : -1);
