/** Medians and ranges: a single run says little on a machine that does other things too. */
export interface Spread {
	median: number;
	/** Lowest and highest. */
	range: [number, number];
	runs: number;
}

/** @param values at least three. */
export function spread(values: readonly number[]): Spread {
	if (values.length < 3) throw new Error('A figure is the median of at least three runs');
	const sorted = [...values].sort((a, b) => a - b);
	return { median: short(percentile(sorted, 50)), range: [short(sorted[0] as number), short(sorted.at(-1) as number)], runs: values.length };
}

/** How often `theirs` goes into `ours`, run by run: what disturbed one run disturbed both sides of it. */
export const ratioOf = (ours: readonly number[], theirs: readonly number[]): Spread => spread(ours.map((value, run) => value / (theirs[run] as number)));

/** By the nearest rank; of two in the middle, their mean. @param values in any order. */
export function percentile(values: readonly number[], percent: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	if (percent === 50 && sorted.length % 2 === 0) return ((sorted[sorted.length / 2 - 1] as number) + (sorted[sorted.length / 2] as number)) / 2;
	return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] as number;
}

/** Runs `measure` `times` times. Several in turn, so that what disturbs one disturbs its peer too. */
export async function inTurn<K extends string>(times: number, measures: Record<K, () => Promise<number>>): Promise<Record<K, number[]>> {
	const names = Object.keys(measures) as K[];
	const out = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<K, number[]>;
	for (let run = 0; run < times; run++) for (const name of names) out[name].push(await measures[name]());
	return out;
}

/** Three digits, or all before the point. */
const short = (value: number): number => (value >= 100 ? Math.round(value) : Number(value.toPrecision(3)));
