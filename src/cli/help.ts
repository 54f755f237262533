/** What `kvar help` and `kvar --version` say. */
import { readFileSync } from 'node:fs';
import { flagOf, options, type OptionName } from '#env';

export function help(): number {
	const names = Object.keys(options) as OptionName[];
	const lines = names.map((name) => {
		const { says, preset } = options[name] as { says: string; preset?: string };
		return `  ${flagOf(name).padEnd(20)} ${name.padEnd(22)} ${says}${preset === undefined ? '' : ` (${preset})`}`;
	});
	console.log(
		`kvar serve [options]   starts Kvar: one process, one folder of data\nkvar help              says this\nkvar --version         says which this is\n`
	);
	console.log(`Each option of serve is also a variable of the environment:\n${lines.join('\n')}`);
	return 0;
}

export function version(): number {
	console.log((JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version);
	return 0;
}
