/** Keeps one circle and the server together for as long as it is asked to: pull, follow, push, say what has arrived, try again. */
import { NoKey, WrongKey } from '#log/ring-key.ts';
import { Refused } from '#membership/refused.ts';
import { LogTrouble } from '#replica/apply.ts';
import { unsentOf } from '#replica/files.ts';
import { addCuts } from '#replica/cuts.ts';
import { endedOf } from '#replica/ended.ts';
import { keepRecord } from '#replica/keep-record.ts';
import { addReceipts } from '#replica/receipts.ts';
import { readableRings } from '#replica/load-circle.ts';
import { waitingIn } from '#replica/waiting.ts';
import { Problem, Unreachable } from './api.ts';
import { askAgain } from './ask-again.ts';
import { backoff, rest } from './backoff.ts';
import { exchangeBeacons } from './beacons.ts';
import { dropBodies } from './drop-bodies.ts';
import { followLive } from './live.ts';
import { sayLooking } from './looking.ts';
import { pullControl, pullOlder, pullRings, type Line } from './pull.ts';
import { hasUnsent, pushOutbox } from './push.ts';
import { sendFiles, type IsMetered } from './send-files.ts';

export type Connection = 'live' | 'connecting' | 'offline';

export interface Following {
	/** Something waits to be sent. */
	push(): void;
	/** Try now: the network is back, or a person asks. */
	wake(): void;
	connection(): Connection;
	/** Resolves once everything has stopped. */
	stop(): Promise<void>;
}

/** How long after something has come a parent's device says so, so that many are answered at once. */
const receiptDelay = 1_500;
/** How long after it is live, and how often from then on, a device says and looks how far each has read. */
const beaconDelay = 3_000;
const beaconEvery = 10 * 60_000;

