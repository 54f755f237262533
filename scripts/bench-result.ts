/** What every benchmark prints as its last line, as one JSON object. */
export interface BenchResult {
	name: string;
	/** What was measured, each figure with its unit in its name. */
	figures: Record<string, unknown>;
	/** The peer it is measured beside, and its figures. */
	reference: Record<string, unknown>;
	ratios: Record<string, unknown>;
	must: Must[];
	versions: Record<string, unknown>;
	/** Whether, and by whom, data was forced to the disk: a figure without this says nothing. */
	fsync: unknown;
}

/** What a figure must not fall below or rise above. */
export interface Must {
	what: string;
	value: number | string | null;
	op: string;
	bound: number | string;
	/** Null: not looked at; `why` says why. */
	ok: boolean | null;
	why?: string;
}

/** The result in the last line printed; null if there is none there. */
export function readResult(stdout: string): BenchResult | null {
	const line = stdout.trimEnd().split('\n').at(-1) ?? '';
	if (!line.startsWith('{')) return null;
	try {
		const result = JSON.parse(line) as BenchResult;
		return typeof result.name === 'string' && Array.isArray(result.must) ? result : null;
	} catch {
		return null;
	}
}
