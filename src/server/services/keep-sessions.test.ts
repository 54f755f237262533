import { expect, test } from 'vitest';
import { Sessions } from './keep-sessions.ts';

const header = (token: Uint8Array) => `Kvar ${Buffer.from(token).toString('base64url')}`;

/** Another character at `at`. */
const changed = (text: string, at: number) => text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);

test('a token opens its session, and nothing else does', () => {
	const sessions = new Sessions(10);
	const token = sessions.open('circle', 'device', '01');
	expect(token).toHaveLength(32);
	expect(sessions.find(header(token))?.session).toMatchObject({ circle: 'circle', by: 'device', id: '01' });
	for (const wrong of [
		undefined,
		'',
		'Kvar ',
		header(new Uint8Array(32)),
		header(token).slice(5),
		header(token).toLowerCase(),
		`${header(token)}A`,
		changed(header(token), 47),
		changed(header(token), 20)
	]) {
		expect(sessions.find(wrong)).toBeNull();
	}
});

test('the token itself is not kept', () => {
	const sessions = new Sessions(10);
	const token = sessions.open('circle', 'device', '01');
	const { key } = sessions.find(header(token)) as { key: string };
	expect(Buffer.from(key, 'base64')).not.toEqual(Buffer.from(token));
});

test('ends after a day in which it was not used', () => {
	let now = 0;
	const sessions = new Sessions(10, () => now);
	const token = sessions.open('circle', 'device', '01');
	const hour = 3_600_000;
	now += 23 * hour;
	expect(sessions.find(header(token))).not.toBeNull();
	now += 23 * hour;
	const found = sessions.find(header(token));
	expect(found).not.toBeNull();
	now += 24 * hour;
	expect(sessions.find(header(token))).toBeNull();
	expect(found?.session.ended).toBe(true);
});

test('the one not used for longest makes room', () => {
	let now = 0;
	const sessions = new Sessions(2, () => now);
	const [first, second] = [sessions.open('circle', 'device', '01'), sessions.open('circle', 'device', '02')];
	now += 120_000;
	sessions.find(header(first));
	sessions.open('circle', 'device', '03');
	expect(sessions.find(header(first))).not.toBeNull();
	expect(sessions.find(header(second))).toBeNull();
});
