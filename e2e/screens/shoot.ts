/** One screen in eight variants (360 and 1440, light and dusk, Swedish and English), and a contact sheet of them. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';

const folder = 'screens';
const widths = [360, 1440] as const;
const themes = ['light', 'dusk'] as const;
const langs = ['sv', 'en'] as const;

/** Only those KVAR_SCREENS matches, where it is set. `arrive` brings the page to the screen, from any page of the app, in whatever language it is. */
export async function shoot(page: Page, name: string, arrive: (lang: 'sv' | 'en') => Promise<void>): Promise<void> {
	if (process.env.KVAR_SCREENS !== undefined && !new RegExp(process.env.KVAR_SCREENS).test(name)) return;
	mkdirSync(folder, { recursive: true });
	const shots: { label: string; file: string }[] = [];
	for (const lang of langs) {
		await page.evaluate((chosen) => localStorage.setItem('kvar-lang', chosen), lang);
		await arrive(lang);
		for (const width of widths) {
			await page.setViewportSize({ width, height: width === 360 ? 780 : 900 });
			for (const theme of themes) {
				await page.evaluate((chosen) => (document.documentElement.dataset.theme = chosen), theme);
				await page.waitForTimeout(250);
				const file = join(folder, `${name}-${width}-${theme}-${lang}.png`);
				// What lies over a page is seen as it lies: a picture of the whole page would pull it apart.
				const over = (await page.locator('dialog[open]').count()) > 0;
				await page.screenshot({ path: file, fullPage: width === 360 && !over });
				shots.push({ label: `${width} ${theme} ${lang}`, file });
			}
		}
	}
	// What comes after finds the page as a Swede would.
	await page.evaluate(() => localStorage.setItem('kvar-lang', 'sv'));
	await page.setViewportSize({ width: 360, height: 780 });
	const browser = page.context().browser();
	if (browser !== null) await sheet(browser, name, shots);
}

/** One picture for README.md: as much as a phone shows at once. Copied by hand into docs/pictures/ when it has changed. */
export async function picture(page: Page, name: string, theme: (typeof themes)[number]): Promise<void> {
	mkdirSync(folder, { recursive: true });
	await page.evaluate((chosen) => (document.documentElement.dataset.theme = chosen), theme);
	await page.waitForTimeout(400);
	await page.screenshot({ path: join(folder, `picture-${name}.png`) });
}

async function sheet(browser: Browser, name: string, shots: { label: string; file: string }[]): Promise<void> {
	const page = await browser.newPage({ viewport: { width: 1720, height: 800 } });
	const figure = ({ label, file }: { label: string; file: string }): string =>
		`<figure><img src="data:image/png;base64,${readFileSync(file).toString('base64')}"><figcaption>${label}</figcaption></figure>`;
	const of = (width: number): string =>
		`<div class="w${width}">${shots.filter(({ label }) => label.startsWith(`${width} `)).map(figure).join('')}</div>`;
	await page.setContent(
		`<style>body{margin:16px;background:#cfc9bd;font:14px sans-serif;display:grid;grid-template-columns:1080px 592px;gap:16px;align-items:start}
		h1{grid-column:1/-1;margin:0}div{display:grid;gap:16px;align-items:start}.w360{grid-template-columns:repeat(4,1fr)}figure{margin:0}img{width:100%;max-height:2600px;object-fit:cover;object-position:top}</style>
		<h1>${name}</h1>${widths.map(of).join('')}`
	);
	await page.screenshot({ path: join(folder, `${name}.sheet.png`), fullPage: true });
	await page.close();
}
