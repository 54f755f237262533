/** kvar serve: starts, says where, and ends when told to. Exit 0: told to end · 1: could not start · 2: an option is wrong. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { readEnv, WrongOption, type Env } from '#env';
import type { Pages } from '#server/open-server.ts';
import { defaults, type ServerOptions } from '#server/options.ts';
import { openStore } from '#server/store/open-store.ts';

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
	let started: Started;
	try {
		started = await start(env);
	} catch (error) {
		console.error(whyNot(error, env));
		return 1;
	}
	console.log(`Kvar is at ${started.origin}\nIts data lies in ${resolve(env.KVAR_DATA)}`);
	await toldToEnd();
	await started.end();
	// Nothing is left to do; whatever a page still holds open does not keep the host waiting.
	setImmediate(() => process.exit());
	return 0;
}

interface Started {
	origin: string;
	end(): Promise<void>;
}

/** The store first: its writer starts on a thread of its own while this one loads the rest. */
async function start(env: Env): Promise<Started> {
	const options = optionsOf(env);
	const problems: string[] = [];
	let onProblem = (reason: string): void => void problems.push(reason);
	const opening = openStore(options.data, options.diskMb, (reason) => onProblem(reason));
	// Waited for below; until then a failure is not one that nobody looks at.
	opening.catch(() => undefined);
	const [{ pino }, { openServer }] = await Promise.all([import('pino'), import('#server/open-server.ts')]);
	const destination = pino.destination({ dest: 1, sync: false, minLength: 4096 });
	const log = pino({ level: env.KVAR_LOG, base: null }, destination);
	onProblem = (reason) => log.error({ reason }, 'the store');
	for (const reason of problems) onProblem(reason);
	const server = await openServer(options, await opening, { host: env.KVAR_HOST, port: env.KVAR_PORT }, log, lazyPages(env));
	const flushing = setInterval(() => destination.flush(), 1000).unref();
	return {
		origin: server.origin,
		async end() {
			clearInterval(flushing);
			await server.close();
			destination.flushSync();
		}
	};
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
		proxies: env.KVAR_PROXIES,
		pushHosts: env.KVAR_PUSH_HOSTS
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
