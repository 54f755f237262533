/** The shapes in which the story is written. Days are counted from the day on which Ture was born. */
import type { AnswerKind, CardMotif } from '../../../src/domain/answer.ts';
import type { Asking } from '../../../src/domain/announcement.ts';
import type { Ring } from '../../../src/domain/ring.ts';
import type { Name } from '../people.ts';
import type { Scene } from '../scenes.ts';

export interface Shown {
	scene: Scene;
	says: string;
	covered?: boolean;
}

/** Who, how many hours later, how, in what words; and whatever else. */
export type Answering = readonly [
	by: Name,
	hours: number,
	kind: AnswerKind,
	text?: string,
	more?: { ring?: Ring; burns?: number | null; motif?: CardMotif; shown?: Shown; key?: string }
];

export interface Telling {
	day: number;
	at: string;
	by: Name;
	ring: Ring;
	text: string;
	asking?: Asking;
	shown?: readonly Shown[];
	/** It waits for this parent's yes. */
	agreed?: Name;
	/** By which it is spoken of elsewhere in the story. */
	key?: string;
	answers?: readonly Answering[];
}
