import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { addressHider } from './hide-address.ts';

const from = (remoteAddress: string, forwarded?: string) =>
	({ socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } }) as unknown as IncomingMessage;

test('tells addresses apart without holding one; another process hides them otherwise', () => {
	const hide = addressHider(0);
	expect(hide(from('203.0.113.1'))).toBe(hide(from('203.0.113.1')));
	expect(hide(from('203.0.113.1'))).not.toBe(hide(from('203.0.113.2')));
	expect(hide(from('203.0.113.1'))).not.toContain('203');
	expect(hide(from('203.0.113.1'))).not.toBe(addressHider(0)(from('203.0.113.1')));
});

test('a /64 counts as one, however it is written', () => {
	const hide = addressHider(0);
	expect(hide(from('2001:db8:1:2::1'))).toBe(hide(from('2001:db8:1:2:9:9:9:9')));
	expect(hide(from('2001:db8::1'))).toBe(hide(from('2001:db8:0:0:5:6:7:8')));
	expect(hide(from('2001:db8:1:2::1'))).not.toBe(hide(from('2001:db8:1:3::1')));
	expect(hide(from('::1'))).not.toBe(hide(from('2001:db8::1')));
	expect(hide(from('::ffff:203.0.113.1'))).not.toBe(hide(from('::ffff:203.0.113.2')));
});

test('believes X-Forwarded-For as far as the host has proxies, and no further', () => {
	const [none, one, two] = [addressHider(0), addressHider(1), addressHider(2)];
	expect(none(from('10.0.0.1', '203.0.113.1'))).toBe(none(from('10.0.0.1')));
	expect(one(from('10.0.0.1', 'made-up, 203.0.113.1'))).toBe(one(from('10.0.0.9', '203.0.113.1')));
	expect(one(from('10.0.0.1', '203.0.113.1'))).not.toBe(one(from('10.0.0.1', '203.0.113.2')));
	expect(two(from('10.0.0.1', 'made-up, 203.0.113.1, 10.0.0.2'))).toBe(two(from('10.0.0.1', '203.0.113.1, 10.0.0.2')));
	expect(one(from('10.0.0.1'))).toBe(one(from('10.0.0.1')));
});
