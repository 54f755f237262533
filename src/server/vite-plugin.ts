/** The API in `vite dev`: the same code in front of the same pages. Development only; the built server is open-server.ts. */
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import type { Plugin, ViteDevServer } from 'vite';
import { readEnv } from '#env';
import { openApi, type Api } from './open-api.ts';
import { defaults } from './options.ts';
import { openStore } from './store/open-store.ts';

export function kvarApi(): Plugin {
	return {
		name: 'kvar-api',
		apply: 'serve',
		configureServer(vite) {
			// Opened when the first call comes: a restarting Vite configures the new server before it ends the old one.
			let opening: ReturnType<typeof open> | null = null;
			vite.middlewares.use((req, res, next) => {
				if (req.url?.startsWith('/api/') !== true) return next();
				opening ??= open(vite);
				opening.then(({ api }) => api.handle(req, res), next);
			});
			const close = vite.close.bind(vite);
			vite.close = async () => {
				await (await opening)?.close();
				opening = null;
				await close();
			};
		}
	};
}

async function open({ httpServer, config }: ViteDevServer): Promise<{ api: Api; close(): Promise<void> }> {
	const env = readEnv(process.env);
	const address = httpServer?.address() as AddressInfo | null | undefined;
	const origin = env.KVAR_ORIGIN ?? `http://localhost:${address?.port ?? config.server.port}`;
	const options = { ...defaults, data: env.KVAR_DATA, open: env.KVAR_OPEN, ratePerSession: 0, ratePerAddress: 0, circlesPerHour: 0 };
	const log = pino({ level: 'warn', base: null });
	const store = await openStore(options.data, options.diskMb, (reason) => log.error({ reason }, 'the store'));
	const api = openApi(options, store, () => origin, log);
	return {
		api,
		async close() {
			api[Symbol.dispose]();
			await store[Symbol.asyncDispose]();
		}
	};
}
