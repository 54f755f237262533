/** A real server in this process: real SQLite in a folder of its own, real HTTP on a free port. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { openServer, type Pages, type Server } from '#server/open-server.ts';
import { defaults, type ServerOptions } from '#server/options.ts';
import { openStore } from '#server/store/open-store.ts';

export interface StartedServer extends AsyncDisposable {
	server: Server;
	/** http://127.0.0.1:port */
	url: string;
	/** What logins sign. */
	origin: string;
	data: string;
	/** Everything logged so far. */
	logged(): string;
	/** Ends the server and keeps the folder: start it again with `{ data }`. */
	stop(): Promise<void>;
}

/** Without limits on rates unless a test sets them, and without pages unless it brings them. The folder goes with the server, if it was made for it. */
export async function startServer(options: Partial<ServerOptions> = {}, pages?: Pages): Promise<StartedServer> {
	const data = options.data ?? mkdtempSync(join(tmpdir(), 'kvar-test-'));
	let lines = '';
	const sink = new Writable({ write: (chunk, _, done) => ((lines += String(chunk)), done()) });
	const log = pino({ level: 'debug', base: null }, sink);
	const settings = { ...defaults, ratePerSession: 0, ratePerAddress: 0, circlesPerHour: 0, ...options, data };
	const store = await openStore(data, settings.diskMb, (reason) => log.error({ reason }, 'the store'));
	const server = await openServer(settings, store, { host: '127.0.0.1', port: 0 }, log, pages);
	return {
		server,
		url: server.address,
		origin: server.origin,
		data,
		logged: () => lines,
		stop: () => server.close(),
		async [Symbol.asyncDispose]() {
			await server.close();
			if (options.data === undefined) rmSync(data, { recursive: true, force: true });
		}
	};
}
