/** By the minute: tells what is owed, once quiet hours are over or a push service takes it again. */
import type { GivesNotice } from '../services/give-notice.ts';
import { nameOf, type HeldCircles } from '../services/hold-circles.ts';
import type { Reader } from '../store/reader.ts';

const every = 60_000;

export interface GivingOwed extends Disposable {
	/** Resolves once what is owed now has been told. */
	give(): Promise<void>;
}

export function giveOwedNotices(reader: Reader, circles: HeldCircles, notices: GivesNotice, onError: (error: unknown) => void): GivingOwed {
	async function give(): Promise<void> {
		for (const id of reader.circlesOwing()) {
			const circle = await circles.get(nameOf(id));
			if (circle !== null) await notices.owed(circle);
		}
	}
	let underWay = Promise.resolve();
	const next = (): Promise<void> => (underWay = underWay.then(give).catch(onError));
	const timer = setInterval(() => void next(), every).unref();
	return { give: next, [Symbol.dispose]: () => clearInterval(timer) };
}
