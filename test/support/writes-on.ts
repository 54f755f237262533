/** Whoever is shown something that is left out writes on all the same: their device alone with a server that has taken it, and takes what comes after it. */
import { expect } from 'vitest';
import type { Ring } from '#domain/ring.ts';
import type { CircleView } from '#domain/view.ts';
import type { Bytes } from '#crypto/bytes.ts';
import type { DishonestServer, Entry } from './dishonest-server.ts';
import { openDevice } from './home.ts';
import { createMemoryStore, type MemoryStore } from './memory-store.ts';
import { circleOf, settled } from './seen.ts';
import { splitOff, type OtherWorld } from './two-worlds.ts';

export interface WroteOn {
	/** What they see after that. */
	view: CircleView;
	/** All of it: what they were shown, and what they have written. */
	world: OtherWorld;
}

/** A device over a copy of `store` reads these, and answers. */
export async function writesOn(
	server: DishonestServer,
	store: MemoryStore,
	{ control = [], ring = 'close', entries }: { control?: Bytes[]; ring?: Ring; entries: Entry[] },
	answer: { to: string; kind: 'words'; text: string; motif: null }
): Promise<WroteOn> {
	await using device = await openDevice(server.origin, { store: createMemoryStore(store) });
	await device.sees(({ connection }) => connection === 'live');
	const world = splitOff(server, device);
	const taken = server.lies.instead;
	// Nobody else is told how far this device has read in a log that is shown to it alone.
	server.lies.instead = (call) => (call.path.endsWith('/beacon') ? Response.error() : taken?.(call));
	const lastOf = () => circleOf(device).rings.get(ring)?.stretch.last ?? 0;
	const before = lastOf();
	world.control.push(...control);
	world.rings[ring].push(...entries);
	server.breakOff();
	await expect.poll(lastOf, { timeout: 8_000 }).toBe(before + entries.length);
	await device.does('answer', answer);
	await device.sees((seen) => settled(seen) && world.rings.close.length + world.rings.all.length > entries.length);
	const view = await device.view();
	server.lies = {};
	return { view, world };
}
