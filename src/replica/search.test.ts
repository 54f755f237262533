/** Searching: whatever is said is found by each of its words, and nothing that is not; however what was said came, in pieces or all at once. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { viewChildren } from '#domain/child.ts';
import { emptyFold, foldEntry, isErased, nowIs, nowSays, type Fold, type FoldEntry, type Told } from '#domain/fold.ts';
import { isKept, type Kept } from '#domain/kept.ts';
import type { Ring } from '#domain/ring.ts';
import { kept } from '../../test/support/kept.ts';
import { newSearch, searchOf, type Searched } from './search.ts';
import { childSayings, standsOn } from './searched.ts';
import { tokensIn } from './search-words.ts';

const me = 'aa'.repeat(16);
const other = 'bb'.repeat(16);
const idOf = (i: number): string => i.toString(16).padStart(32, '0');
let count = 0;
const entry = (
	body: FoldEntry['body'],
	{ id = idOf(++count), author = me, ring = 'close', time = count, byParent = true }: Partial<FoldEntry> = {}
): FoldEntry => ({
	...{ id, ring, author, byParent, time, n: count, settled: true, device: author, deviceSeq: 0, controlN: 0, seenSeq: 0, hash: id, body }
});
const news = (text: string): FoldEntry['body'] => ({ type: 'announcement', text, asking: null });
const over = (...entries: FoldEntry[]): Searched => {
	const fold = emptyFold();
	for (const one of entries) foldEntry(fold, one);
	return { id: 'cc', fold, keys: { member: { id: me } } as Searched['keys'], record: { saidName: null, card: null } as unknown as Searched['record'] };
};
const nobody = () => false;
async function found(circle: Searched, query: string, { most = 1000, isAside = nobody as (id: string) => boolean } = {}) {
	const search = searchOf(circle);
	await search.catchUp();
	return search.find(query, most, isAside).hits;
}
const idsOf = async (circle: Searched, query: string) => (await found(circle, query)).map(({ id }) => id);
const textOf = (parts: readonly { text: string }[]): string => parts.map(({ text }) => text).join('');
const marked = (parts: readonly { text: string; found: boolean }[]): string[] => parts.filter((part) => part.found).map(({ text }) => text);

/** Whether one text is found by `query`. */
const finds = async (text: string, query: string): Promise<boolean> => (await idsOf(over(entry(news(text))), query)).length > 0;

test.each([
	['Vi tänder ett ljus', 'ljuset'],
	['ljusen på bordet', 'ljus'],
	['barnet sover', 'barn'],
	['barnets namn', 'barnens'],
	['alla barn', 'barnet'],
	['blommans blad', 'blommorna'],
	['kistan var vit', 'kista'],
	['vi promenerade i promenaden', 'promenaderna'],
	['we lit a candle', 'candles'],
	['three candles', 'candle'],
	['he was dying', 'died'],
	['remembering him', 'remembered'],
	// Without the keys for it, and as it stands.
	['i går kväll vid sjön', 'sjon'],
	['möten', 'motet'],
	['idén om en resa', 'ide'],
	['Noël', 'noel'],
	['Tack för allt', 'TACK'],
	// While it is being typed.
	['förlossningsrummet', 'förl'],
	['förlossningsrummet', 'forl'],
	['sjukhuset i Lund', 'sjukhuset i lu'],
	// With a typo, in a long word.
	['begravningen i maj', 'begravnigen'],
	['den långa korridoren', 'koridoren'],
	['Goteborg i maj', 'Göteborg'],
	["I don't know, it's too early", 'don’t'],
	['ture, 310 g, vecka 20+3', '310'],
	// In any script.
	['سلام عليكم', 'سلام'],
	['السَّلامُ', 'السلام'],
	['Ничего не нужно говорить', 'говорить'],
	['我们想念你', '想念']
])('%s is found by %s', async (text, query) => expect(await finds(text, query)).toBe(true));

