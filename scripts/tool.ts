import { spawn } from 'node:child_process';

/** Runs a tool of node_modules (or of the machine) with its output shown. Answers with its exit code. */
export function runTool(program: string, args: readonly string[], env: Record<string, string> = {}): Promise<number> {
	return new Promise((resolve) => {
		const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } });
		child.on('error', (error) => {
			console.error(`${program} could not be started: ${error.message}`);
			resolve(1);
		});
		child.on('close', (code) => resolve(code ?? 1));
	});
}

/** Runs a tool and keeps what it prints. */
export function captureTool(program: string, args: readonly string[]): Promise<{ code: number; output: string }> {
	return new Promise((resolve) => {
		const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
		let output = '';
		for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
		child.on('error', (error) => resolve({ code: 1, output: `${program} could not be started: ${error.message}` }));
		child.on('close', (code) => resolve({ code: code ?? 1, output }));
	});
}
