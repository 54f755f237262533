import fc from 'fast-check';
import { expect, test } from 'vitest';
import { beginFamily, keysOf } from '../../test/support/circle.ts';
import { bytesOf, flip, runs } from '../../test/support/property.ts';
import { rings } from '#domain/ring.ts';
import { openBeacon, sealBeacon, type Beacon } from './beacon.ts';

const count = fc.nat({ max: 2 ** 40 });
const beacons: fc.Arbitrary<Beacon> = fc.record({ counter: count, time: count, controlN: count, controlHead: bytesOf(32), seq: count, head: bytesOf(32) });

test('what one device says of where it is, others of the ring read; a bit changed, and it says nothing', async () => {
	const { circle, noor, malik } = await beginFamily();
	const keys = await keysOf(circle, malik, 'all');
	const epoch = Math.max(...keys.keys());
	const place = { circleId: circle.state.circleId, ring: 'all', deviceId: noor.deviceId } as const;
	await fc.assert(
		fc.asyncProperty(beacons, fc.nat(), async (beacon, bit) => {
			const sealed = await sealBeacon(place, beacon, epoch, keys.get(epoch) as CryptoKey, noor.device.privateKey);
			expect(sealed.length).toBeGreaterThanOrEqual(64);
			expect(sealed.length).toBeLessThanOrEqual(1024);
			expect(await openBeacon(place, sealed, keys, noor.device.publicKey)).toEqual(beacon);
			expect(await openBeacon(place, flip(sealed, bit % (sealed.length * 8)), keys, noor.device.publicKey)).toBeNull();
		}),
		runs(30)
	);
});

test('who reaches the ring and says it is another, or says it of another ring, circle or device, is not believed', async () => {
	const { circle, noor, malik } = await beginFamily();
	const keys = await keysOf(circle, malik, 'all');
	const epoch = Math.max(...keys.keys());
	const here = { counter: 1, time: 1, controlN: 1, controlHead: new Uint8Array(32), seq: 1, head: new Uint8Array(32) };
	const place = { circleId: circle.state.circleId, ring: 'all', deviceId: noor.deviceId } as const;
	const key = keys.get(epoch) as CryptoKey;
	// Malik has the ring's key, and not Noor's.
	expect(await openBeacon(place, await sealBeacon(place, here, epoch, key, malik.device.privateKey), keys, noor.device.publicKey)).toBeNull();
	const sealed = await sealBeacon(place, here, epoch, key, noor.device.privateKey);
	for (const ring of rings.filter((one) => one !== 'all')) expect(await openBeacon({ ...place, ring }, sealed, keys, noor.device.publicKey)).toBeNull();
	expect(await openBeacon({ ...place, circleId: new Uint8Array(32) }, sealed, keys, noor.device.publicKey)).toBeNull();
	expect(await openBeacon({ ...place, deviceId: malik.deviceId }, sealed, keys, noor.device.publicKey)).toBeNull();
	expect(await openBeacon(place, sealed, new Map(), noor.device.publicKey)).toBeNull();
	// Sealed under the newest key, and said to be under another.
	expect(
		await openBeacon(place, await sealBeacon(place, here, epoch + 1, key, noor.device.privateKey), new Map([[epoch, key]]), noor.device.publicKey)
	).toBeNull();
});
