/** A person with a device of their own: a browser context, Swedish or English, a phone unless said otherwise. */
import { chromium, expect, test, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from '@playwright/test';
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
	/** `block`: everything comes by the network, as on a first visit. */
	serviceWorkers?: 'block';
}

const phone = { width: 360, height: 780 };

/** Kit's own announcer is styled inline, which our policy refuses; tokens.css hides it properly. Nothing else may be refused. */
const known = /Applying inline style violates/;

const contextOptions = (
	origin: string,
	{ lang = 'sv', viewport = phone, theme = 'light', userAgent, serviceWorkers }: PersonOptions
): BrowserContextOptions => ({
	baseURL: origin,
	locale: lang === 'sv' ? 'sv-SE' : 'en-GB',
	timezoneId: 'Europe/Stockholm',
	viewport,
	colorScheme: theme,
	hasTouch: viewport.width < 900,
	...(userAgent === undefined ? {} : { userAgent }),
	...(serviceWorkers === undefined ? {} : { serviceWorkers })
});

export async function newPerson(browser: Browser, origin: string, name: string, options: PersonOptions = {}): Promise<Person> {
	const context = await browser.newContext(contextOptions(origin, options));
	return personIn(context, await context.newPage(), name, options);
}

/** A person whose browser keeps what it has in `folder`, so that it can be closed and opened again. */
export async function personOfFolder(folder: string, origin: string, name: string, options: PersonOptions = {}): Promise<Person> {
	const context = await chromium.launchPersistentContext(folder, { ...test.info().project.use.launchOptions, ...contextOptions(origin, options) });
	return personIn(context, context.pages()[0] ?? (await context.newPage()), name, options);
}

function personIn(context: BrowserContext, page: Page, name: string, { lang = 'sv' }: PersonOptions): Person {
	const complaints: string[] = [];
	context.on('console', (message) => {
		if (message.type() === 'error' && !known.test(message.text())) complaints.push(message.text());
	});
	context.on('weberror', (error) => complaints.push(error.error().message));
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
