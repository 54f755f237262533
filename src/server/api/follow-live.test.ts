import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import type { Hub } from '../live/hub.ts';
import type { Call } from './route.ts';
import { followLive } from './follow-live.ts';
import type { Admit } from './visit.ts';

/** A call whose reader is still there, or has gone by the time it has been admitted. */
const callOf = (socket: unknown) =>
	({ req: { headers: {} } as IncomingMessage, res: { socket, setHeader: () => undefined } as unknown as ServerResponse, query: new URLSearchParams() }) as Call;

test('a reader who has gone while being admitted is not followed: it would end the whole server when it ends', async () => {
	let followed = 0;
	const route = followLive((() => Promise.resolve({})) as unknown as Admit, { follow: () => void followed++ } as unknown as Hub);
	expect(await route.handle(callOf(null))).toBe('streamed');
	expect(followed).toBe(0);
	expect(await route.handle(callOf({}))).toBe('streamed');
	expect(followed).toBe(1);
});
