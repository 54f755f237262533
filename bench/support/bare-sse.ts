/**
 * Bare fan-out of server-sent events: node:http, a set of open answers, one buffer written to each. Nothing is stored or judged.
 *
 *   GET  /live   a stream; begins with `: up`
 *   POST /       what is sent is an event to everybody   →   "ok"
 *
 * A program of its own: node bare-sse.ts PORT
 */
import { createServer, type ServerResponse } from 'node:http';

const [port] = process.argv.slice(2);
const streams = new Set<ServerResponse>();

createServer((req, res) => {
	if (req.url === '/live') {
		res.writeHead(200, { 'content-type': 'text/event-stream' });
		res.write(': up\n\n');
		streams.add(res);
		res.once('close', () => streams.delete(res));
		return;
	}
	const chunks: Buffer[] = [];
	req.on('data', (chunk: Buffer) => chunks.push(chunk));
	req.on('end', () => {
		const event = Buffer.concat(chunks);
		if (event.length > 0) for (const stream of streams) stream.write(event);
		res.writeHead(200, { 'content-length': '2' }).end('ok');
	});
}).listen(Number(port), '127.0.0.1');

process.on('SIGTERM', () => process.exit());