test.each([
	['Vi har en bil', 'hår'],
	['soppan', 'sappa'],
	['en lampa', 'lumpa'],
	['ett år', 'är'],
	['vi', 'du'],
	['mot sjön', 'möte'],
	['ljus', '  … !'],
	['soppa', 'sopprot'],
	['sen kväll', 'x']
])('%s is not found by %s', async (text, query) => expect(await finds(text, query)).toBe(false));

test('what is written as it was typed comes before its kin, and of equals the newer first', async () => {
	const circle = over(
		entry(news('Barnen leker'), { id: idOf(1), time: 50 }),
		entry(news('Barnet sover'), { id: idOf(2), time: 10 }),
		entry(news('Barnet vaknar'), { id: idOf(3), time: 20 }),
		entry(news('Ingenting här'), { id: idOf(4), time: 99 })
	);
	expect(await idsOf(circle, 'barnet')).toEqual([idOf(3), idOf(2), idOf(1)]);
	// Both words, where both are somewhere; else one of them.
	expect(await idsOf(circle, 'barnet sover')).toEqual([idOf(2)]);
	expect((await idsOf(circle, 'leker vaknar')).sort()).toEqual([idOf(1), idOf(3)]);
	const { hits, more } = searchOf(circle).find('barnet', 2, nobody);
	expect([hits.length, more]).toEqual([2, true]);
});

test('a stretch of it shows the words that were found, as ranges of plain text', async () => {
	const long = `${'Det var en lång dag. '.repeat(20)}Vi tände <b>ljusen</b>\noch satt tysta. ${'Sedan kom natten. '.repeat(20)}`;
	const circle = over(
		entry(news(long), { id: idOf(1) }),
		entry(
			{ type: 'moment', title: 'Ljuset över sjön', text: 'En morgon i maj.', height: 40, day: { precision: 'year', year: 2019, part: 0, day: 0, words: '' } },
			{ id: idOf(2) }
		),
		entry(
			{
				...{ type: 'keepsake', child: me, kind: 'picture', text: 'Hemma.' },
				enclosed: [{ kind: 'sound', says: 'Elias sjunger om ljus', duration: 1, wave: [], sound: { id: '', secret: '', size: 1, mime: '' } }]
			},
			{ id: idOf(3) }
		)
	);
	const hits = new Map((await found(circle, 'ljus')).map((hit) => [hit.id, hit]));
	const first = hits.get(idOf(1))?.words ?? [];
	expect(marked(first)).toEqual(['ljusen']);
	expect(textOf(first)).toMatch(/^… .*Vi tände <b>ljusen<\/b> och satt tysta\..* …$/);
	expect(textOf(first).length).toBeLessThan(220);
	expect(long.replace(/\s+/g, ' ')).toContain(textOf(first).slice(2, -2));
	expect(marked(hits.get(idOf(2))?.title ?? [])).toEqual(['Ljuset']);
	expect(textOf(hits.get(idOf(2))?.words ?? [])).toBe('En morgon i maj.');
	expect(marked(hits.get(idOf(3))?.words ?? [])).toEqual(['ljus']);
	expect(hits.get(idOf(3))?.stands).toEqual({ on: 'child', id: me });
});

test('one is found by the name of who said it, also once that is another name', async () => {
	const circle = over(entry(news('Soppa utanför dörren'), { id: idOf(1), author: other }), entry({ type: 'name', name: 'Ingrid' }, { author: other, time: 1 }));
	expect((await found(circle, 'ingrid soppa'))[0]).toMatchObject({ name: 'Ingrid', mine: false });
	foldEntry(circle.fold, entry({ type: 'name', name: 'Mormor' }, { author: other, time: 99 }));
	expect(await idsOf(circle, 'mormor')).toEqual([idOf(1)]);
	expect(await idsOf(circle, 'ingrid')).toEqual([]);
});

