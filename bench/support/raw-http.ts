/**
 * The load: HTTP/1.1 over plain sockets that stay open, one request at a time on each, ready-made bytes out and only the
 * status and length of the answer looked at. The generator shares the machine with what it measures, so it has to be cheap;
 * and it is the same for everybody who is measured.
 */
import { connect, type Socket } from 'node:net';

export interface Answer {
	status: number;
	body: Buffer;
}

const headEnd = Buffer.from('\r\n\r\n');

export class Connection implements Disposable {
	readonly #socket: Socket;
	#chunks: Buffer[] = [];
	#size = 0;
	/** Bytes of the whole answer; 0 while its head is not here. */
	#whole = 0;
	#bodyAt = 0;
	#status = 0;
	#settle: PromiseWithResolvers<Answer> | null = null;

	private constructor(port: number) {
		// Read into one piece of memory, past the machinery of streams: what this costs, everybody who is measured pays.
		const onread = { buffer: Buffer.allocUnsafe(64 * 1024), callback: (size: number, bytes: Uint8Array) => this.#take(Buffer.from(bytes.subarray(0, size))) };
		const socket = connect({ port, host: '127.0.0.1', noDelay: true, onread });
		this.#socket = socket;
		socket.on('close', () => this.#settle?.reject(new Error('The connection was closed before the answer was here')));
		socket.on('error', () => undefined);
	}

	static open(port: number): Promise<Connection> {
		const connection = new Connection(port);
		return new Promise((resolve, reject) => connection.#socket.once('connect', () => resolve(connection)).once('error', reject));
	}

	/** @param request what `requestBytes` gives. */
	send(request: Buffer): Promise<Answer> {
		this.#settle = Promise.withResolvers();
		this.#socket.write(request);
		return this.#settle.promise;
	}

	#take(chunk: Buffer): true {
		this.#chunks.push(chunk);
		this.#size += chunk.length;
		if ((this.#whole === 0 && !this.#readHead()) || this.#size < this.#whole) return true;
		const all = this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks);
		const body = all.subarray(this.#bodyAt, this.#whole);
		this.#chunks = [];
		this.#size = this.#whole = 0;
		this.#settle?.resolve({ status: this.#status, body });
		return true;
	}

	#readHead(): boolean {
		const start = this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks);
		const at = start.indexOf(headEnd);
		if (at < 0) return false;
		const head = start.toString('latin1', 0, at);
		const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
		if (length === undefined) throw new Error(`An answer does not say its length:\n${head}`);
		this.#status = Number(head.slice(9, 12));
		this.#bodyAt = at + headEnd.length;
		this.#whole = this.#bodyAt + Number(length);
		return true;
	}

	[Symbol.dispose](): void {
		this.#socket.destroy();
	}
}

export function requestBytes(method: string, path: string, headers: Record<string, string>, body?: Uint8Array): Buffer {
	const lines = [`${method} ${path} HTTP/1.1`, 'host: 127.0.0.1', ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
	if (body !== undefined) lines.push(`content-length: ${body.length}`);
	const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
	return body === undefined ? head : Buffer.concat([head, body]);
}

/**
 * By port: how often a server closed a connection that an answer was waited for on. Any client then asks once more, over another
 * (every request here is one that may be sent twice); it is counted, since it costs time.
 */
export const closed = new Map<number, number>();

/** Sends each list of requests over a connection of its own, all at once. Requests a second. @throws if one is not answered with 200 */
export async function requestsPerSecond(port: number, lists: readonly (readonly Buffer[])[]): Promise<number> {
	const connections = await Promise.all(lists.map(() => Connection.open(port)));
	const began = performance.now();
	await Promise.all(
		lists.map(async (requests, i) => {
			for (const request of requests) {
				const { status, body } = await (connections[i] as Connection).send(request).catch(async () => {
					closed.set(port, (closed.get(port) ?? 0) + 1);
					connections[i] = await Connection.open(port);
					return connections[i].send(request);
				});
				if (status !== 200) throw new Error(`Answered with ${status}: ${body.toString()}`);
			}
		})
	);
	const seconds = (performance.now() - began) / 1000;
	for (const connection of connections) connection[Symbol.dispose]();
	return lists.reduce((sum, list) => sum + list.length, 0) / seconds;
}
