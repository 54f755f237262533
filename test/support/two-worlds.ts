/**
 * A server that has split a place in two: those in the other world write on, and are shown what they write, as if nobody else had
 * written since. It takes and numbers all of that in the true server's stead.
 */
import { equal, type Bytes } from '#crypto/bytes.ts';
import { rings, type Ring } from '#domain/ring.ts';
import { append, controlAppend, readMessage, writeMessage } from '#wire/api.ts';
import type { DishonestServer, Entry } from './dishonest-server.ts';
import type { TestDevice } from './home.ts';
import { circleOf } from './seen.ts';
import { deviceOf } from './household.ts';

export interface OtherWorld {
	/** What was written there since. */
	control: Bytes[];
	rings: Record<Ring, Entry[]>;
}

/** From here on `device` is alone; both worlds have in common what it knows now. */
export function splitOff(server: DishonestServer, device: TestDevice): OtherWorld {
	const theirs = deviceOf(device);
	const { state, rings: known } = circleOf(device);
	const common = state.n + 1;
	const last = Object.fromEntries(rings.map((ring) => [ring, known.get(ring)?.stretch.last ?? 0])) as Record<Ring, number>;
	const world: OtherWorld = { control: [], rings: { us: [], close: [], all: [] } };
	const taken = (message: Parameters<typeof writeMessage>[0]) => new Response(writeMessage(message), { headers: { 'content-type': 'application/cbor' } });
	server.lies = {
		control: (entries, who) => (who === theirs ? [...entries.slice(0, common), ...world.control] : entries),
		ring: (entries, ring, who) => (who === theirs ? [...entries.slice(0, last[ring]), ...world.rings[ring]] : entries),
		instead: ({ method, path, body, who }) => {
			if (who !== theirs || method !== 'POST') return undefined;
			if (path.endsWith('/control')) {
				world.control.push(...readMessage(controlAppend, body)[0]);
				return taken([common + world.control.length - 1]);
			}
			const ring = /\/rings\/(us|close|all)\/entries$/.exec(path)?.[1] as Ring | undefined;
			if (ring === undefined) return undefined;
			const log = world.rings[ring];
			const numbers = readMessage(append, body)[0].map(([envelope, sealed]) => {
				const at = log.findIndex(([there]) => equal(there, envelope));
				return last[ring] + (at >= 0 ? at + 1 : log.push([envelope, sealed]));
			});
			return taken([numbers]);
		}
	};
	return world;
}
