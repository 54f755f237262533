/**
 * NOTE addresses. The server needs to tell addresses apart to slow whoever does too much, and needs to know none. So it works
 * with a keyed hash under a salt that lives and dies with the process; the address itself is written nowhere.
 */
import { createHmac, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** @param proxies how many proxies in front are the host's own: that many X-Forwarded-For entries, from the right, are believed. */
export function addressHider(proxies: number): (req: IncomingMessage) => string {
	const salt = randomBytes(32);
	const known = new WeakMap<object, string>();
	const hide = (address: string): string => createHmac('sha256', salt).update(address).digest('base64').slice(0, 22);

	return function hideAddress(req) {
		if (proxies > 0) {
			const forwarded = [req.headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
			const address = forwarded.at(-proxies)?.trim();
			if (address !== undefined && address !== '') return hide(networkOf(address));
		}
		let hidden = known.get(req.socket);
		if (hidden === undefined) known.set(req.socket, (hidden = hide(networkOf(req.socket.remoteAddress ?? ''))));
		return hidden;
	};
}

/** One household's IPv6 is a /64: its hosts count as one. */
function networkOf(address: string): string {
	if (!address.includes(':') || address.startsWith('::ffff:')) return address;
	const [left = '', right] = address.split('::');
	const groups = left === '' ? [] : left.split(':');
	if (right !== undefined) while (groups.length + right.split(':').filter(Boolean).length < 8) groups.push('0');
	return groups.slice(0, 4).join(':');
}
