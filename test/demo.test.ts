/** What `npm run demo` fills: about four hundred entries of every kind, true on every device; and the server knows not one word of it. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { live, waysIn } from '../scripts/demo/fill.ts';
import { people, type Name } from '../scripts/demo/people.ts';
import { serve } from '../scripts/demo/serve.ts';
import { openDevice } from './support/home.ts';
import { circleOf, settled } from './support/seen.ts';

const bytesIn = (folder: string): Buffer[] =>
	readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => readFileSync(join(entry.parentPath, entry.name)));

test('two years of a family: every kind of entry, in its ring and at its time, and a way in for each of four', async () => {
	const data = mkdtempSync(join(tmpdir(), 'kvar-demo-test-'));
	const serving = await serve('src/cli/kvar.ts', ['--port', '0', '--data', data]);
	try {
		const before = Date.now();
		await using lived = await live(serving.origin);
		// The clock is the true one again.
		expect(Math.abs(Date.now() - before)).toBeLessThan(300_000);
		const noor = lived.device('Noor');
		const { fold } = circleOf(noor);
		const ways = await waysIn(lived, serving.origin, ['Noor', 'Malik']);

		// Every kind, and about so many.
		const types = [...fold.told.values()].map(({ body }) => body.type);
		expect(types.length + fold.ties.size).toBeGreaterThan(380);
		expect(types.length + fold.ties.size).toBeLessThan(460);
		expect([...new Set(types)].sort()).toEqual(
			['announcement', 'answer', 'dedication', 'given', 'keepsake', 'letter', 'line', 'moment', 'note', 'promise', 'thanks'].sort()
		);
		const answers = [...fold.told.values()].flatMap(({ body }) => (body.type === 'answer' ? [body] : []));
		expect(new Set(answers.map(({ kind }) => kind))).toEqual(new Set(['words', 'candle', 'card', 'prayer', 'thought', 'offer']));
		expect(new Set(answers.filter(({ kind }) => kind === 'candle').map(({ burns }) => burns))).toEqual(new Set([12, 24, 168, null]));
		expect(types.filter((type) => type === 'moment')).toHaveLength(40);
		expect(new Set([...fold.told.values()].map(({ ring }) => ring))).toEqual(new Set(['us', 'close', 'all']));
		const enclosed = [...fold.told.values()].flatMap(({ body }) => ('enclosed' in body ? (body.enclosed ?? []) : []));
		expect(new Set(enclosed.map(({ kind }) => kind))).toEqual(new Set(['picture', 'film', 'sound']));

		// At their times: over two years, none of them yet to come, nobody before they came in.
		const times = [...fold.told.values()].map(({ time }) => time);
		expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(700 * 86_400_000);
		expect(Math.max(...times)).toBeLessThanOrEqual(Date.now());

		// No two say the same.
		const texts = [...fold.told.values()].map(({ body }) => ('text' in body ? body.text : '')).filter((text) => text !== '' && text !== 'Ture.');
		expect(texts.filter((text, i) => texts.indexOf(text) !== i)).toEqual([]);

		// Everybody's view holds together, and is theirs.
		for (const name of Object.keys(people) as Name[]) {
			const view = await lived.device(name).view();
			expect([name, view.wrong, view.unsent, view.newer, view.stopped]).toEqual([name, [], 0, false, false]);
			expect(view.me).toMatchObject({ name, ring: people[name].ring, parent: people[name].ring === 'us' });
			expect(view.members.map((member) => member.name).sort()).toEqual(Object.keys(people).sort());
		}
		const { drafts, members, proposals } = await noor.view();
		expect(drafts).toMatchObject([{ release: null }]);
		expect(proposals).toMatchObject([{ mine: false, name: 'Elias', answered: null }]);
		expect((await lived.device('Elias').view()).drafts[0]?.release).toBeGreaterThan(Date.now());
		expect(
			members
				.filter(({ grants }) => grants.includes('spokesperson'))
				.map(({ name }) => name)
				.sort()
		).toEqual(['Ingrid', 'Sara']);
		const keep = await noor.does('readKeep', {});
		expect(keep.whole).toBe(true);
		expect(keep.ties.length).toBeGreaterThan(8);
		expect(keep.children).toMatchObject([{ says: { name: { value: 'Ture' }, weeks: { value: '20+3' } } }]);
		expect((await noor.view()).told.some(({ spokeFor }) => spokeFor)).toBe(true);
		expect((await noor.does('search', { query: 'kaktusen', most: 20 })).hits.length).toBeGreaterThan(2);
		expect((await lived.device('Malik').does('search', { query: 'städskrubben', most: 20 })).hits).toEqual([]);
		await expect(noor.does('search', { query: 'städskrubben', most: 20 })).resolves.toMatchObject({ hits: [{ ring: 'close' }, { ring: 'close' }] });

		// What the server has, on its disk and in its log: none of the words, none of the names.
		const words = [...new Set(texts.flatMap((text) => text.match(/\p{L}{7,}/gu) ?? []))];
		expect(words.length).toBeGreaterThan(150);
		const there = [...bytesIn(data), Buffer.from(serving.printed())];
		expect(there.length).toBeGreaterThan(30);
		const secret = [...words, ...texts.slice(0, 50), 'Noor', 'Elias', 'Ingrid', 'Ture, Noor', 'Berg', ...ways.map(([, link]) => link.split('#')[1] as string)];
		expect(secret.filter((one) => there.some((bytes) => bytes.includes(one)))).toEqual([]);

		// The ways lead there.
		for (const [name, link] of ways) {
			await using back = await openDevice(serving.origin);
			await back.does('comeByDoor', { kind: 'link', fragment: link.split('#')[1] as string });
			await back.sees((view) => settled(view) && view.me.name === name && view.told.length > 20, 30_000);
		}
	} finally {
		await serving.stop();
		rmSync(data, { recursive: true, force: true });
	}
}, 240_000);
