import { ask, NotDone } from '#actions/ask.ts';
import { sayProblem } from '#ui/problem.ts';

/** Lays something aside for oneself alone, or takes it up again. Gives why it could not be done, as a sentence; null when it is done. */
export async function layAside(target: string, aside: boolean): Promise<string | null> {
	try {
		await ask('layAside', { target, aside });
		return null;
	} catch (error) {
		return sayProblem(error instanceof NotDone ? error.code : 'unexpected');
	}
}
