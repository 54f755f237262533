/** A person with a device of their own: a browser context, Swedish or English, a phone unless said otherwise. */
import { expect, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { words } from './words.ts';

export interface Person extends AsyncDisposable {
	name: string;
	lang: 'sv' | 'en';
	context: BrowserContext;
	page: Page;
	t: ReturnType<typeof words>;
	goes(path: string): Promise<void>;
	/** Everything the pages of this device have complained about so far. */
	complaints: string[];
}

export interface PersonOptions {
	lang?: 'sv' | 'en';
	viewport?: { width: number; height: number };
	theme?: 'light' | 'dark';
	userAgent?: string;
}

const phone = { width: 360, height: 780 };

/** Kit's own announcer is styled inline, which our policy refuses; tokens.css hides it properly. Nothing else may be refused. */
const known = /Applying inline style violates/;

export async function newPerson(browser: Browser, origin: string, name: string, options: PersonOptions = {}): Promise<Person> {
	const lang = options.lang ?? 'sv';
	const context = await browser.newContext({
		baseURL: origin,
		locale: lang === 'sv' ? 'sv-SE' : 'en-GB',
		timezoneId: 'Europe/Stockholm',
		viewport: options.viewport ?? phone,
		colorScheme: options.theme ?? 'light',
		hasTouch: (options.viewport ?? phone).width < 900,
		...(options.userAgent === undefined ? {} : { userAgent: options.userAgent })
	});
	const complaints: string[] = [];
	context.on('console', (message) => {
		if (message.type() === 'error' && !known.test(message.text())) complaints.push(message.text());
	});
	context.on('weberror', (error) => complaints.push(error.error().message));
	const page = await context.newPage();
	const person: Person = {
		name,
		lang,
		context,
		page,
		t: words(lang),
		complaints,
		async goes(path) {
			// The page one has now: a phone that was closed is opened again as another.
			await person.page.goto(path);
			await expect(person.page.locator('main')).toBeVisible();
		},
		[Symbol.asyncDispose]: () => context.close()
	};
	return person;
}
