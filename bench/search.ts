/**
 * SEARCHING over everything that one device has opened (src/replica/search.ts), in places of 1,000 and 10,000 entries: making the index, learning
 * of one more entry, and answering. Beside it what one would do without an index, in the same run: each text read from its beginning to its end
 * for the words that are looked for, as they are written, in small letters. That finds no inflection and no typo, and ranks nothing.
 */
import { emptyFold, foldEntry, type FoldEntry } from '#domain/fold.ts';
import { newSearch, type Search, type Searched } from '#replica/search.ts';
import { percentile, ratioOf, spread } from './support/measure.ts';
import { progress, quick, Report } from './support/report.ts';
import { sayings } from './support/sayings.ts';

const report = await Report.begin('search');
const sizes = quick ? [100, 1000] : [1000, 10_000];
const [small, large] = sizes as [number, number];
const runs = quick ? 3 : 5;
const most = 30;
const said = (size: number): string => size.toLocaleString('en');
report.fsync = 'nothing is written: the index is in memory alone';

/** As one types them: whole, half typed, inflected, without dots, with a typo; words that stand everywhere, and words that stand nowhere. */
const queries = [
	...['barnet', 'barnens', 'promenad', 'promenaderna', 'soppa', 'sopp', 'candles', 'candle', 'ljuset', 'tänder ljus'],
	...['Ture', 'tur', 'Ingrid', 'ingrid soppa', 'och', 'vi', 'the', 'we are', 'jag tänker', 'tanker'],
	...['sjukhuset', 'sjukhus korridor', 'korridoren', 'förlossningen', 'forlossningen', 'hand', 'händer', 'hander', 'begravning', 'begravnign'],
	...['vinter', 'sommaren', 'havet', 'hav', 'sjön', 'sjon', 'bilen', 'brevet du skrev', 'letter', 'letters'],
	...['remember', 'remembering him', 'sö', 'st', 'ko', 'blommor', 'blommorna från', 'aldrig hört', 'xylofon', 'fönstret på rum']
];

function circleOf(size: number): Searched & { texts: string[] } {
	const fold = emptyFold();
	const texts: string[] = [];
	let i = 0;
	for (const { text, who, title } of sayings(size)) foldEntry(fold, entryOf(i++, text, who, title));
	for (const told of fold.told.values()) texts.push(`${'title' in told.body ? told.body.title : ''} ${'text' in told.body ? told.body.text : ''}`);
	for (const who of ['Noor', 'Elias', 'Ingrid', 'Malik']) foldEntry(fold, { ...entryOf(i++, '', who, ''), body: { type: 'name', name: who } });
	return { id: '00', fold, keys: null, record: {} as Searched['record'], texts };
}

function entryOf(i: number, text: string, who: string, title: string): FoldEntry {
	const id = i.toString(16).padStart(32, '0');
	const body: FoldEntry['body'] =
		title === ''
			? { type: 'announcement', text, asking: null }
			: { type: 'moment', title, text, height: 0, day: { precision: 'year', year: 2020, part: 0, day: 0, words: '' } };
	return {
		...{ id, ring: 'close', author: who, byParent: true, time: i * 60_000, n: i + 1, settled: true, device: who, deviceSeq: i, controlN: 0, seenSeq: 0 },
		...{ hash: id, body }
	};
}

const ms = async (work: () => unknown): Promise<number> => {
	const began = performance.now();
	await work();
	return performance.now() - began;
};

/** Everything the search does not do: no stems, no typos, no ranks. */
function scan(texts: readonly string[], query: string): number {
	const words = query.toLowerCase().split(' ');
	return texts.filter((text) => {
		const small = text.toLowerCase();
		return words.every((word) => small.includes(word));
	}).length;
}

