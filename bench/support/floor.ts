/** Starts the floor (floor-server.ts) and speaks to it. */
import { fileURLToPath } from 'node:url';
import type { Sealed } from '#log/seal.ts';
import { decodeEnvelope } from '#wire/envelope.ts';
import { startChild, type Child } from './child.ts';
import { requestBytes } from './raw-http.ts';

const program = fileURLToPath(new URL('./floor-server.ts', import.meta.url));

export const startFloor = (before: string[] = []): Promise<Child> =>
	startChild({ args: (port, folder) => [program, String(port), folder], before, health: '/' });

/** The same entry as the floor takes it. */
export function floorRequest({ envelope, body }: Sealed): Buffer {
	const { entryId } = decodeEnvelope(envelope).header;
	return requestBytes('POST', '/', {}, Buffer.concat([entryId, Buffer.from([envelope.length >> 8, envelope.length & 255]), envelope, body]));
}
