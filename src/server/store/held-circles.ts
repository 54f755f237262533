/**
 * What the writer holds in memory of the circles written last, so that an append reads nothing it wrote itself. The writer
 * owns the only connection that writes, so what it holds is true; after a transaction that failed all of it is forgotten.
 */
import type { DatabaseSync } from 'node:sqlite';
import { headStart } from '#wire/ring-head.ts';
import { sha256 } from '../sha256.ts';
import type { RingNumber } from './command.ts';

type Bytes = Uint8Array<ArrayBuffer>;
const most = 2000;

export interface HeldLog {
	newest: number;
	head: Bytes;
	/** By device id (hex): its last envelope here. */
	chains: Map<string, { seq: number; hash: Bytes; changed: boolean }>;
}
export interface HeldCircle {
	circle: number;
	controlN: number;
	controlHead: Bytes;
	bytes: number;
	logs: Partial<Record<RingNumber, HeldLog>>;
	changed: boolean;
}

export class HeldCircles {
	readonly #held = new Map<number, HeldCircle>();
	readonly #changed = new Set<HeldCircle>();
	readonly #circle;
	readonly #newest;
	readonly #chains;
	readonly #putCircle;
	readonly #putChain;

	constructor(db: DatabaseSync) {
		this.#circle = db.prepare('SELECT control_n, control_head, bytes FROM circles WHERE circle = ?');
		this.#newest = db.prepare('SELECT seq, head FROM entries WHERE circle = ? AND ring = ? ORDER BY seq DESC LIMIT 1');
		this.#chains = db.prepare('SELECT device, seq, hash FROM chains WHERE circle = ? AND ring = ?');
		this.#putCircle = db.prepare('UPDATE circles SET control_n = ?, control_head = ?, bytes = ? WHERE circle = ?');
		this.#putChain = db.prepare(
			'INSERT INTO chains (circle, ring, device, seq, hash) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET seq = excluded.seq, hash = excluded.hash'
		);
	}

	/** Undefined when there is no such circle. */
	get(circle: number): HeldCircle | undefined {
		let held = this.#held.get(circle);
		if (held !== undefined) return held;
		const row = this.#circle.get(circle) as { control_n: number; control_head: Bytes; bytes: number } | undefined;
		if (row === undefined) return undefined;
		held = { circle, controlN: row.control_n, controlHead: row.control_head, bytes: row.bytes, logs: {}, changed: false };
		this.#held.set(circle, held);
		return held;
	}

	log(held: HeldCircle, circleId: string, ring: RingNumber): HeldLog {
		const known = held.logs[ring];
		if (known !== undefined) return known;
		const newest = this.#newest.get(held.circle, ring) as { seq: number; head: Bytes } | undefined;
		const log: HeldLog = {
			newest: newest?.seq ?? 0,
			head: newest?.head ?? sha256(headStart(new Uint8Array(Buffer.from(circleId, 'base64url')), ring)),
			chains: new Map()
		};
		for (const row of this.#chains.all(held.circle, ring) as { device: Bytes; seq: number; hash: Bytes }[]) {
			log.chains.set(Buffer.from(row.device).toString('hex'), { seq: row.seq, hash: row.hash, changed: false });
		}
		held.logs[ring] = log;
		return log;
	}

	mark(held: HeldCircle): void {
		this.#changed.add(held);
	}

	/** Writes what changed; within the transaction, before its commit. */
	flush(): void {
		for (const held of this.#changed) {
			this.#putCircle.run(held.controlN, held.controlHead, held.bytes, held.circle);
			for (const [ring, log] of Object.entries(held.logs)) {
				for (const [device, chain] of log.chains) {
					if (!chain.changed) continue;
					this.#putChain.run(held.circle, Number(ring), Buffer.from(device, 'hex'), chain.seq, chain.hash);
					chain.changed = false;
				}
			}
		}
		this.#changed.clear();
	}

	/** Lets go of the oldest held; between transactions only. */
	trim(): void {
		for (const circle of this.#held.keys()) {
			if (this.#held.size <= most) return;
			this.#held.delete(circle);
		}
	}

	forget(): void {
		this.#held.clear();
		this.#changed.clear();
	}
}
