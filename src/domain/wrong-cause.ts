/**
 * WHAT IT MEANS TO A PERSON that something here cannot be true: the codes of docs/protocol.md, gathered into the few things that can
 * have happened. Each cause has words in messages/ (`wrong.<cause>`). A code that this version does not know is `other`.
 */
import type { WrongView } from './view.ts';

interface Of {
	/** Whose doing it can be where somebody's signature is on it. Without one it is always the server's, or something's on the way to it. */
	by: 'server' | 'device' | 'either';
	codes: readonly string[];
}

const causes = {
	/** It is not what was written, or not by who it says. A body is no part of what its writer signs the envelope of: that is the server's. */
	altered: { by: 'server', codes: ['malformed', 'wrong-circle', 'wrong-ring', 'wrong-signature', 'wrong-body'] },
	missing: { by: 'either', codes: ['withheld', 'left-out', 'gap', 'rolled-back', 'control-ahead', 'held-back'] },
	order: { by: 'either', codes: ['replayed', 'control-fell', 'broken-chain'] },
	pasts: { by: 'either', codes: ['fork', 'control-fork'] },
	uninvited: { by: 'device', codes: ['not-a-device', 'not-in-ring', 'cut-off'] },
	/** The other parent's yes is said to be there, and they have not given it. */
	yes: { by: 'device', codes: ['wrong-yes'] },
	locked: { by: 'device', codes: ['cannot-open', 'wrong-epoch', 'epoch-was-due', 'wrong-key'] },
	people: {
		by: 'server',
		codes: [
			'control-malformed',
			'control-wrong-circle',
			'control-wrong-number',
			'control-wrong-predecessor',
			'control-wrong-signature',
			'control-no-authority',
			'control-seen-before',
			'control-not-open',
			'control-wrong-boxes',
			'control-wrong-epoch',
			'control-wrong-state',
			'control-erased'
		]
	},
	/** What this device sent is not where it should be. */
	refused: { by: 'server', codes: ['keeps-refusing', 'device-order', 'id-taken'] },
	other: { by: 'either', codes: [] }
} as const satisfies Record<string, Of>;

export type WrongCause = keyof typeof causes;
export const wrongCauses = Object.keys(causes) as WrongCause[];

const causeOf = new Map(wrongCauses.flatMap((cause) => causes[cause].codes.map((code): [string, WrongCause] => [code, cause])));

export const wrongCause = (code: string): WrongCause => causeOf.get(code) ?? 'other';

/** Whose doing: `words` is somebody's words in the server's hands; `keys` is a device that handed out a key, and nobody's words. */
export function wrongBy({ code, who }: Pick<WrongView, 'code' | 'who'>): 'server' | 'words' | 'keys' | 'device' | 'either' {
	// Every box lies in an entry that its writer has signed: the server cannot exchange it.
	if (who === null) return code === 'wrong-key' ? 'keys' : 'server';
	const { by } = causes[wrongCause(code)];
	return by === 'server' ? 'words' : by;
}

/** Gathered by cause: what stops the place first, then in the order given. */
export function gatherWrong(wrong: readonly WrongView[]): { cause: WrongCause; stops: boolean; met: WrongView[] }[] {
	const found = new Map<WrongCause, WrongView[]>();
	for (const one of wrong) {
		const cause = wrongCause(one.code);
		found.set(cause, [...(found.get(cause) ?? []), one]);
	}
	return [...found].map(([cause, met]) => ({ cause, stops: met.some(({ stops }) => stops), met })).sort((a, b) => Number(b.stops) - Number(a.stops));
}

/** Lines for whoever runs the place: what, when and where, in the protocol's own words. No name, and nothing that anybody wrote. */
export function wrongNote({ circleId, wrong }: { circleId: string; wrong: readonly WrongView[] }, version: string, now: number): string {
	const time = (at: number) => new Date(at).toISOString();
	const lines = wrong.map(({ at, code, ring, stops, who }) =>
		[time(at), code, ring ?? 'control', stops ? 'stops' : 'left out', who === null ? 'unsigned' : 'signed'].join(' · ')
	);
	return [`Kvar ${version} · ${time(now)}`, `circle ${circleId.slice(0, 16)}`, ...lines].join('\n');
}
