/** What a benchmark says: figures, what they are measured beside, and each bound of the table, met or not or not looked at. */
import { cpus, release } from 'node:os';
import { readFileSync } from 'node:fs';
import { setTimeout as rest } from 'node:timers/promises';

export interface Must {
	what: string;
	value: number | null;
	op: '≤' | '≥' | '=';
	bound: number;
	/** Null: not looked at; `why` says why. */
	ok: boolean | null;
	why?: string;
}

/** Milliseconds and MiB are bounds for a machine of this many processors, with nothing else to do; elsewhere only ratios are. */
const processors = 2;
const mostBusy = 0.25;

/** Small sizes, to see whether a benchmark works; its figures say nothing. */
export const quick = process.argv.includes('--quick');

export class Report {
	readonly name: string;
	readonly figures: Record<string, unknown> = {};
	readonly reference: Record<string, unknown> = {};
	readonly ratios: Record<string, unknown> = {};
	readonly must: Must[] = [];
	readonly versions: Record<string, unknown>;
	fsync: unknown = 'nothing is written here';
	readonly #busyBefore: number;
	readonly #inMs = new Set<Must>();

	/** Looks first at what else the machine is doing. */
	static async begin(name: string): Promise<Report> {
		return new Report(name, await busyShare());
	}

	private constructor(name: string, busyBefore: number) {
		this.name = name;
		this.#busyBefore = busyBefore;
		const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
		this.versions = { kvar: version, node: process.versions.node, sqlite: process.versions.sqlite, linux: release(), processors: cpus().length };
		if (quick) this.versions.quick = 'small sizes: these figures say nothing';
	}

	/** A bound on a ratio. `value` null: what it is measured beside was not there, and `why` says why. */
	ratio(what: string, op: Must['op'], bound: number, value: number | null, why?: string): void {
		this.#say({ what, value: value === null ? null : rounded(value), op, bound, ok: null, ...(value === null ? { why: why ?? 'not measured' } : {}) });
	}

	/** A bound in milliseconds: it also needs a machine that does nothing else. */
	milliseconds(what: string, op: Must['op'], bound: number, value: number): void {
		this.mebibytes(what, op, bound, value);
		this.#inMs.add(this.must.at(-1) as Must);
	}

	mebibytes(what: string, op: Must['op'], bound: number, value: number): void {
		const elsewhere = cpus().length === processors ? {} : { why: `holds for machines with ${processors} processors; this one has ${cpus().length}` };
		this.#say({ what, value: rounded(value), op, bound, ok: null, ...elsewhere });
	}

	notRun(what: string, op: Must['op'], bound: number, why: string): void {
		this.#say({ what, value: null, op, bound, ok: null, why });
	}

	#say(must: Must): void {
		const { value, op, bound, why } = must;
		if (value !== null && why === undefined) must.ok = op === '≤' ? value <= bound : op === '≥' ? value >= bound : value === bound;
		this.must.push(must);
	}

	/** The last line of a benchmark. By now what it has started has nothing left to do: the machine is looked at once more. */
	async print(): Promise<void> {
		const busy = Math.max(this.#busyBefore, await busyShare());
		this.versions['busy with other things'] = `${Math.round(busy * 100)} %`;
		if (busy > mostBusy) {
			for (const must of this.#inMs)
				Object.assign(must, { ok: null, why: `the machine was busy with other things (${Math.round(busy * 100)} % of its processors)` });
		}
		const { name, figures, reference, ratios, must, versions, fsync } = this;
		console.log(JSON.stringify({ name, figures, reference, ratios, must, versions, fsync }));
	}
}

/** Something to look at while it runs; never on the last line of standard output. */
export const progress = (text: string): void => void process.stderr.write(`  ${text}\n`);

/** Which share of the processors is at work, by the kernel's own count, while this process waits. 0 where there is no such count. */
async function busyShare(): Promise<number> {
	const ticks = (): number[] => {
		try {
			return (/^cpu +(.*)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1] ?? '').split(' ').map(Number);
		} catch {
			return [];
		}
	};
	const before = ticks();
	await rest(1500);
	const spent = ticks().map((tick, i) => tick - (before[i] as number));
	const all = spent.reduce((sum, tick) => sum + tick, 0);
	// The fourth and fifth are idle, and idle while the disk is waited for.
	return all === 0 ? 0 : 1 - ((spent[3] as number) + (spent[4] as number)) / all;
}

const rounded = (value: number): number => Number(value.toPrecision(4));