const figures = new Map<number, { build: number[]; update: number[]; p50: number[]; p99: number[]; scan50: number[]; scan99: number[]; slice: number[] }>();
for (const size of sizes) figures.set(size, { build: [], update: [], p50: [], p99: [], scan50: [], scan99: [], slice: [] });
for (let run = -1; run < runs; run++) {
	for (const [size, figure] of figures) {
		const circle = circleOf(size);
		const search: Search = newSearch(circle);
		let longest = 0;
		let last = performance.now();
		// How long nobody else on this thread gets a turn.
		const watch = setInterval(() => {
			longest = Math.max(longest, performance.now() - last);
			last = performance.now();
		}, 1);
		const build = await ms(() => search.catchUp());
		clearInterval(watch);
		// Not measured: the first queries of a process are those of code that is not compiled yet.
		for (const query of queries) search.find(query, most, () => false);
		const took: number[] = [];
		const scanned: number[] = [];
		let found = 0;
		for (const query of queries) {
			took.push(await ms(() => search.catchUp().then(() => (found += search.find(query, most, () => false).hits.length))));
			scanned.push(await ms(() => (found += scan(circle.texts, query))));
		}
		if (found === 0) throw new Error('Nothing is found at all');
		const updates: number[] = [];
		for (let i = 0; i < 20; i++) {
			foldEntry(circle.fold, entryOf(size + 100 + i, `En rad till, den ${i} i ordningen, om ljuset och sjön.`, 'Noor', ''));
			updates.push(await ms(() => search.catchUp()));
		}
		if (run < 0) continue;
		figure.build.push(build);
		figure.slice.push(longest);
		figure.update.push(percentile(updates, 50));
		figure.p50.push(percentile(took, 50));
		figure.p99.push(percentile(took, 99));
		figure.scan50.push(percentile(scanned, 50));
		figure.scan99.push(percentile(scanned, 99));
	}
	progress(`run ${run + 1} of ${runs}`);
}

type Figure = NonNullable<ReturnType<typeof figures.get>>;
const of = (size: number): Figure => figures.get(size) as Figure;
for (const size of sizes) {
	const figure = of(size);
	report.figures[`the index of ${said(size)} entries is made, in ms`] = spread(figure.build);
	report.figures[`the longest that nothing else is done meanwhile, of ${said(size)}, in ms`] = spread(figure.slice);
	report.figures[`one more entry is learnt of, of ${said(size)}, in ms`] = spread(figure.update);
	report.figures[`p50 of ${queries.length} queries, of ${said(size)}, in ms`] = spread(figure.p50);
	report.figures[`p99 of ${queries.length} queries, of ${said(size)}, in ms`] = spread(figure.p99);
	report.reference[`plain scan: p50, of ${said(size)}, in ms`] = spread(figure.scan50);
	report.reference[`plain scan: p99, of ${said(size)}, in ms`] = spread(figure.scan99);
	report.ratios[`p50 beside a plain scan, of ${said(size)}`] = ratioOf(figure.p50, figure.scan50);
	report.ratios[`p99 beside a plain scan, of ${said(size)}`] = ratioOf(figure.p99, figure.scan99);
}
const growth = (what: keyof Figure) => ratioOf(of(large)[what], of(small)[what]);
const names = { build: 'making the index', update: 'learning of one more entry', p50: 'a query, p50', p99: 'a query, p99' } as const;
for (const [what, name] of Object.entries(names) as [keyof typeof names, string][]) {
	const ratio = (report.ratios[`${name}: ${said(small)} to ${said(large)}`] = growth(what));
	progress(`${name}: ${spread(of(large)[what]).median} ms of ${said(large)}, ${ratio.median} times that of ${said(small)}`);
}
report.milliseconds(`p99 of a query of ${said(large)} entries, in ms`, '≤', 50, spread(of(large).p99).median);
// Ten times as much takes somewhat more than ten times as long to be read once, as there are more words to tell apart; and a query no more than that.
report.ratio(`making the index: ${said(small)} to ${said(large)}`, '≤', 20, growth('build').median);
report.ratio(`p50 of a query: ${said(small)} to ${said(large)}`, '≤', 10, growth('p50').median);
await report.print();
