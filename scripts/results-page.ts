import { cpus } from 'node:os';
import type { BenchResult } from './bench-result.ts';

/** bench/RESULTS.md: the figures of one whole run, each beside its peer. */
export function resultsPage(results: readonly BenchResult[]): string {
	const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}, Node ${process.versions.node}`;
	return ['# Measured', `Written by \`npm run bench\`; not by hand. On ${machine}. Medians, and in brackets the lowest and highest.`, ...results.map(section)]
		.join('\n\n')
		.concat('\n');
}

function section({ name, figures, reference, ratios, must, versions, fsync }: BenchResult): string {
	const parts = [`## ${name}`, table(['figure', 'Kvar', 'beside it', 'ratio'], rows(figures, reference, ratios))];
	if (must.length > 0)
		parts.push(
			table(
				['must', 'is', 'bound', ''],
				must.map(({ what, value, op, bound, ok, why }) => [
					what,
					say(value),
					`${op} ${say(bound)}`,
					ok === null ? `not looked at: ${why ?? ''}` : ok ? 'met' : '**not met**'
				])
			)
		);
	const aside = [...Object.entries(versions ?? {}).map(([what, version]) => `${what} ${say(version)}`), `fsync: ${say(fsync)}`];
	parts.push(aside.join(' · '));
	return parts.join('\n\n');
}

/** A figure, the peer's of the same name, and their ratio share a line. */
function rows(...columns: Record<string, unknown>[]): string[][] {
	const names = new Set(columns.flatMap((column) => Object.keys(column ?? {})));
	return [...names].map((name) => [name, ...columns.map((column) => say(column?.[name]))]);
}

function table(head: string[], body: string[][]): string {
	const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
}

function say(value: unknown): string {
	if (value === undefined || value === null) return '';
	if (typeof value === 'number') return Number.isInteger(value) ? value.toLocaleString('en') : String(Number(value.toPrecision(3)));
	if (typeof value !== 'object') return String(value);
	if ('median' in value && 'range' in value && Array.isArray(value.range)) return `${say(value.median)} (${value.range.map(say).join(' to ')})`;
	return Object.entries(value)
		.map(([what, inner]) => `${what} ${say(inner)}`)
		.join(' · ');
}
