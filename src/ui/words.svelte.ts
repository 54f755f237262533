import { sayWhen } from './when.ts';
import { isLang, langFor, translate, type Lang, type Messages, type T } from './translate.ts';

/**
 * The app's words. `startWords()` is awaited once before anything is drawn; after that `t` answers at once,
 * and what it says changes by itself when the language does. Pages drawn on the server use words-of.ts.
 */

const load: Record<Lang, () => Promise<{ default: Messages }>> = {
	sv: () => import('#messages/sv.json'),
	en: () => import('#messages/en.json')
};

let lang = $state<Lang>('en');
let say = $state.raw<T | null>(null);

export const t = ((key, values) => (say === null ? '' : say(key as never, values as never))) as T;

export const words = {
	get lang() {
		return lang;
	},
	/** Chosen by the person: remembered on this device only. */
	async choose(next: Lang) {
		await speak(next);
		try {
			localStorage.setItem('kvar-lang', next);
		} catch {
			// Storage may be closed to us; the choice then lasts as long as the page.
		}
	}
};

/** A time said as one would say it: "this evening". */
export const when = (at: number, now = Date.now()) => sayWhen(t, lang, at, now);

export async function startWords() {
	await speak(remembered() ?? langFor(navigator.languages));
}

function remembered(): Lang | null {
	try {
		const kept = localStorage.getItem('kvar-lang');
		return isLang(kept) ? kept : null;
	} catch {
		return null;
	}
}

async function speak(next: Lang) {
	const messages = (await load[next]()).default;
	lang = next;
	say = translate(next, messages) as T;
	document.documentElement.lang = next;
}
