/**
 * The circles of which the server has the state in memory: judged once from the control log, then carried along entry by
 * entry. Bounded; a circle that is not held is replayed from the store, by the same code that clients judge with.
 *
 * NOTE circle names. In the main thread a circle goes by its id in canonical base64url, as it stands in a path: one string to
 * compare and look up by, and nothing to decode on the way.
 */
import { applyControl } from '#membership/apply.ts';
import type { CircleState } from '#membership/state.ts';
import type { Reader } from '../store/reader.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export interface Circle {
	readonly name: string;
	readonly id: Bytes;
	/** The store's number of it. */
	readonly key: number;
	state: CircleState;
	/** Control appends of one circle wait for each other. */
	turn: Promise<unknown>;
	/** Live streams: a circle that is followed is not let go of. */
	followers: number;
}

export const nameOf = (circleId: Uint8Array): string => Buffer.from(circleId.buffer, circleId.byteOffset, circleId.byteLength).toString('base64url');

export class HeldCircles {
	readonly #held = new Map<string, Circle>();
	readonly #loading = new Map<string, Promise<Circle | null>>();
	readonly #reader: Reader;
	readonly #most: number;

	constructor(reader: Reader, most: number) {
		this.#reader = reader;
		this.#most = most;
	}

	/** At once when held, else after a replay. Null when there is no such circle. */
	get(name: string): Circle | Promise<Circle | null> {
		const held = this.#held.get(name);
		if (held !== undefined) return held;
		const loading = this.#loading.get(name) ?? this.#load(name).finally(() => this.#loading.delete(name));
		this.#loading.set(name, loading);
		return loading;
	}

	/** The state after what was just committed. */
	advance(circle: Circle, state: CircleState): void {
		circle.state = state;
		const held = this.#held.get(circle.name);
		if (held !== undefined && held.state.n < state.n) held.state = state;
	}

	/** Reads the state from the store again: what is held turned out to be behind. */
	async refresh(circle: Circle): Promise<void> {
		const state = await this.#replay(circle.key, null);
		if (state !== null) this.advance(circle, state);
	}

	async #load(name: string): Promise<Circle | null> {
		const id = new Uint8Array(Buffer.from(name, 'base64url'));
		if (id.length !== 32 || nameOf(id) !== name) return null;
		const key = this.#reader.circleOf(id);
		if (key === null) return null;
		const state = await this.#replay(key, null);
		if (state === null) return null;
		const circle: Circle = { name, id, key, state, turn: Promise.resolve(), followers: 0 };
		this.#held.set(name, circle);
		this.#letGo();
		return circle;
	}

	/** Until nothing more is stored: what is committed while the last page is judged is judged too. */
	async #replay(key: number, state: CircleState | null): Promise<CircleState | null> {
		for (;;) {
			const entries = this.#reader.controlFrom(key, state === null ? 0 : state.n + 1);
			if (entries.length === 0) return state;
			for (const entry of entries) state = await applyControl(state, entry);
		}
	}

	#letGo(): void {
		for (const [name, circle] of this.#held) {
			if (this.#held.size <= this.#most) return;
			if (circle.followers === 0) this.#held.delete(name);
		}
	}
}
