/**
 * FROM A TAP TO THE NEWEST WORDS ON THE SCREEN, in Chromium: on a fresh device from the tap on an invitation's link, and on a device
 * that knows the place, in a browser started anew, from opening Today; in places of 100, 1,000, 10,000 and 100,000 entries. Every entry
 * is really sealed and signed by the device of one of 21 members (support/family.ts). Opening must not grow with what is old.
 *
 * Reported besides: until a fresh device has proved the log from its beginning, which it does afterwards, page by page.
 */
import { findChromium } from '../scripts/find-chromium.ts';
import { openDevice } from '../test/support/home.ts';
import { newFolder } from './support/child.ts';
import { Device, type Shown } from './support/device.ts';
import { writeFamily, type Family } from './support/family.ts';
import { startKvar, type Kvar } from './support/kvar.ts';
import { inTurn, ratioOf, spread } from './support/measure.ts';
import { progress, quick, Report } from './support/report.ts';

const report = await Report.begin('open');
const sizes = quick ? [50, 100, 1000, 5000] : [100, 1000, 10_000, 100_000];
const [small, large] = [sizes[1], sizes.at(-1)] as [number, number];
const runs = quick ? 3 : 5;
/** Of places up to this size three devices are waited for until they have proved the log; of larger ones, one. */
const provedThrice = 10_000;
/** How long one is waited for, in milliseconds. */
const most = 150_000;
const said = (size: number): string => `${size.toLocaleString('en')} entries`;
const bounds = {
	fresh: `fresh device, newest painted: ${said(large)} to ${said(small)}`,
	known: `known device, newest painted: ${said(large)} to ${said(small)}`
};
report.fsync = 'nothing is written at the server while it is measured';

interface Place extends Family {
	kvar: Kvar;
	/** Folder of a browser that has been here and has proved the whole log. */
	known: string;
	/** Milliseconds; or why it was not. */
	proved: (number | string)[];
	cards: number[];
}

const chromium = findChromium();
if (chromium.found) await measure();
else for (const bound of Object.values(bounds)) report.notRun(bound, '≤', 1.5, chromium.remedy);
await report.print();

async function measure(): Promise<void> {
	await using servers = new AsyncDisposableStack();
	const places = new Map<number, Place>();
	progress(`places of ${sizes.map(said).join(', ')}`);
	const families = await Promise.all(sizes.map(writeFamily));
	for (const [i, family] of families.entries()) {
		const kvar = servers.use(await startKvar({ folder: family.folder }));
		places.set(sizes[i] as number, { ...family, kvar, known: newFolder(), proved: [], cards: [] });
	}
	await check(places.get(small) as Place);
	for (const [size, place] of places) {
		await makeKnown(place);
		progress(`${said(size)} proved, ms: ${place.proved[0]}`);
	}

	const measures: Record<string, () => Promise<number>> = {};
	for (const [size, place] of places) {
		measures[`fresh ${size}`] = async () => {
			const { card, painted } = await openFresh(place, newFolder(), size <= provedThrice && place.proved.length < 3);
			place.cards.push(card as number);
			return painted;
		};
		if (typeof place.proved[0] === 'number') measures[`known ${size}`] = () => openKnown(place);
	}
	say(places, await inTurn(runs, measures));
}

async function openFresh(place: Place, folder: string, untilProved: boolean): Promise<Shown> {
	await using device = await Device.open(folder);
	const shown = await device.shows(`${place.kvar.origin}/i#${place.link}`, place.newest);
	if (untilProved) place.proved.push(await device.proved(place.circleId, most));
	return shown;
}

/** A device that has been here twice before and has proved all there was. The first page of all also has the machine read the browser from its disk. */
async function makeKnown(place: Place): Promise<void> {
	{
		await using device = await Device.open(place.known);
		await device.shows(`${place.kvar.origin}/i#${place.link}`, place.newest);
		const proved = await device.proved(place.circleId, most);
		place.proved.push(proved);
		if (typeof proved === 'string') return;
		await device.settles();
	}
	await using device = await Device.open(place.known);
	await device.shows(`${place.kvar.origin}/today`, place.newest);
	await device.settles();
}

async function openKnown({ kvar, known, newest }: Place): Promise<number> {
	await using device = await Device.open(known);
	return (await device.shows(`${kvar.origin}/today`, newest)).painted;
}

/** That what was written past the server is what members would have written: a device proves it all and refuses nothing. */
async function check({ kvar, link, circleId }: Place): Promise<void> {
	await using device = await openDevice(kvar.origin);
	await device.does('openInvitation', { text: link });
	const ring = () => device.home.circles.get(circleId)?.circle.rings.get('all');
	await device.sees(() => ring()?.stretch.first === 1, 30_000);
	const { stretch, refused } = ring() as NonNullable<ReturnType<typeof ring>>;
	if (stretch.last !== small || refused.length > 0)
		throw new Error(`Of ${stretch.last} entries of ${small}, ${refused.length} are refused: ${refused[0]?.code}`);
}

function say(places: Map<number, Place>, times: Record<string, number[]>): void {
	for (const [size, { proved, cards }] of places) {
		report.figures[`fresh device, ${said(size)}: ms from the tap on the link to who invites`] = spread(cards);
		report.figures[`fresh device, ${said(size)}: ms from the tap on the link to the newest painted`] = spread(times[`fresh ${size}`] as number[]);
		const known = times[`known ${size}`];
		if (known !== undefined) report.figures[`known device, ${said(size)}: ms from opening to the newest painted`] = spread(known);
		const name = `fresh device, ${said(size)}: ms from the tap on the link until the log is proved from its beginning`;
		const done = proved.filter((ms) => typeof ms === 'number');
		if (done.length < proved.length) report.figures[name] = proved.find((why) => typeof why === 'string');
		else if (done.length >= 3) report.figures[name] = spread(done);
		else report.figures[`${name}, once`] = Math.round(done[0] as number);
	}
	for (const kind of ['fresh', 'known'] as const) {
		const [ours, theirs] = [times[`${kind} ${large}`], times[`${kind} ${small}`]];
		if (ours === undefined || theirs === undefined) {
			report.notRun(bounds[kind], '≤', 1.5, `no device has proved the log: ${[small, large].map((size) => places.get(size)?.proved[0]).join(', ')}`);
			continue;
		}
		const ratio = (report.ratios[bounds[kind]] = ratioOf(ours, theirs));
		progress(`${bounds[kind]}: ${ratio.median} (${ratio.range.join(' to ')})`);
		report.ratio(bounds[kind], '≤', 1.5, ratio.median);
	}
}
