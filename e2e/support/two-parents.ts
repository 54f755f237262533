/** Two parents, for what is much: Noor in a browser and with a device without a screen beside it, and Elias with one. */
import { comeBack } from '../../src/actions/come-back.ts';
import { exactDay, type Day } from '#domain/day.ts';
import { openDevice, type TestDevice } from '../../test/support/home.ts';
import { letIn } from '../../test/support/let-in.ts';
import { begins } from './doing.ts';
import type { Person } from './person.ts';
import { rootOf } from './root-of.ts';

export interface TwoParents extends AsyncDisposable {
	/** Noor's other device. */
	tablet: TestDevice;
	elias: TestDevice;
}

/** `noor` begins a place, and Elias is let in as its other parent. */
export async function twoParents(origin: string, noor: Person): Promise<TwoParents> {
	await begins(noor, 'Noor', 'Ture, Noor & Elias', 'Ture');
	const tablet = await openDevice(origin);
	await comeBack(tablet.home, { root: await rootOf(noor) });
	await tablet.sees(({ standing, me }) => standing === 'member' && me.name === 'Noor');
	const elias = await letIn(origin, tablet, 'Elias', 'us', { parent: true });
	return {
		tablet,
		elias,
		[Symbol.asyncDispose]: async () => {
			await tablet[Symbol.asyncDispose]();
			await elias[Symbol.asyncDispose]();
		}
	};
}

export const year = (year: number, words = ''): Day => ({ precision: 'year', year, part: 0, day: 0, words });

/** Says that something happened. `day`: "2019-09-14", or less exactly. */
export const happened = (by: TestDevice, day: string | Day, height: number, title: string, text = ''): Promise<string> =>
	by.does('keepThis', { ring: 'us', body: { type: 'moment', day: typeof day === 'string' ? exactDay(day) : day, height, title, text } });
