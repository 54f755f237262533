/** One process: the API in front, pages behind, one port, one folder. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { Server as HttpServer } from './http-server.ts';
import { openApi } from './open-api.ts';
import { setPageHeaders } from './page-headers.ts';
import type { ServerOptions } from './options.ts';
import type { Store } from './store/open-store.ts';

/** SvelteKit's `build/handler.js`. */
export type Pages = (req: IncomingMessage, res: ServerResponse, next: () => void) => void;

export interface Listening {
	host: string;
	/** 0: any that is free. */
	port: number;
}
export interface Server extends AsyncDisposable {
	/** Where it listens: http://host:port */
	address: string;
	/** Where people open it, as logins sign it. */
	origin: string;
	/** Streams end, commits finish, the folder is let go of. Under two seconds. */
	close(): Promise<void>;
}

const longestRequest = 30_000;
const longestFarewell = 1000;

/** @param store is the server's from here on: it closes it. @throws what the system says of the address (EADDRINUSE, EACCES) */
export async function openServer(options: ServerOptions, store: Store, { host, port }: Listening, log: Logger, pages?: Pages): Promise<Server> {
	let origin = options.origin ?? '';
	const api = openApi(options, store, () => origin, log);
	const server = new HttpServer(
		{ maxHeaderSize: 16 * 1024, headersTimeout: 10_000, requestTimeout: longestRequest, keepAliveTimeout: 65_000, connectionsCheckingInterval: 5000 },
		(req, res) => {
			if (api.handle(req, res)) return;
			setPageHeaders(res, origin);
			if (pages !== undefined) return pages(req, res, () => nothingHere(res));
			nothingHere(res);
		}
	);
	try {
		await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
	} catch (error) {
		await store[Symbol.asyncDispose]();
		throw error;
	}
	const bound = (server.address() as AddressInfo).port;
	if (origin === '') origin = `http://localhost:${bound}`;
	let closing: Promise<void> | null = null;

	async function close(): Promise<void> {
		const closed = new Promise<void>((resolve) => server.close(() => resolve()));
		api[Symbol.dispose]();
		server.closeIdleConnections();
		const late = setTimeout(() => server.closeAllConnections(), longestFarewell);
		await closed;
		clearTimeout(late);
		await store[Symbol.asyncDispose]();
	}

	const address = `http://${host.includes(':') ? `[${host}]` : host}:${bound}`;
	const closeOnce = (): Promise<void> => (closing ??= close());
	return { address, origin, close: closeOnce, [Symbol.asyncDispose]: closeOnce };
}

function nothingHere(res: ServerResponse): void {
	res.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' });
	res.end('There is no page here. The pages of Kvar are made by: npm run build\n');
}
