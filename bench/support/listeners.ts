/** Many readers of server-sent events over plain sockets, which notice an event and do nothing with it. */
import { connect, type Socket } from 'node:net';
import { requestBytes } from './raw-http.ts';

export class Listeners implements Disposable {
	readonly #sockets: Socket[] = [];
	#events = 0;
	#waitFor: { events: number; resolve: () => void } | null = null;

	get count(): number {
		return this.#sockets.length;
	}

	/** Opens one; resolves once its stream has caught up (a server that says nothing of it: once it has answered). */
	add(port: number, path: string, headers: Record<string, string>, upAfter = 'event: caught-up'): Promise<void> {
		const socket = connect(port, '127.0.0.1');
		this.#sockets.push(socket);
		socket.setNoDelay(true);
		const { promise, resolve, reject } = Promise.withResolvers<void>();
		socket.write(requestBytes('GET', path, { ...headers, accept: 'text/event-stream' }));
		let rest = '';
		let up = false;
		socket.on('data', (chunk: Buffer) => {
			const text = rest + chunk.toString('latin1');
			const end = text.lastIndexOf('\n\n');
			if (!up && text.includes(upAfter)) {
				up = true;
				resolve();
				rest = '';
				return;
			}
			if (end < 0 || !up) return void (rest = text);
			rest = text.slice(end + 2);
			for (let at = text.indexOf('event: entries'); at >= 0 && at < end; at = text.indexOf('event: entries', at + 1)) this.#arrived();
		});
		socket.on('error', reject);
		socket.on('close', () => reject(new Error(`A stream was closed: ${rest}`)));
		return promise;
	}

	#arrived(): void {
		this.#events += 1;
		if (this.#waitFor !== null && this.#events >= this.#waitFor.events) {
			const { resolve } = this.#waitFor;
			this.#waitFor = null;
			resolve();
		}
	}

	/** Resolves once `events` more have arrived, all streams taken together. */
	hear(events: number): Promise<void> {
		return new Promise((resolve) => {
			this.#waitFor = { events: this.#events + events, resolve };
		});
	}

	[Symbol.dispose](): void {
		for (const socket of this.#sockets) socket.removeAllListeners('close').destroy();
	}
}
