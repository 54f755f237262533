/** A phone that is taken, or a disk that is copied, does not tell: everything this browser keeps is sealed, and its keys cannot be taken out. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { answers, begins, invites, reads, tells } from './support/doing.ts';
import { filesIn, findsAny, startHost } from './support/host.ts';
import { newPerson, personOfFolder } from './support/person.ts';

const written = [
	'Platsen vid sjön',
	'Vi har förlorat vår son',
	'Jag ställer soppa',
	'Kören på tisdagar',
	'halvskrivet och inte sänt',
	'Platsen vid havet',
	'Ture',
	'Ingegerd'
];

/** In the page: all that its origin has kept, and whether any key could be taken out. */
async function everythingKept(): Promise<{ text: string; keys: { type: string; extractable: boolean }[]; stores: string[] }> {
	const parts: string[] = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), document.cookie];
	const keys: { type: string; extractable: boolean }[] = [];
	const stores: string[] = [];
	const look = (value: unknown): void => {
		if (value instanceof CryptoKey) keys.push({ type: value.type, extractable: value.extractable });
		else if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
			const bytes = value instanceof ArrayBuffer ? new Uint8Array(value) : new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
			parts.push(...['utf-8', 'utf-16le', 'latin1'].map((encoding) => new TextDecoder(encoding).decode(bytes)));
		} else if (typeof value === 'object' && value !== null) {
			for (const [name, one] of Object.entries(value)) {
				parts.push(name);
				look(one);
			}
		} else parts.push(String(value));
	};
	for (const { name } of await indexedDB.databases()) {
		const db = await new Promise<IDBDatabase>((resolve) => {
			const opening = indexedDB.open(name as string);
			opening.onsuccess = () => resolve(opening.result);
		});
		for (const store of db.objectStoreNames) {
			const table = db.transaction(store).objectStore(store);
			const done = <T>(request: IDBRequest<T>) => new Promise<T>((resolve) => (request.onsuccess = () => resolve(request.result)));
			const [names, values] = await Promise.all([done(table.getAllKeys()), done(table.getAll())]);
			stores.push(`${store}: ${names.length > 0 ? 'kept' : 'empty'}`);
			look(names);
			look(values);
		}
		db.close();
	}
	for (const cache of await caches.keys())
		for (const request of await (await caches.open(cache)).keys()) parts.push(request.url, (await (await caches.match(request))?.text()) ?? '');
	for await (const name of (await navigator.storage.getDirectory()).keys()) parts.push(name);
	return { text: parts.join('\n'), keys, stores };
}

test('nothing of what a family wrote, and no secret, lies readable in the browser or its folder', async ({ browser }) => {
	await using host = await startHost();
	const folder = mkdtempSync(join(tmpdir(), 'kvar-phone-'));
	try {
		const noor = await personOfFolder(folder, host.origin, 'Noor');
		await using ingegerd = await newPerson(browser, host.origin, 'Ingegerd');
		await begins(noor, 'Noor', 'Platsen vid sjön', 'Ture');
		await tells(noor, 'all', 'Vi har förlorat vår son.');
		const link = await invites(noor, { ring: 'all', label: 'Kören på tisdagar' });
		await reads(ingegerd, link);
		await answers(ingegerd, 'words', 'Jag ställer soppa utanför dörren.', { name: 'Ingegerd' });
		await noor.goes('/today');
		await expect(noor.page.getByText('Jag ställer soppa utanför dörren.')).toBeVisible();
		await noor.goes('/settings');
		await noor.page.getByRole('textbox', { name: noor.t('settings.place') }).fill('Platsen vid havet');
		await noor.goes('/tell');
		await noor.page.getByRole('textbox', { name: noor.t('tell.words') }).fill('halvskrivet och inte sänt');
		await noor.page.waitForTimeout(500);
		const secrets = [...written, link.split('#')[1] as string];

		for (const { page } of [noor, ingegerd]) {
			const { text, keys, stores } = await page.evaluate(everythingKept);
			expect(stores).toEqual(expect.arrayContaining(['keys: kept', 'sealed: kept']));
			expect(secrets.filter((word) => text.includes(word))).toEqual([]);
			expect(keys.length).toBeGreaterThan(0);
			// The public half of a key pair may be taken out: it is public.
			expect(keys.filter(({ type, extractable }) => extractable && type !== 'public')).toEqual([]);
		}
		await noor.context.close();
		const files = filesIn(folder);
		expect(files.some((file) => file.includes('IndexedDB'))).toBe(true);
		expect(files.flatMap((file) => findsAny([readFileSync(file)], secrets).map((word) => `${word} in ${file.slice(folder.length)}`))).toEqual([]);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
});
