/** Looking for something: before anything is typed, what is found of every kind, plenty of it, and nothing; and the way to it. */
import { test, type Page } from '@playwright/test';
import { firstChild } from '../../src/domain/child.ts';
import { exactDay } from '../../src/domain/day.ts';
import { openDevice } from '../../test/support/home.ts';
import { letIn } from '../../test/support/let-in.ts';
import { startHost } from '../support/host.ts';
import { newPerson } from '../support/person.ts';
import { words } from '../support/words.ts';
import { shoot } from './shoot.ts';

const looksFor = (page: Page, query: string) => async (lang: 'sv' | 'en') => {
	await page.goto('/search');
	await page.getByRole('searchbox', { name: words(lang)('search.field') }).fill(query);
	await page.waitForTimeout(900);
};

test('search', async ({ browser }) => {
	await using host = await startHost();
	await using device = await openDevice(host.origin);
	await device.does('start', { name: 'Noor', title: 'Ture, Noor & Elias', childName: 'Ture' });
	await using elias = await letIn(host.origin, device, 'Elias', 'us', { parent: true });
	await using ingrid = await letIn(host.origin, device, 'Ingrid', 'close');
	const news =
		'Vår son Ture föddes i tisdags, i vecka 20. Han levde inte. Vi hann hålla honom länge. Barnmorskan tände ett ljus i fönstret medan vi satt där, och ingen sa något på en lång stund. Sedan gick solen upp över parkeringen, och vi åkte hem.';
	const to = await device.does('tellNews', { ring: 'close', text: news, asking: 'ask' });
	const song = await elias.does('keepThis', {
		ring: 'close',
		body: { type: 'dedication', kind: 'song', to: [], toWords: 'Noor', title: 'Samma väg hem', text: 'Jag vågade inte sjunga den förrän nu.', link: null }
	});
	const line = await elias.does('keepThis', { ring: 'close', body: { type: 'line', to: song, text: 'du bar lyktan, jag bar dig ibland, i ljuset från ditt ljus', place: 1 } });
	await elias.does('keepThis', { ring: 'us', body: { type: 'note', to: line, text: 'Ljuset i korridoren. Jag tänker på det varje gång.' } });
	await device.does('keepThis', {
		ring: 'close',
		body: { type: 'moment', title: 'Ljuset i Lofoten', text: 'Vi satt uppe hela natten, och det blev aldrig mörkt.', day: exactDay('2016-06-21'), height: 70 }
	});
	await device.does('keepThis', { ring: 'us', body: { type: 'letter', child: firstChild, text: 'Kära Ture. I dag var det ljust redan klockan fyra, och jag gick ut på trappan.' } });
	await device.does('sayOfChild', { child: firstChild, ring: 'close', says: { there: 'Noor, Elias och en barnmorska som tände ett ljus' } });
	await device.does('keepThis', {
		ring: 'close',
		body: { type: 'given', kind: 'candle', from: 'Grannarna på Trädgårdsmästarebostadsrättsföreningens innergård', day: null, text: 'Ett ljus i varje fönster.' }
	});
	await ingrid.sees(({ told }) => told.length === 1);
	await ingrid.does('answer', { to, kind: 'words', text: 'Jag har tänt ett ljus hemma hos mig. Ni behöver inte svara.', motif: null });
	for (let i = 0; i < 30; i++)
		await device.does('tellNews', { ring: 'us', text: `Promenad ${i + 1}. ${i % 3 ? 'Runt sjön, som vanligt, utan att säga så mycket.' : 'Bara till bron.'}`, asking: null });
	await device.sees(({ unsent, told }) => unsent === 0 && told.some(({ answers }) => answers.length > 0), 30_000);
	const { fragment } = await device.does('makeDoor', { kind: 'link' });
	await using noor = await newPerson(browser, host.origin, 'Noor');
	const { page, t } = noor;
	await page.goto(`/back#${fragment}`);
	await page.getByRole('link', { name: t('back.came.go') }).click();
	await page.getByText('Promenad 30').waitFor();
	await shoot(page, '240-the-way', async () => {
		await page.goto('/today');
		await page.locator('main').waitFor();
		await page.waitForTimeout(500);
	});
	await shoot(page, '241-before', async () => {
		await page.goto('/search');
		await page.waitForTimeout(500);
	});
	await shoot(page, '242-found', looksFor(page, 'ljuset'));
	await shoot(page, '243-plenty', looksFor(page, 'promenad'));
	await shoot(page, '244-nothing', looksFor(page, 'xylofon'));
	await shoot(page, '245-a-long-way-down', async (lang) => {
		await looksFor(page, 'ljuset')(lang);
		await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
		await page.waitForTimeout(300);
	});
});
