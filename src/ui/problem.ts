import type { Messages } from './translate.ts';
import { t } from './words.svelte.ts';

/** Every code that there is a sentence for. */
type Said = keyof Messages extends infer K ? (K extends `problem.${infer Of}` ? Of : never) : never;

/** What can go wrong, by the code that an action gives: actions, server and device. Each is a sentence `problem.<code>`. */
const codes = [
	'unexpected',
	'unreachable',
	'unanswered',
	'nonsense',
	'trouble',
	'device-full',
	'ended',
	'doubt',
	'not-there-yet',
	'no-sign-of-them',
	'nothing-drawn',
	'not-oneself',
	'not-in-us',
	'parents-stay',
	'compare-first',
	'same-ring',
	'empty',
	'too-long',
	'not-a-parent',
	'not-a-member',
	'not-your-ring',
	'one-at-a-time',
	'not-found',
	'not-yours',
	'wider-than-what-it-answers',
	'no-circle',
	'a-member-stays',
	'not-an-invitation',
	'invitation-closed',
	'invitation-unready',
	'false-circle',
	'nobody-waits',
	'unknown-words',
	'malformed',
	'too-large',
	'too-many',
	'no-session',
	'control-moved',
	'control-refused',
	'control-behind',
	'epoch-due',
	'device-order',
	'id-taken',
	'circle-full',
	'circle-exists',
	'storage',
	'internal',
	'heic',
	'not-a-picture',
	'picture-too-large',
	'file-gone',
	'file-broken',
	'file-large',
	'file-missing',
	'part-order',
	'part-broken',
	'no-such-range',
	'not-a-film',
	'film-broken',
	'not-saved',
	'no-player',
	'refused-microphone',
	'refused-camera',
	'no-microphone',
	'no-camera'
] as const satisfies readonly Said[];

type Code = (typeof codes)[number];
/** A sentence that stands in messages/ and not here would never be said: then this has another type, and is refused. */
const known: ReadonlySet<[Exclude<Said, Code>] extends [never] ? string : never> = new Set<string>(codes);

/** What happened, that nothing typed is lost, and what to do: for any code, also one this version does not know. */
export const sayProblem = (code: string): string => t(`problem.${known.has(code) ? (code as Code) : 'unexpected'}`);
