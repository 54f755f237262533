/** What axe finds on the page as it stands: rule and place. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

export async function axeFinds(page: Page): Promise<string[]> {
	// All of it at once: what lies behind the places at the bottom is there for a thumb that scrolls, and axe takes it for covered.
	const size = page.viewportSize();
	const whole = await page.evaluate(() => (document.querySelector('dialog[open]') === null ? document.documentElement.scrollHeight : 0));
	if (size === null || whole <= size.height) return look(page);
	await page.setViewportSize({ ...size, height: whole + 200 });
	const found = await look(page);
	await page.setViewportSize(size);
	return found;
}

async function look(page: Page): Promise<string[]> {
	// What is still fading in is not as it will be read.
	await page.evaluate(() =>
		Promise.allSettled(
			document
				.getAnimations()
				.filter(({ effect, playState }) => playState === 'running' && effect?.getComputedTiming().endTime !== Infinity)
				.map(({ finished }) => finished)
		).then(() => undefined)
	);
	const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
	return violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}
