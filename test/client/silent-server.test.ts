/** A server that takes a connection and then says nothing, or begins to answer and stops: nobody waits for it for ever. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createApi, Unreachable } from '#sync/api.ts';

test.each([
	['says nothing at all', () => undefined],
	['begins to answer, and stops', (answer: (begun: string) => void) => answer('\u0081')]
] as const)('a server that %s is out of reach', async (_, says) => {
	const silent = createServer((_, res) => {
		says((begun) => {
			res.writeHead(200, { 'content-type': 'application/cbor', 'content-length': '1000' });
			res.write(begun);
		});
	});
	await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
	const api = createApi(`http://127.0.0.1:${(silent.address() as AddressInfo).port}`, undefined, 300);
	await expect(api.createCircle([])).rejects.toBeInstanceOf(Unreachable);
	silent.closeAllConnections();
	await new Promise((resolve) => silent.close(resolve));
});
