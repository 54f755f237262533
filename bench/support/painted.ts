/** FROM A PRESS TO A PICTURE: two pages of Chromium, the app as it ships; one answers, the other shows it. Null where there is no Chromium. */
import { chromium } from '@playwright/test';
import { answers, begins, invites, reads, tells } from '../../e2e/support/doing.ts';
import { newPerson } from '../../e2e/support/person.ts';
import { findChromium } from '../../scripts/find-chromium.ts';

/** Milliseconds from the press on "send" in one page until the words are painted in another, each of `times`. */
export async function measurePainted(origin: string, times: number): Promise<number[] | null> {
	const found = findChromium();
	if (!found.found) return null;
	const browser = await chromium.launch({ executablePath: found.path, args: ['--no-sandbox', '--disable-gpu'] });
	try {
		await using noor = await newPerson(browser, origin, 'Noor');
		await using malik = await newPerson(browser, origin, 'Malik');
		await begins(noor, 'Noor', 'Noor & Elias', '');
		await tells(noor, 'all', 'Vi har förlorat vår son.');
		await reads(malik, await invites(noor, { ring: 'all' }));
		await answers(malik, 'words', 'Först ett för att säga ett namn.', { name: 'Malik' });
		await noor.goes('/today');
		await noor.page.getByText('Först ett').waitFor();
		// Both pages run on one machine and so by one clock.
		await malik.context.addInitScript(() =>
			addEventListener('submit', () => localStorage.setItem('pressed-at', String(performance.timeOrigin + performance.now())), { capture: true })
		);
		const took: number[] = [];
		for (let i = 0; i < times; i++) {
			const text = `Det ${i + 1}:e svaret.`;
			const painted = noor.page.evaluate(
				(awaited) =>
					new Promise<number>((resolve) => {
						const look = new MutationObserver(() => {
							if (!document.body.innerText.includes(awaited)) return;
							look.disconnect();
							// The frame after the one in which it is laid out has shown it.
							requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now())));
						});
						look.observe(document.body, { childList: true, subtree: true, characterData: true });
					}),
				text
			);
			await answers(malik, 'words', text);
			const pressed = Number(await malik.page.evaluate(() => localStorage.getItem('pressed-at')));
			took.push((await painted) - pressed);
		}
		return took;
	} finally {
		await browser.close();
	}
}
