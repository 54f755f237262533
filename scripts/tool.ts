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

/** Runs a tool and keeps what it prints: `output` is all of it, `stdout` what is not said on the side. With `echo`, it is shown as well. */
export function captureTool(program: string, args: readonly string[], { echo = false } = {}): Promise<{ code: number; output: string; stdout: string }> {
	return new Promise((resolve) => {
		const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
		let output = '';
		let stdout = '';
		child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
			output += chunk;
			stdout += chunk;
			if (echo) process.stdout.write(chunk);
		});
		child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
			output += chunk;
			if (echo) process.stderr.write(chunk);
		});
		child.on('error', (error) => resolve({ code: 1, output: `${program} could not be started: ${error.message}`, stdout: '' }));
		child.on('close', (code) => resolve({ code: code ?? 1, output, stdout }));
	});
}
