/**
 * A SERVER THAT LIES: a real HTTP proxy before the real server. It tells each session apart (by the device that opened it) and can show
 * each another control log and other ring logs than there are, number and chain them as it likes, answer in the server's stead, and
 * see every byte that leaves a device. What it shows of a log goes by pages; its live stream only says that there is something, unless
 * everything it says goes through other hands (`answer`): then the stream does too, event by event. The pages of the app pass through as they are.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { concat, hex, type Bytes } from '#crypto/bytes.ts';
import { sha256 } from '#crypto/verify.ts';
import type { Ring } from '#domain/ring.ts';
import { firstHead } from '#log/chain.ts';
import { controlPage, entryPage, login, opened, readMessage, writeMessage } from '#wire/api.ts';
import { startServer, type StartedServer } from './start-server.ts';
import type { Pages } from '#server/open-server.ts';
import type { ServerOptions } from '#server/options.ts';

export type Entry = readonly [envelope: Bytes, body: Bytes | null];
export interface Call {
	method: string;
	/** Without the query. */
	path: string;
	query: URLSearchParams;
	body: Bytes;
	/** Hex id of the device (or invitation, or member) whose session it is, or who asks for one; empty before that. */
	who: string;
}
/** An answer, or one event of a live stream. */
export interface Said {
	status: number;
	type: string;
	body: Uint8Array;
	/** After it the connection is cut. */
	cut?: boolean;
}
export interface Lies {
	/** What `who` is shown instead of `entries`. */
	control?: (entries: Bytes[], who: string) => Bytes[];
	ring?: (entries: Entry[], ring: Ring, who: string) => Entry[];
	/** Asked before anything is passed on; what it gives is the answer. */
	instead?: (call: Call) => Response | undefined;
	/** Asked once it has been passed on and answered; what it gives is the answer. `Response.error()`, here as above: the connection is cut. */
	afterwards?: (call: Call, answer: { status: number; body: Bytes }) => Response | undefined;
	/** What is said to a call, whatever that is; `ask` passes it on and gives what the server says. Of a live stream: each event. */
	answer?: (call: Call, ask: () => Promise<Said>) => Promise<Said>;
}
export interface DishonestServer extends AsyncDisposable {
	origin: string;
	honest: StartedServer;
	lies: Lies;
	/** Everything that devices have sent, in order. */
	sent: Call[];
	/** What the honest server has of a log, asked for with the session of `who`. */
	entriesOf(who: string, ring: Ring): Promise<Entry[]>;
	controlOf(who: string): Promise<Bytes[]>;
	/** Ends every live stream that is open now. */
	breakOff(): void;
}