export function followCircle(line: Line, isMetered: IsMetered = () => false, log: (event: string) => void = () => undefined): Following {
	const stopping = new AbortController();
	let connection: Connection = 'connecting';
	let attempt = 0;
	const naps = new Set<AbortController>();
	let pushing: Promise<void> | null = null;
	let again = false;
	let sending: Promise<void> | null = null;
	let receipts: ReturnType<typeof setTimeout> | null = null;

	const say = (next: Connection) => {
		if (connection === next) return;
		connection = next;
		line.changed();
	};

	/** Until the next try, or until somebody wakes it. */
	async function nap(): Promise<void> {
		const waking = new AbortController();
		naps.add(waking);
		await rest(backoff(attempt++), AbortSignal.any([stopping.signal, waking.signal]));
		naps.delete(waking);
	}

	/** One push at a time; another is begun if something came meanwhile. */
	function push(): void {
		again = true;
		if (pushing !== null || connection !== 'live' || line.circle.record.trouble !== null || endedOf(line.circle) !== null) return;
		pushing = (async () => {
			while (again && connection === 'live' && !stopping.signal.aborted) {
				again = false;
				await pushOutbox(line, stopping.signal);
				await dropBodies(line);
			}
		})()
			.catch(async (error: unknown) => {
				if (await isTrouble(error)) return;
				log('push failed');
				await nap();
				again = true;
			})
			.finally(() => {
				pushing = null;
				if (again && connection === 'live' && !stopping.signal.aborted) push();
			});
	}

	/** The files that what waits speaks of, beside everything else: a film holds nothing up. */
	function send(): void {
		if (sending !== null || connection !== 'live' || line.circle.record.trouble !== null || endedOf(line.circle) !== null) return;
		if (!waitingIn(line.circle).some((item) => unsentOf(line.circle, item).length > 0)) return;
		let again = false;
		sending = sendFiles(line, isMetered, push, stopping.signal)
			.catch(async () => {
				log('sending files failed');
				await nap();
				again = true;
			})
			.finally(() => {
				sending = null;
				if (again && !stopping.signal.aborted) send();
			});
	}

	function planReceipts(): void {
		if (receipts !== null) return;
		receipts = setTimeout(() => {
			receipts = null;
			void sayWhatIsOwed().then((added) => {
				if (added) push();
			});
		}, receiptDelay);
	}

	async function sayWhatIsOwed(): Promise<boolean> {
		const cut = await addCuts(line.store, line.circle);
		return (await addReceipts(line.store, line.circle)) || cut;
	}

	/** Keeps what is wrong, so that it is shown and nothing is written any more. False for what passes by itself. */
	async function isTrouble(error: unknown): Promise<boolean> {
		const code = error instanceof LogTrouble ? error.code : error instanceof Refused ? `control-${error.code}` : error instanceof WrongKey ? 'wrong-key' : null;
		if (code === null || stopping.signal.aborted) return false;
		const { circle, store } = line;
		const wrongKey = error instanceof WrongKey ? { ring: error.ring, ...(error.by === '' ? {} : { by: error.by }) } : null;
		const trouble = { code, ring: error instanceof LogTrouble ? error.ring : null, at: Date.now(), ...wrongKey };
		// At once: nothing that waits for its turn is to be written before it.
		circle.record.trouble = trouble;
		await keepRecord(store, circle, { trouble });
		line.changed();
		return true;
	}

	/** The server no longer opens a session for whoever reads or waits by an invitation: it has been closed. */
	async function isClosed(error: unknown): Promise<boolean> {
		const { circle, store } = line;
		const me = circle.keys === null ? undefined : circle.state.members.get(circle.keys.member.id);
		if (!(error instanceof Problem) || error.code !== 'not-yours' || me?.standing === 'in') return false;
		await keepRecord(store, circle, { closed: true });
		line.changed();
		return true;
	}

	async function once(signal: AbortSignal): Promise<void> {
		await pullControl(line, signal);
		if (endedOf(line.circle) !== null) return;
		await pullRings(line, signal);
		await followLive(line, signal, () => {
			attempt = 0;
			say('live');
			push();
			send();
			planReceipts();
			void backfill(signal);
			void keepBeacons(signal);
			void sayLooking(line);
		});
	}

	async function keepBeacons(signal: AbortSignal): Promise<void> {
		for (let wait = beaconDelay; !signal.aborted; wait = beaconEvery) {
			await rest(wait, signal);
			if (signal.aborted) return;
			// What did not go is said the next time; nothing depends on it.
			await exchangeBeacons(line, signal).catch(isTrouble);
		}
	}

	/** The rest of each ring, page by page, until the log is proved from its beginning; and what should have come before. */
	async function backfill(signal: AbortSignal): Promise<void> {
		try {
			for (const ring of readableRings(line.circle)) while (!signal.aborted && (await pullOlder(line, ring, signal)));
			await askAgain(line, signal);
			// What waited for that.
			push();
		} catch (error) {
			await isTrouble(error);
		}
	}

	const running = (async () => {
		while (!stopping.signal.aborted && line.circle.record.trouble === null && line.circle.record.closed !== true && endedOf(line.circle) === null) {
			const round = new AbortController();
			const end = () => round.abort();
			stopping.signal.addEventListener('abort', end, { once: true });
			try {
				await once(round.signal);
				say('connecting');
			} catch (error) {
				if (stopping.signal.aborted || (await isTrouble(error)) || (await isClosed(error))) break;
				say(error instanceof Unreachable ? 'offline' : 'connecting');
				if (!(error instanceof Unreachable) && !(error instanceof NoKey)) log(error instanceof Problem ? error.code : 'stream failed');
			} finally {
				round.abort();
				stopping.signal.removeEventListener('abort', end);
			}
			await nap();
		}
		say('offline');
	})();

	const changed = line.changed;
	line.changed = () => {
		changed();
		if (connection === 'live') {
			planReceipts();
			if (hasUnsent(line.circle)) push();
			send();
		}
	};

	return {
		push() {
			push();
			send();
		},
		wake() {
			attempt = 0;
			for (const waking of naps) waking.abort();
		},
		connection: () => connection,
		async stop() {
			stopping.abort();
			if (receipts !== null) clearTimeout(receipts);
			await running;
			await pushing;
			await sending;
		}
	};
}
