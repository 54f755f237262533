/** What a benchmark says: figures, what they are measured beside, and each bound of the table, met or not or not looked at. */
import { cpus, release } from 'node:os';
import { readFileSync } from 'node:fs';

export interface Must {
	what: string;
	value: number | null;
	op: '≤' | '≥' | '=';
	bound: number;
	/** Null: not looked at; `why` says why. */
	ok: boolean | null;
	why?: string;
}

/** Milliseconds and MiB are bounds for a machine of this many processors; elsewhere only ratios are. */
const processors = 2;
const elsewhere = cpus().length === processors ? null : `holds for machines with ${processors} processors; this one has ${cpus().length}`;

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

	constructor(name: string) {
		this.name = name;
		const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
		this.versions = { kvar: version, node: process.versions.node, sqlite: process.versions.sqlite, linux: release(), processors: cpus().length };
		if (quick) this.versions.quick = 'small sizes: these figures say nothing';
	}

	/** A bound on a ratio. `value` null: what it is measured beside was not there, and `why` says why. */
	ratio(what: string, op: Must['op'], bound: number, value: number | null, why?: string): void {
		this.#say({ what, value: value === null ? null : rounded(value), op, bound, ok: null, ...(value === null ? { why: why ?? 'not measured' } : {}) });
	}

	/** A bound in milliseconds or MiB. */
	absolute(what: string, op: Must['op'], bound: number, value: number): void {
		this.#say({ what, value: rounded(value), op, bound, ok: null, ...(elsewhere === null ? {} : { why: elsewhere }) });
	}

	notRun(what: string, op: Must['op'], bound: number, why: string): void {
		this.#say({ what, value: null, op, bound, ok: null, why });
	}

	#say(must: Must): void {
		const { value, op, bound, why } = must;
		if (value !== null && why === undefined) must.ok = op === '≤' ? value <= bound : op === '≥' ? value >= bound : value === bound;
		this.must.push(must);
	}

	/** The last line of a benchmark. */
	print(): void {
		const { name, figures, reference, ratios, must, versions, fsync } = this;
		console.log(JSON.stringify({ name, figures, reference, ratios, must, versions, fsync }));
	}
}

/** Something to look at while it runs; never on the last line of standard output. */
export const progress = (text: string): void => void process.stderr.write(`  ${text}\n`);

const rounded = (value: number): number => Number(value.toPrecision(4));