export async function startDishonestServer(options: Partial<ServerOptions> = {}, pages?: Pages): Promise<DishonestServer> {
	const whose = new Map<string, { who: string; circle: Bytes; authorization: string }>();
	const streams = new Set<ServerResponse>();
	const proxy = createServer((req, res) => {
		handle(req, res).catch(() => res.destroy());
	});
	await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
	const origin = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
	const honest = await startServer({ ...options, origin }, pages);
	const self: DishonestServer = {
		origin,
		honest,
		lies: {},
		sent: [],
		entriesOf: (who, ring) => allEntries(sessionOf(who), ring),
		controlOf: (who) => allControl(sessionOf(who)),
		breakOff() {
			for (const stream of streams) stream.destroy();
		},
		async [Symbol.asyncDispose]() {
			self.breakOff();
			proxy.closeAllConnections();
			await new Promise((resolve) => proxy.close(resolve));
			await honest[Symbol.asyncDispose]();
		}
	};

	async function handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
		const chunks: Buffer[] = [];
		for await (const chunk of req) chunks.push(chunk as Buffer);
		const url = new URL(req.url ?? '', origin);
		const authorization = req.headers.authorization ?? '';
		const session = whose.get(authorization);
		const call: Call = {
			method: req.method ?? '',
			path: url.pathname,
			query: url.searchParams,
			body: new Uint8Array(Buffer.concat(chunks)),
			who: session?.who ?? ''
		};
		self.sent.push(call);
		const instead = self.lies.instead?.(call);
		if (instead !== undefined) return answerWith(res, instead, new Uint8Array(await instead.arrayBuffer()));
		const ring = /\/rings\/(us|close|all)\/entries$/.exec(url.pathname)?.[1] as Ring | undefined;
		if (session !== undefined && call.method === 'GET' && url.pathname.endsWith('/control') && self.lies.control !== undefined) {
			const entries = self.lies.control(await allControl(session), session.who);
			const after = Number(call.query.get('after') ?? -1);
			return answer(res, writeMessage([entries.slice(after + 1), entries.length - 1]));
		}
		if (session !== undefined && call.method === 'GET' && ring !== undefined && self.lies.ring !== undefined) {
			const entries = self.lies.ring(await allEntries(session, ring), ring, session.who);
			return answer(res, await pageOf(session.circle, ring, entries, call.query));
		}
		if (url.pathname.endsWith('/live')) return follow(authorization, call, req.headers['last-event-id'], res);
		if (url.pathname === '/api/sessions') call.who = hex(readMessage(login, call.body)[1][1]);
		let passed: Response | undefined;
		const ask = async (): Promise<Said> => {
			passed = await pass(call.method, url.pathname + url.search, authorization, call.body, req.headers['content-type'], req.headers.range);
			const body = new Uint8Array(await passed.arrayBuffer());
			if (url.pathname === '/api/sessions' && passed.ok) {
				const [token, circle] = readMessage(opened, body);
				const header = `Kvar ${Buffer.from(token).toString('base64url')}`;
				whose.set(header, { who: call.who, circle, authorization: header });
			}
			return { status: passed.status, type: passed.headers.get('content-type') ?? '', body };
		};
		const { status, type, body, cut } = await (self.lies.answer?.(call, ask) ?? ask());
		const other = self.lies.afterwards?.(call, { status, body: new Uint8Array(body) });
		if (other !== undefined) return answerWith(res, other, new Uint8Array(await other.arrayBuffer()));
		if (self.lies.answer === undefined && passed !== undefined) return answerWith(res, passed, body);
		res.writeHead(status, { 'content-type': type });
		if (cut === true) res.write(body, () => res.destroy());
		else res.end(body);
	}

	function sessionOf(who: string) {
		const session = [...whose.values()].findLast((one) => one.who === who);
		if (session === undefined) throw new Error('no such session');
		return session;
	}

	const answerWith = (res: ServerResponse, { status, headers }: Response, body: Uint8Array): void =>
		void res.writeHead(status, Object.fromEntries([...headers].filter(([name]) => !ofOneHop.has(name)))).end(body);

	const answer = (res: ServerResponse, body: Uint8Array): void => void res.writeHead(200, { 'content-type': 'application/cbor' }).end(body);

	const pass = (method: string, path: string, authorization: string, body?: Bytes, type?: string, range?: string): Promise<Response> =>
		fetch(honest.url + path, {
			method,
			headers: {
				...(authorization === '' ? {} : { authorization }),
				...(type === undefined ? {} : { 'content-type': type }),
				...(range === undefined ? {} : { range })
			},
			...(body === undefined || body.length === 0 ? {} : { body }),
			redirect: 'manual'
		});

	async function allControl({ circle, authorization }: { circle: Bytes; authorization: string }): Promise<Bytes[]> {
		const out: Bytes[] = [];
		for (;;) {
			const response = await pass('GET', `/api/circles/${Buffer.from(circle).toString('base64url')}/control?after=${out.length - 1}`, authorization);
			const [entries, newest] = readMessage(controlPage, new Uint8Array(await response.arrayBuffer()));
			out.push(...entries);
			if (out.length > newest || entries.length === 0) return out;
		}
	}

	async function allEntries({ circle, authorization }: { circle: Bytes; authorization: string }, ring: Ring): Promise<Entry[]> {
		const out: Entry[] = [];
		for (;;) {
			const response = await pass('GET', `/api/circles/${Buffer.from(circle).toString('base64url')}/rings/${ring}/entries?after=${out.length}`, authorization);
			const [, , entries, newest] = readMessage(entryPage, new Uint8Array(await response.arrayBuffer()));
			out.push(...entries);
			if (out.length >= newest || entries.length === 0) return out;
		}
	}

	/** Says that there is something whenever there is; or, through other hands, what the server says. */
	async function follow(authorization: string, call: Call, from: string | string[] | undefined, res: ServerResponse): Promise<void> {
		const stop = new AbortController();
		res.once('close', () => stop.abort());
		const headers = new Headers({ authorization });
		if (typeof from === 'string' && self.lies.answer !== undefined) headers.set('last-event-id', from);
		const response = await fetch(honest.url + call.path, { headers, signal: stop.signal });
		if (!response.ok || response.body === null) return answerWith(res, response, new Uint8Array(await response.arrayBuffer()));
		res.writeHead(200, { 'content-type': 'text/event-stream' });
		streams.add(res);
		let text = '';
		let filled = false;
		try {
			for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
				text += Buffer.from(chunk).toString('latin1');
				for (let at = text.indexOf('\n\n'); at >= 0; at = text.indexOf('\n\n')) {
					const event = text.slice(0, at + 2);
					text = text.slice(at + 2);
					if (self.lies.answer !== undefined) {
						const honestly: Said = { status: 200, type: 'text/event-stream', body: Buffer.from(event, 'latin1') };
						const said = await self.lies.answer(call, () => Promise.resolve(honestly));
						res.write(said.body);
						if (said.cut === true) stop.abort();
					} else if (event.includes('event: caught-up')) {
						filled = true;
						// What came between the reader's last page and this stream was not passed on: it asks for it.
						res.write('event: pull\ndata: \n\nevent: caught-up\ndata: \n\n');
					} else if (filled) res.write('event: pull\ndata: \n\n');
				}
			}
		} catch {
			// The reader has gone.
		}
		streams.delete(res);
		res.end();
	}
	return self;
}

/** Headers that are about one connection, or about how a body that has been unpacked since was packed. */
const ofOneHop: ReadonlySet<string> = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-encoding', 'content-length']);

/** A page of a log as the server would make it, with heads that follow. */
async function pageOf(circle: Bytes, ring: Ring, entries: Entry[], query: URLSearchParams): Promise<Bytes> {
	const heads: Bytes[] = [await firstHead(circle, ring)];
	for (const [envelope] of entries) heads.push(await sha256(concat(heads.at(-1) as Bytes, await sha256(envelope))));
	const limit = Math.min(500, Number(query.get('limit') ?? 500));
	const before = query.get('before');
	const last = Math.min(entries.length, before === null ? Number(query.get('after') ?? 0) + limit : Number(before) - 1);
	const first = before === null ? Number(query.get('after') ?? 0) + 1 : Math.max(1, last - limit + 1);
	const page = entries.slice(first - 1, last).map(([envelope, body]) => [envelope, body]);
	return writeMessage([
		Math.min(first, entries.length + 1),
		heads[Math.min(first, entries.length + 1) - 1] as Bytes,
		page,
		entries.length,
		heads.at(-1) as Bytes
	]);
}
