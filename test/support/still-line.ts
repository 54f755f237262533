/** A device whose line is there and takes nothing: what it says stays in its outbox, unsealed, and it reads only what it is told to. */
import type { Following } from '#sync/follow-circle.ts';
import { pullControl, pullRings } from '#sync/pull.ts';
import { openDevice, type DeviceOptions, type TestDevice } from './home.ts';

const still: Following = { push: () => undefined, wake: () => undefined, connection: () => 'live', stop: () => Promise.resolve() };

/** It has read all there is, and does not look at it before `goesLive`. */
export async function stillDevice(origin: string, options: DeviceOptions): Promise<TestDevice> {
	const device = await openDevice(origin, { ...options, follow: false });
	for (const { line } of device.home.circles.values()) {
		await pullControl(line);
		await pullRings(line);
	}
	return device;
}
export function goesLive({ home }: TestDevice): void {
	for (const open of home.circles.values()) open.following = still;
}
