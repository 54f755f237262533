/** What a device wishes to be told of, in place of what it wished before, and how far telling it has come. Few and small: not counted against the quota. */
import type { DatabaseSync } from 'node:sqlite';
import type { NoticesCommand, NoticesDropCommand, NoticesStateCommand, PushKeyCommand, PushKeys } from './command.ts';

export function noticesKeeper(db: DatabaseSync) {
	const put = db.prepare(
		`INSERT INTO notices (circle, device, endpoint, rings, people, quiet_from, quiet_to, state) VALUES (?, ?, ?, ?, ?, ?, ?, 0)
		ON CONFLICT DO UPDATE SET endpoint = excluded.endpoint, rings = excluded.rings, people = excluded.people,
			quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to, state = 0`
	);
	const drop = db.prepare('DELETE FROM notices WHERE circle = ? AND device = ?');
	const dropAt = db.prepare('DELETE FROM notices WHERE endpoint = ?');
	const setState = db.prepare('UPDATE notices SET state = ? WHERE circle = ? AND device = ? AND state = ?');
	const putKey = db.prepare('INSERT OR IGNORE INTO push_key (one, public, private) VALUES (1, ?, ?)');
	const key = db.prepare('SELECT public AS publicKey, private AS privateKey FROM push_key');
	return {
		put({ circle, device, endpoint, rings, people, quiet }: NoticesCommand): object {
			put.run(circle, device, endpoint, rings, people, quiet?.from ?? null, quiet?.to ?? null);
			return {};
		},
		/** Done once is done. */
		drop(command: NoticesDropCommand): object {
			if ('endpoint' in command) dropAt.run(command.endpoint);
			else drop.run(command.circle, command.device);
			return {};
		},
		state({ circle, device, from, to }: NoticesStateCommand): object {
			setState.run(to, circle, device, from);
			return {};
		},
		/** The first there was stays. */
		pushKey({ publicKey, privateKey }: PushKeyCommand): PushKeys {
			putKey.run(publicKey, privateKey);
			return { ...(key.get() as unknown as PushKeys) };
		}
	};
}
