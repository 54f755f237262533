/** A CLOCK THAT IS SET BACK, in this process alone: what the devices of the story write bears the time at which it was lived. Between two settings it goes on as clocks do. */
const RealDate = Date;

export interface Clock extends Disposable {
	set(at: number): void;
}

export function setBack(): Clock {
	let ahead = 0;
	const now = (): number => RealDate.now() + ahead;
	class ThenDate extends RealDate {
		constructor(...given: unknown[]) {
			super(...((given.length === 0 ? [now()] : given) as [number]));
		}
		static override now = now;
	}
	globalThis.Date = ThenDate as DateConstructor;
	return {
		set: (at) => void (ahead = at - RealDate.now()),
		[Symbol.dispose]: () => void (globalThis.Date = RealDate)
	};
}