test('what was corrected is found as it says now; what was taken back, laid aside, or belongs to such, is not', async () => {
	const dedication = idOf(900);
	const line = idOf(901);
	const circle = over(
		entry(news('Vi mötte våren'), { id: idOf(1) }),
		entry({ type: 'dedication', kind: 'song', to: [], toWords: 'Ture', title: 'Visan', text: '', link: 'https://www.example.org/a' }, { id: dedication }),
		entry({ type: 'line', to: dedication, text: 'du bar lyktan', place: 1 }, { id: line }),
		entry({ type: 'note', to: line, text: 'din hand var varm' }, { id: idOf(902) })
	);
	const find = (query: string, isAside = nobody as (id: string) => boolean) =>
		found(circle, query, { isAside }).then((hits) => hits.map(({ stands }) => stands));
	expect(await find('lyktan')).toEqual([{ on: 'dedication', id: dedication }]);
	expect(await find('varm')).toEqual([{ on: 'dedication', id: dedication }]);
	expect(await find('example')).toEqual([{ on: 'dedication', id: dedication }]);
	expect(await find('lyktan', (id) => id === line)).toEqual([]);
	expect(await find('varm', (id) => id === dedication)).toEqual([]);
	foldEntry(circle.fold, entry({ type: 'edit', target: idOf(1), text: 'Vi mötte hösten', asking: null }));
	expect(await find('våren')).toEqual([]);
	expect(await find('hösten')).toEqual([{ on: 'today', id: idOf(1) }]);
	for (const target of [idOf(1), dedication]) foldEntry(circle.fold, entry({ type: 'erase', target, targetHash: target }));
	for (const query of ['hösten', 'mötte', 'visan', 'lyktan', 'varm']) expect(await find(query)).toEqual([]);
});

test('what is said of a child is found field by field, as it is shown', async () => {
	const child = '0'.repeat(32);
	const of = (says: object, ring: Ring, time: number) => entry({ type: 'about-child', child, says }, { ring, time });
	const circle = over(
		of({ name: 'Ture', there: 'Mormor och barnmorskan' }, 'us', 1),
		of({ there: 'Mormor' }, 'close', 2),
		entry(
			{ type: 'about-child', child, says: {}, dates: [{ what: 'Dopet hemma', day: { precision: 'year', year: 2024, part: 0, day: 0, words: 'den hösten' } }] },
			{ time: 3 }
		)
	);
	expect(await found(circle, 'barnmorskan')).toEqual([]);
	expect((await found(circle, 'mormor'))[0]).toMatchObject({ type: 'child', field: 'there', ring: 'close', at: 2, stands: { on: 'child', id: child } });
	expect((await found(circle, 'dopet hösten')).map(({ field }) => field)).toEqual(['dates']);
	foldEntry(circle.fold, of({ there: '' }, 'close', 4));
	expect((await found(circle, 'barnmorskan')).map(({ ring }) => ring)).toEqual(['us']);
	for (const saying of childSayings(circle.fold)) {
		const view = viewChildren(circle.fold.children)[0];
		if (saying.field !== 'dates') expect(view?.says[saying.field]).toEqual({ value: saying.text, ring: saying.ring });
	}
});

const word = fc.constantFrom(
	...'barn barnet ljus ljuset candle candles soppa sjön möte hand Ingrid och vi the förlossning resa vinter Ture namnet mot är hår'.split(' '),
	'ett så långt ord som nästan aldrig skrivs',
	'éü'
);
const text = fc.array(word, { maxLength: 6 }).map((words) => words.join(' '));
const bodies: fc.Arbitrary<Kept> = fc.oneof(...Object.values(kept)) as never;

/** Something happens: it is said, corrected, taken back; a name is said; the fold is made anew. */
const happening = fc.oneof(
	{ weight: 4, arbitrary: fc.record({ what: fc.constant('say' as const), text, body: fc.option(bodies), by: fc.boolean(), to: fc.nat(30) }) },
	{ weight: 2, arbitrary: fc.record({ what: fc.constant('correct' as const), text, body: bodies, target: fc.nat(30), other: fc.boolean() }) },
	{ weight: 2, arbitrary: fc.record({ what: fc.constant('erase' as const), target: fc.nat(30), by: fc.boolean() }) },
	{ weight: 1, arbitrary: fc.record({ what: fc.constant('name' as const), text, by: fc.boolean() }) },
	{ weight: 1, arbitrary: fc.record({ what: fc.constant('child' as const), text, ring: fc.constantFrom<Ring>('us', 'close', 'all') }) },
	{ weight: 2, arbitrary: fc.record({ what: fc.constant('look' as const), text }) },
	// Read out of the store anew; some of it may not be read any more.
	{ weight: 1, arbitrary: fc.record({ what: fc.constant('anew' as const), without: fc.option(fc.nat(30)) }) }
);

