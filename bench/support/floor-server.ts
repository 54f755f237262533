/**
 * THE FLOOR of an append: bare node:http, and the same rows and indexes through a worker of the same technique (group commit,
 * WAL, synchronous=FULL). No session, no membership, no chain, no router, no log; what is sent is stored as it comes.
 *
 *   POST /   16 bytes of entry id, 2 bytes of the envelope's length, envelope, body   →   "ok"
 *
 * A program of its own: node floor-server.ts PORT FOLDER
 */
import { createServer } from 'node:http';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Batch, Done } from './floor-writer.ts';

const [port, folder] = process.argv.slice(2) as [string, string];
const worker = new Worker(new URL('./floor-writer.ts', import.meta.url), { workerData: join(folder, 'floor.db') });
const waiting: (() => void)[] = [];
let queue: Batch = [];

worker.on('message', (done: Done) => {
	for (const settle of waiting.splice(0, done)) settle();
});

function write(bytes: Uint8Array, settle: () => void): void {
	waiting.push(settle);
	if (queue.push(bytes) > 1) return;
	setImmediate(() => {
		worker.postMessage(queue);
		queue = [];
	});
}

createServer((req, res) => {
	const ok = (): void => void res.writeHead(200, { 'content-type': 'text/plain', 'content-length': '2' }).end('ok');
	if (req.method === 'GET') return ok();
	const chunks: Buffer[] = [];
	req.on('data', (chunk: Buffer) => chunks.push(chunk));
	// A copy: the chunk lies in a pool, all of which would cross to the worker.
	req.on('end', () => write(new Uint8Array(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)), ok));
}).listen(Number(port), '127.0.0.1');

process.on('SIGTERM', () => process.exit());
