/** By keyboard alone: what has the focus, and Tab until it is what one looks for. Nothing is clicked, and nothing is filled in that one has not come to. */
import { expect } from '@playwright/test';
import type { Person } from './person.ts';

interface Stop {
	role: string;
	name: string;
	/** What shows that it is the one: its own outline, or that of the label or box that stands for it. */
	seen: boolean;
}

/** What has the focus now. */
export const here = ({ page }: Person): Promise<Stop> =>
	page.evaluate(() => {
		const at = document.activeElement as HTMLElement;
		const label = (at as HTMLInputElement).labels?.[0];
		const named = (at.getAttribute('aria-label') ?? label?.textContent ?? (at.textContent || (at.querySelector('img')?.alt ?? ''))).replace(/\s+/g, ' ').trim();
		const outlined = (element: Element | null | undefined): boolean =>
			element instanceof Element && getComputedStyle(element).outlineStyle !== 'none' && parseFloat(getComputedStyle(element).outlineWidth) >= 2;
		const box = at.getBoundingClientRect();
		return {
			role: at.getAttribute('role') ?? (at.tagName === 'INPUT' ? (at as HTMLInputElement).type : at.tagName.toLowerCase()),
			name: named,
			seen: outlined(at) || outlined(label) || outlined(at.closest('label')) || (outlined(at.parentElement) && box.height > 0)
		};
	});

/** So many stops, at most, lie between one thing and the next. */
const most = 60;

/**
 * Tabs on until what has the focus is called `name`; once more where the page was still coming. @throws when one comes round without having
 * met it, or cannot see where one is
 */
export async function reaches(person: Person, name: string | RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
	const met = await goesRound(person, name, key);
	if (met === null) return;
	await person.page.waitForTimeout(1000);
	if ((await goesRound(person, name, key)) !== null) throw new Error(`${String(name)} is not reached by ${key}: ${met.join(' · ')}`);
}
/** @returns null once it is reached; else what was met */
async function goesRound(person: Person, name: string | RegExp, key: string): Promise<string[] | null> {
	const met: string[] = [];
	for (let i = 0; i < most; i++) {
		await person.page.keyboard.press(key);
		const stop = await here(person);
		// A heading that the page itself led to is read out; it is no stop.
		if (/^(body|main|h[1-6])$/.test(stop.role)) continue;
		expect(stop.name, `a ${stop.role} without a name, after ${met.at(-1) ?? 'the top'}`).not.toBe('');
		expect(stop.seen, `${stop.name} (${stop.role}) is not seen to have the focus`).toBe(true);
		if (typeof name === 'string' ? stop.name.startsWith(name) : name.test(stop.name)) {
			await expect(person.page.locator(':focus, input:focus-within'), `${stop.name} (${stop.role}) is called nothing by who reads it out`).toHaveAccessibleName(
				/\S/
			);
			return null;
		}
		met.push(stop.name);
	}
	return met;
}
export async function presses(person: Person, name: string | RegExp): Promise<void> {
	await reaches(person, name);
	await person.page.keyboard.press('Enter');
}
export async function types(person: Person, name: string | RegExp, text: string): Promise<void> {
	await reaches(person, name);
	await person.page.keyboard.type(text);
}
/** Chooses of several by the arrows, beginning at `from`, which is chosen now. */
export async function choosesOf(
	person: Person,
	from: string,
	name: string,
	arrow: 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown' = 'ArrowRight'
): Promise<void> {
	await reaches(person, from);
	for (let i = 0; i < 12; i++) {
		await person.page.keyboard.press(arrow);
		const { name: now } = await here(person);
		if (now === name || now.startsWith(name)) return expect(person.page.locator(':focus')).toBeChecked();
	}
	throw new Error(`${name} is not come to by ${arrow} from ${from}`);
}
