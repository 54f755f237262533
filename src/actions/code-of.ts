/** The one funnel from errors to people: a code, which names a sentence in messages/ (`problem.<code>`). Never an error's own text. */
import { NoKey, WrongKey } from '#log/ring-key.ts';
import { NotReady } from '#media/not-ready.ts';
import { Refused } from '#membership/refused.ts';
import { LogTrouble } from '#replica/apply.ts';
import { Nonsense, Problem, Unanswered, Unreachable } from '#sync/api.ts';
import { StoreLocked } from '#replica/rest-key.ts';
import { ActionRefused } from './home.ts';

export function codeOf(error: unknown): string {
	if (error instanceof ActionRefused || error instanceof Problem) return error.code;
	if (error instanceof NotReady) return error.code;
	if (error instanceof Unanswered) return 'unanswered';
	if (error instanceof Unreachable) return 'unreachable';
	if (error instanceof Nonsense) return 'nonsense';
	if (error instanceof LogTrouble || error instanceof Refused || error instanceof WrongKey) return 'trouble';
	if (error instanceof StoreLocked) return 'locked';
	if (error instanceof NoKey) return 'not-a-member';
	if (error instanceof DOMException && error.name === 'QuotaExceededError') return 'device-full';
	return 'unexpected';
}
