/** kvar serve: starts, says where, and ends when told to. Exit 0: told to end · 1: could not start · 2: an option is wrong. */
import { existsSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { resolve } from 'node:path';
import { pino } from 'pino';
import { readEnv, WrongOption, type Env } from '#env';
import { openServer, type Pages, type Server } from '#server/open-server.ts';
import { defaults, type ServerOptions } from '#server/options.ts';
import { settleMemory } from '#server/settle-memory.ts';

export async function serve(args: readonly string[]): Promise<number> {
	let env: Env;
	try {
		env = readEnv(process.env, args);
	} catch (error) {
		if (!(error instanceof WrongOption)) throw error;
		console.error(error.message);
		return 2;
	}
	// What is made here is nobody's but the host's.
	process.umask(0o077);
	const destination = pino.destination({ dest: 1, sync: false, minLength: 4096 });
	const log = pino({ level: env.KVAR_LOG, base: null }, destination);
	const flushing = setInterval(() => destination.flush(), 1000).unref();
	let server: Server;
	try {
		server = await openServer(optionsOf(env), { host: env.KVAR_HOST, port: env.KVAR_PORT }, log, lazyPages(env));
	} catch (error) {
		console.error(whyNot(error, env));
		return 1;
	}
	console.log(`Kvar is at ${server.origin}\nIts data lies in ${resolve(env.KVAR_DATA)}`);
	setTimeout(() => (settleMemory(), flushCompileCache()), 700).unref();
	await toldToEnd();
	clearInterval(flushing);
	await server.close();
	destination.flushSync();
	// Nothing is left to do; whatever a page still holds open does not keep the host waiting.
	setImmediate(() => process.exit());
	return 0;
}

function optionsOf(env: Env): ServerOptions {
	return {
		...defaults,
		...(env.KVAR_ORIGIN === undefined ? {} : { origin: env.KVAR_ORIGIN }),
		data: resolve(env.KVAR_DATA),
		open: env.KVAR_OPEN,
		quotaMb: env.KVAR_QUOTA_MB,
		diskMb: env.KVAR_DISK_MB,
		circles: env.KVAR_CIRCLES,
		circlesPerHour: env.KVAR_CIRCLES_PER_HOUR,
		ratePerSession: env.KVAR_RATE_SESSION,
		ratePerAddress: env.KVAR_RATE_ADDRESS,
		proxies: env.KVAR_PROXIES
	};
}

/** Pages are loaded at the first one asked for: the API answers before. */
function lazyPages(env: Env): Pages | undefined {
	const built = new URL('../../build/handler.js', import.meta.url);
	if (!existsSync(built)) return undefined;
	if (env.KVAR_ORIGIN !== undefined) process.env.ORIGIN ??= env.KVAR_ORIGIN;
	let loading: Promise<{ handler: Pages }> | null = null;
	return (req, res, next) => {
		loading ??= import(built.href) as Promise<{ handler: Pages }>;
		loading.then(
			({ handler }) => handler(req, res, next),
			() => next()
		);
	};
}

function whyNot(error: unknown, env: Env): string {
	const { code, name, message } = error as NodeJS.ErrnoException;
	if (name === 'FolderInUse' || name === 'NewerSchema') return `${message}.`;
	if (code === 'EADDRINUSE') return `Port ${env.KVAR_PORT} is taken by another program: end that, or choose another with --port.`;
	if (code === 'EACCES' || code === 'EPERM') return `This may not be done here (${message}): choose another port with --port, or another folder with --data.`;
	if (code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL') return `${env.KVAR_HOST} is no address of this machine: choose another with --host.`;
	return `Kvar could not start: ${message}.`;
}

function toldToEnd(): Promise<void> {
	return new Promise((done) => {
		for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => done());
	});
}
