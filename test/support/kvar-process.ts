/** The program as it is built, in a process of its own, to be killed. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import type { Site } from './raw-client.ts';

/** Resolves once it serves `data` at the site's port. @throws where it ends before */
export async function startKvar(site: Site, data: string): Promise<ChildProcess> {
	const { port } = new URL(site.url);
	const limits = ['--rate-session', '0', '--rate-address', '0', '--circles-per-hour', '0'];
	const server = spawn(
		process.execPath,
		['build/program/kvar.js', 'serve', '--host', '127.0.0.1', '--port', port, '--data', data, '--log', 'error', ...limits],
		{
			stdio: ['ignore', 'pipe', 'inherit']
		}
	);
	await new Promise<void>((resolve, reject) => {
		server.stdout.once('data', () => resolve());
		server.once('exit', (code) => reject(new Error(`The server ended with ${code}`)));
	});
	return server;
}

/** At a port that was free just now; logins sign its name. */
export async function freeSite(): Promise<Site> {
	const port = await new Promise<number>((resolve) => {
		const probe = createServer().listen(0, '127.0.0.1', () => {
			const address = probe.address() as AddressInfo;
			probe.close(() => resolve(address.port));
		});
	});
	return { url: `http://127.0.0.1:${port}`, origin: `http://localhost:${port}` };
}
