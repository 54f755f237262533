/** One beacon for each device and ring, in place of the one before. Too small and too few to count against the quota. */
import type { DatabaseSync } from 'node:sqlite';
import type { BeaconCommand } from './command.ts';

export function beaconKeeper(db: DatabaseSync): (command: BeaconCommand) => object {
	const put = db.prepare('INSERT INTO beacons (circle, ring, device, beacon) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET beacon = excluded.beacon');
	return function keep({ circle, ring, device, beacon }) {
		put.run(circle, ring, device, beacon);
		return {};
	};
}
