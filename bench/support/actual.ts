/**
 * THE PEER: the sync server of Actual (MIT), an end-to-end encrypted budget whose server stores sealed messages it cannot read.
 * A message of it is what an entry is here: the same number of sealed bytes, put into SQLite, durable before the answer.
 *
 * Kind to it: readers ask for nothing new with each append (`since` in the far future), and no reader follows. Its limit of 500
 * requests a minute of one address is kept out of the way by the header a proxy would send: another address every 400.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Sealed } from '#log/seal.ts';
import { startChild, type Child } from './child.ts';
import { installPeers, peersFolder } from './peers.ts';
import { Connection, requestBytes } from './raw-http.ts';

interface Crdt {
	create(schema: unknown, value: object): object;
	toBinary(schema: unknown, message: object): Uint8Array;
	fromBinary(schema: unknown, bytes: Uint8Array): { messages: unknown[] };
	SyncRequestSchema: unknown;
	SyncResponseSchema: unknown;
}

export interface Actual extends Child {
	version: string;
	/** Appends one entry of writer number `writer`, whose `n`-th it is. */
	appendRequest(entries: readonly Sealed[], writer: number, n: number): Buffer;
	/** Everything there is. */
	pullRequest(): Buffer;
	messagesIn(body: Uint8Array): number;
}

const farFuture = '9999-12-31T23:59:59.999Z-FFFF-FFFFFFFFFFFFFFFF';
const beginning = '1970-01-01T00:00:00.000Z-0000-0000000000000000';
const began = Date.UTC(2026, 0, 1);

/**
 * The peer can end by itself: an assertion in its SQLite binding under Node 24, at a collection of garbage. Then another is
 * started, with a folder of its own, what was under way is done from its beginning, and it is counted.
 */
export interface RestartingActual extends AsyncDisposable {
	/** The one that is up; or why there is none. */
	readonly now: Actual | string;
	readonly restarts: number;
	restart(before?: string[]): Promise<void>;
	untilDone<T>(work: (peer: Actual) => Promise<T>): Promise<T>;
}

export async function restartingActual(): Promise<RestartingActual> {
	let now = await startActual();
	let restarts = 0;
	const end = async (): Promise<void> => {
		if (typeof now !== 'string') await now[Symbol.asyncDispose]();
	};
	const restart = async (before?: string[]): Promise<void> => {
		await end();
		now = await startActual(before);
	};
	return {
		get now() {
			return now;
		},
		get restarts() {
			return restarts;
		},
		restart,
		async untilDone(work) {
			for (;;) {
				if (typeof now === 'string') throw new Error(now);
				try {
					return await work(now);
				} catch (cause) {
					if (!now.printed().includes('RemoveEnvironmentCleanupHook')) throw new Error(`actual; it printed: ${now.printed()}`, { cause });
					restarts += 1;
					if (restarts > 20) throw new Error('The peer does not stay up', { cause });
					await restart();
				}
			}
		},
		[Symbol.asyncDispose]: end
	};
}

/** The server, with an account and a file to sync; or why there is none. */
export async function startActual(before: string[] = []): Promise<Actual | string> {
	const why = installPeers();
	if (why !== null) return why;
	const at = join(peersFolder, 'node_modules/@actual-app');
	const { version } = JSON.parse(readFileSync(join(at, 'sync-server/package.json'), 'utf8')) as { version: string };
	const crdt = (await import(pathToFileURL(join(at, 'crdt/dist/index.js')).href)) as Crdt;
	const child = await startChild({
		args: () => [join(at, 'sync-server/build/bin/actual-server.js')],
		before,
		env: (port, folder) => ({
			ACTUAL_DATA_DIR: folder,
			ACTUAL_PORT: String(port),
			ACTUAL_HOSTNAME: '127.0.0.1',
			ACTUAL_TRUSTED_PROXIES: '127.0.0.1/32',
			NODE_ENV: 'production'
		}),
		health: '/health'
	});
	const { token, fileId, groupId } = await makeAccount(child.port);
	let sent = 0;
	const sync = (message: object): Buffer => {
		sent += 1;
		const address = Math.floor(sent / 400);
		return requestBytes(
			'POST',
			'/sync/sync',
			{ 'x-actual-token': token, 'content-type': 'application/actual-sync', 'x-forwarded-for': `10.${address >> 16}.${(address >> 8) & 255}.${address & 255}` },
			crdt.toBinary(crdt.SyncRequestSchema, crdt.create(crdt.SyncRequestSchema, { fileId, groupId, keyId: '', ...message }))
		);
	};
	return {
		...child,
		version,
		appendRequest(entries, writer, n) {
			const node = writer.toString(16).toUpperCase().padStart(16, '0');
			const messages = entries.map(({ envelope, body }, i) => ({
				timestamp: `${new Date(began + n + i).toISOString()}-0000-${node}`,
				isEncrypted: true,
				content: Buffer.concat([envelope, body])
			}));
			return sync({ messages, since: farFuture });
		},
		pullRequest: () => sync({ messages: [], since: beginning }),
		messagesIn: (body) => crdt.fromBinary(crdt.SyncResponseSchema, body).messages.length
	};
}

async function makeAccount(port: number): Promise<{ token: string; fileId: string; groupId: string }> {
	using connection = await Connection.open(port);
	const ask = async <T>(path: string, headers: Record<string, string>, body: Uint8Array): Promise<T> => {
		const { status, body: answer } = await connection.send(requestBytes('POST', path, headers, body));
		if (status !== 200) throw new Error(`The peer answers ${path} with ${status}: ${answer.toString()}`);
		return JSON.parse(answer.toString()) as T;
	};
	const json = { 'content-type': 'application/json' };
	const password = Buffer.from(JSON.stringify({ password: 'benchmark' }));
	await ask('/account/bootstrap', json, password);
	const { data } = await ask<{ data: { token: string } }>('/account/login', json, password);
	const fileId = crypto.randomUUID();
	const { groupId } = await ask<{ groupId: string }>(
		'/sync/upload-user-file',
		{
			'x-actual-token': data.token,
			'x-actual-name': 'bench',
			'x-actual-file-id': fileId,
			'x-actual-format': '2',
			'content-type': 'application/encrypted-file'
		},
		Buffer.from('none')
	);
	return { token: data.token, fileId, groupId };
}
