import { pathToFileURL } from 'node:url';
import { buildIfNeeded, program } from '../build.ts';

const args = process.argv.slice(2);
try {
	await buildIfNeeded();
} catch (error) {
	console.error((error as Error).message);
	process.exit(1);
}
// In this process, so that a signal reaches the server itself.
process.argv = [process.execPath, 'kvar', 'serve', ...args];
await import(pathToFileURL(program).href);
