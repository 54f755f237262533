/**
 * FROM THE START OF THE PROCESS TO THE FIRST ANSWER (GET /api/health with 200): in a new folder, with an empty database, and with
 * 100,000 circles in it. The circles are put in by the store's own writer: one real circle, and the control log of another under
 * 99,999 random ids. Those would be refused when opened; a start judges no circle, it only has to find them when they are asked for.
 */
import { randomBytes } from '#crypto/random.ts';
import { openStore } from '#server/store/open-store.ts';
import { isRefused } from '#server/store/command.ts';
import { newPerson } from '../test/support/circle.ts';
import { newFolder } from './support/child.ts';
import { begin, logIn, openPlace } from './support/circles.ts';
import { startKvar } from './support/kvar.ts';
import { inTurn, ratioOf, spread } from './support/measure.ts';
import { progress, quick, Report } from './support/report.ts';
import { createApi } from '#sync/api.ts';

const report = await Report.begin('start');
const circles = quick ? 2000 : 100_000;
const runs = quick ? 3 : 11;
report.fsync = 'as the server does it at its start';

const [empty, full] = [newFolder(), newFolder()];

const started = async (folder?: string): Promise<number> => {
	await using kvar = await startKvar(folder === undefined ? {} : { folder });
	return kvar.startedIn;
};

progress(`${circles} circles, written`);
await started(empty);
const real = await (async () => {
	await using kvar = await startKvar({ folder: full });
	return await openPlace(kvar);
})();
const { control, state } = await begin(await newPerson(), ['us']);
{
	await using store = await openStore(full, 0, (reason) => progress(reason));
	const group = 2000;
	for (let at = 1; at < circles; at += group) {
		const outcomes = await Promise.all(
			Array.from({ length: Math.min(group, circles - at) }, () =>
				store.writer.write({ kind: 'begin', circleId: randomBytes(32), entries: control, newHead: state.head, invitations: [], most: circles })
			)
		);
		if (outcomes.some(isRefused)) throw new Error('A circle was not taken');
	}
}
{
	await using kvar = await startKvar({ folder: full });
	await logIn(createApi(kvar.origin), real.circle.state.circleId, real.writers[0].person);
}

progress('starts');
const times = await inTurn(runs, { fresh: () => started(), empty: () => started(empty), full: () => started(full) });
report.figures['ms to the first answer, new folder'] = spread(times.fresh);
report.figures['ms to the first answer, no circles'] = spread(times.empty);
report.figures[`ms to the first answer, ${circles} circles`] = spread(times.full);
const ratio = ratioOf(times.full, times.empty);
report.ratios[`${circles} circles to none`] = ratio;
report.milliseconds('ms to the first answer, new folder', '≤', 350, spread(times.fresh).median);
report.milliseconds('ms to the first answer, no circles', '≤', 350, spread(times.empty).median);
report.milliseconds(`ms to the first answer, ${circles} circles`, '≤', 350, spread(times.full).median);
report.ratio(`${circles} circles to none`, '≤', 1.3, ratio.median);
await report.print();
