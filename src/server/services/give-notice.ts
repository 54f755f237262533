/**
 * WHO IS TOLD THAT SOMETHING HAS ARRIVED: devices that asked for it, of that ring and of that person, that nobody looks at now, outside of
 * their quiet hours. One notice until somebody has looked: it says no more a second time. What falls into quiet hours, or what a push
 * service does not take now, is owed, and told later (jobs/give-owed-notices.ts).
 */
import { isQuiet } from '#domain/notices.ts';
import { ringNumber, type Ring } from '#domain/ring.ts';
import type { Hub } from '../live/hub.ts';
import type { NoticeState } from '../store/command.ts';
import type { Reader, StoredNotices } from '../store/reader.ts';
import type { Writer } from '../store/writer.ts';
import type { Circle } from './hold-circles.ts';
import { judgeAccess } from './judge-access.ts';
import type { SendPush } from './send-push.ts';

export interface GivesNotice {
	/** Something that `author` (hex id) says to others is on the disk, or their knock is. Holds nothing up, and throws nothing. */
	arrived(circle: Circle, ring: Ring, author: string): void;
	/** What is owed to devices of this circle, where it may be told now. Resolves once it has been. */
	owed(circle: Circle): Promise<void>;
}
export interface Needs {
	reader: Reader;
	writer: Writer;
	hub: Hub;
	/** Null: this host sends none. */
	send: () => Promise<SendPush> | null;
	now?: () => number;
	/** Hears the kind of what went wrong. */
	onError: (error: unknown) => void;
}

const minute = 60_000;

export function noticeGiver({ reader, writer, hub, send, onError, now = Date.now }: Needs): GivesNotice {
	/** Those that are being told, and how long a push service asked to be left alone: by circle and device. */
	const underWay = new Set<string>();
	const notBefore = new Map<string, number>();
	const keyOf = ({ key }: Circle, { device }: StoredNotices): string => `${key} ${device}`;
	const deviceOf = ({ device }: StoredNotices) => new Uint8Array(Buffer.from(device, 'hex'));

	async function tellOf(circle: Circle, ring: Ring, author: string): Promise<void> {
		await Promise.all(
			reader.notices(circle.key).map(async (one) => {
				const access = judgeAccess(circle.state, { by: 'device', id: one.device });
				const member = access?.member ?? null;
				if (access === null || member === null) return drop(circle, one);
				const { rings, people, state } = one;
				const isWished = access.rings.includes(ring) && (rings & (1 << ringNumber(ring))) !== 0 && (people.length === 0 || people.includes(author));
				if (isWished && member.id !== author && state === 0 && !hub.isLookedAt(circle, one.device)) await tell(circle, one);
			})
		);
	}

	async function owed(circle: Circle): Promise<void> {
		await Promise.all(
			reader.notices(circle.key).map(async (one) => {
				const member = judgeAccess(circle.state, { by: 'device', id: one.device })?.member ?? null;
				if (member === null) await drop(circle, one);
				else if (one.state === 1) await tell(circle, one);
			})
		);
	}

	async function tell(circle: Circle, one: StoredNotices): Promise<void> {
		const key = keyOf(circle, one);
		const sending = send();
		if (sending === null || underWay.has(key)) return;
		underWay.add(key);
		try {
			// Owed until it is known to be on its way, whatever happens to this host meanwhile.
			if (one.state === 0) await set(circle, one, 0, 1);
			if (!isNow(one) || (notBefore.get(key) ?? 0) > now()) return;
			const sent = await (await sending)(one.endpoint);
			notBefore.delete(key);
			if (sent.outcome === 'sent') await set(circle, one, 1, 2);
			else if (sent.outcome === 'gone') await dropAt(one);
			else notBefore.set(key, now() + sent.after);
		} finally {
			underWay.delete(key);
		}
	}

	const isNow = ({ quiet }: StoredNotices): boolean => quiet === null || !isQuiet(quiet, Math.floor(now() / minute) % (24 * 60));

	async function set(circle: Circle, one: StoredNotices, from: NoticeState, to: NoticeState): Promise<void> {
		await writer.write({ kind: 'notices-state', circle: circle.key, device: deviceOf(one), from, to });
	}
	/** It reads nothing here any more. */
	async function drop(circle: Circle, one: StoredNotices): Promise<void> {
		await writer.write({ kind: 'notices-drop', circle: circle.key, device: deviceOf(one) });
	}
	async function dropAt({ endpoint }: StoredNotices): Promise<void> {
		await writer.write({ kind: 'notices-drop', endpoint });
	}

	return { arrived: (circle, ring, author) => void tellOf(circle, ring, author).catch(onError), owed };
}
