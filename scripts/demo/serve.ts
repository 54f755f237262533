/** A server of its own for the story, as a process of its own: its clock is the true one. */
import { spawn, type ChildProcess } from 'node:child_process';

export interface Serving {
	origin: string;
	/** Everything it has printed. */
	printed(): string;
	/** Resolves with its code once it has ended, by whatever. */
	ended: Promise<number>;
	stop(): Promise<number>;
}

/** Nobody waits here for their turn: two years are lived in a minute. */
const unlimited = ['--rate-session', '0', '--rate-address', '0', '--circles-per-hour', '0'];

/** @param program what is run: built, or as it stands in src. @throws with what it printed, where it does not start */
export async function serve(program: string, args: readonly string[]): Promise<Serving> {
	// What is asked for after these holds.
	const child: ChildProcess = spawn(process.execPath, [program, 'serve', '--log', 'error', ...unlimited, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
	let printed = '';
	const ended = new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
	const origin = await new Promise<string>((resolve, reject) => {
		const hear = (chunk: unknown): void => {
			printed += String(chunk);
			const at = /^Kvar is at (\S+)/m.exec(printed)?.[1];
			if (at !== undefined) resolve(at);
		};
		child.stdout?.on('data', hear);
		child.stderr?.on('data', hear);
		void ended.then(() => reject(new Error(printed.trim() || 'The server did not start.')));
	});
	return {
		origin,
		printed: () => printed,
		ended,
		stop: () => {
			child.kill('SIGTERM');
			return ended;
		}
	};
}
