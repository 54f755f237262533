/** A person's device under Node: the client's own code from store to sync, against a real server. */
import { watchDue, type Due } from '../../src/actions/due.ts';
import { openHome, closeHome, type Home } from '../../src/actions/home.ts';
import { goOn, sayName } from '../../src/actions/come-in.ts';
import { putOwedCards } from '../../src/actions/invite.ts';
import { finishComeBack } from '../../src/actions/come-back.ts';
import { finishErasing } from '../../src/actions/leave.ts';
import { finishSignOut } from '../../src/actions/sign-out.ts';
import { finishStart } from '../../src/actions/start.ts';
import { takeSnapshot, type Snapshot } from '../../src/actions/snapshot.ts';
import type { Media } from '../../src/actions/media.ts';
import { verbs, type Verb, type VerbArgs, type VerbResult } from '../../src/actions/verbs.ts';
import type { CircleView } from '#domain/view.ts';
import { openSealedStore } from '#replica/sealed-store.ts';
import { createApi } from '#sync/api.ts';
import { createMemoryStore, type MemoryStore } from './memory-store.ts';

export interface TestDevice extends AsyncDisposable {
	home: Home;
	store: MemoryStore;
	does<V extends Verb>(verb: V, args: VerbArgs<V>): Promise<VerbResult<V>>;
	view(): Promise<CircleView>;
	snapshot(): Promise<Snapshot>;
	/** Waits until the view is as `is` says. @throws after `patience` ms with what was seen last */
	sees(is: (view: CircleView) => boolean, patience?: number): Promise<CircleView>;
	/** The device as it is after its power was cut: another one over what its store has kept. */
	restart(): Promise<TestDevice>;
}

export interface DeviceOptions {
	store?: MemoryStore;
	/** What lies between the device and the server. */
	fetch?: typeof fetch;
	follow?: boolean;
	media?: Media;
	isMetered?: () => boolean;
	/** The device's clock, for what waits for its day. */
	now?: () => number;
	/** Called whenever there may be something else to be seen. */
	changed?: (home: Home) => void;
}

export async function openDevice(origin: string, options: DeviceOptions = {}): Promise<TestDevice> {
	const store = options.store ?? createMemoryStore();
	let wake: (() => void)[] = [];
	const changed = () => {
		const waiting = wake;
		wake = [];
		for (const one of waiting) one();
		if (opened !== null) options.changed?.(opened);
		due?.look();
	};
	let opened: Home | null = null;
	let due: Due | null = null;
	const home = await openHome(await openSealedStore(store), createApi(origin, options.fetch), changed, {
		follow: options.follow ?? true,
		media: options.media ?? null,
		isMetered: options.isMetered ?? (() => false)
	});
	opened = home;
	due = watchDue(home, options.now);
	due.look();
	void finishStart(home);
	void finishComeBack(home)
		.then(() => finishSignOut(home))
		.then(() => finishErasing(home))
		.catch(() => undefined);
	void goOn(home);
	void putOwedCards(home);
	const snapshot = async () => {
		for (const open of home.circles.values()) if (!open.circle.record.own) await sayName(home, open);
		return takeSnapshot(home);
	};
	const view = async () => {
		const { view } = await snapshot();
		if (view === null) throw new Error('nothing is open on this device');
		return view;
	};
	return {
		home,
		store,
		does: (verb, args) => (verbs[verb] as (home: Home, args: unknown) => Promise<never>)(home, args),
		view,
		snapshot,
		async sees(is, patience = 8_000) {
			const end = Date.now() + patience;
			for (;;) {
				const seen = await view();
				if (is(seen)) return seen;
				if (Date.now() > end) throw new Error(`not seen in time; last: ${JSON.stringify(seen, null, 1)}`);
				await new Promise<void>((resolve) => {
					const timer = setTimeout(resolve, 200);
					wake.push(() => {
						clearTimeout(timer);
						resolve();
					});
				});
			}
		},
		async restart() {
			const copy = createMemoryStore(store);
			due?.stop();
			await closeHome(home);
			return openDevice(origin, { ...options, store: copy });
		},
		[Symbol.asyncDispose]: () => {
			due?.stop();
			return closeHome(home);
		}
	};
}