test('whatever happens, and whenever one looks: learnt bit by bit it is as if it were made anew; each thing is found by each of its words, and nothing taken back is', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(happening, { maxLength: 40, size: 'max' }), async (happenings) => {
			const circle = over();
			const said: FoldEntry[] = [];
			const all: FoldEntry[] = [];
			const search = newSearch(circle);
			const add = (one: FoldEntry): void => {
				all.push(one);
				foldEntry(circle.fold, one);
			};
			for (const one of happenings) {
				const target = said[('target' in one ? one.target : 0) % Math.max(1, said.length)];
				if (one.what === 'look') {
					await search.catchUp();
					search.find(one.text, 5, nobody);
				} else if (one.what === 'say') {
					const to = said[one.to % Math.max(1, said.length)]?.id;
					const base = one.body === null ? news(one.text) : { ...one.body, text: one.text };
					const body = 'to' in base && typeof base.to === 'string' && to !== undefined ? ({ ...base, to } as Kept) : base;
					said.push(entry(body, { author: one.by ? me : other }));
					add(said.at(-1) as FoldEntry);
				} else if (one.what === 'name') add(entry({ type: 'name', name: one.text }, { author: one.by ? me : other }));
				else if (one.what === 'child') add(entry({ type: 'about-child', child: me, says: { there: one.text } }, { ring: one.ring }));
				else if (one.what === 'anew') {
					if (one.without !== null) all.splice(one.without % Math.max(1, all.length), 1);
					const fold = emptyFold();
					for (const again of structuredClone(all)) foldEntry(fold, again);
					circle.fold = fold;
				} else if (target !== undefined && one.what === 'erase') {
					add(entry({ type: 'erase', target: target.id, targetHash: target.hash }, { author: one.by ? target.author : other, ring: target.ring }));
				} else if (target !== undefined && one.what === 'correct') {
					const body: FoldEntry['body'] = isKept(target.body)
						? { type: 'changed', target: target.id, body: { ...(one.other ? one.body : target.body), text: one.text } as Kept }
						: { type: 'edit', target: target.id, text: one.text, asking: null };
					add(entry(body, { author: target.author, ring: target.ring }));
				}
			}
			const anew = newSearch({ ...circle });
			await Promise.all([search.catchUp(), anew.catchUp()]);
			for (const query of ['barn ljuset', 'Ingrid namnet', 'barn', 'ljuset', 'candles', 'sjon', 'möte', 'ing', 'och vi', 'ture', 'förlosning'])
				expect(search.find(query, 1000, nobody)).toEqual(anew.find(query, 1000, nobody));
			for (const told of circle.fold.told.values()) {
				const shown = standsOn(circle.fold, told, nobody) !== null;
				for (const { word } of tokensIn(saidNow(circle.fold, told))) {
					const hit = search.find(word, 1000, nobody).hits.some(({ id }) => id === told.id);
					if (hit !== shown) throw new Error(`${word}: ${shown ? 'not found' : 'found'} in ${JSON.stringify(told)}`);
				}
				if (isErased(circle.fold, told))
					for (const { word } of tokensIn('text' in told.body ? told.body.text : ''))
						expect(search.find(word, 1000, nobody).hits.map(({ id }) => id)).not.toContain(told.id);
			}
		}),
		{ numRuns: 100 }
	);
}, 60_000);

/** All its words as it says now. */
function saidNow(fold: Fold, told: Told): string {
	const { text, enclosed } = nowSays(fold, told);
	const now = isKept(told.body) ? nowIs(fold, told as Told<Kept>) : null;
	return [text, now !== null && 'title' in now ? now.title : '', now?.type === 'given' ? now.from : '', ...enclosed.map(({ says }) => says)].join(' ');
}
