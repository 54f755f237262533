/**
 * A push (RFC 8030) with nothing in it, by which a browser's own service wakes it. Signed as this host's (VAPID, RFC 8292): sole importer of
 * web-push, of which the signing alone is used; it is sent with fetch, which follows no redirect to anywhere else.
 */
import webPush from 'web-push';
import type { PushKeys } from '../store/command.ts';

/** `gone`: the service knows that browser no longer. `later`: it may be tried again, not before `after` milliseconds. */
export type Sent = { outcome: 'sent' } | { outcome: 'gone' } | { outcome: 'later'; after: number };
export type SendPush = (endpoint: string) => Promise<Sent>;

/** Seconds a service keeps it for a browser that is off. */
const keptFor = 2 * 24 * 60 * 60;
const patience = 10_000;
const soonest = 60_000;
const latest = 60 * 60_000;

export const makePushKeys = (): PushKeys => webPush.generateVAPIDKeys();

/** Where notices may be sent: only services the host knows of, so that nobody has it ask anything else. @param hosts names, `*.` in front for all below; with the port, if it is not 443 */
export function mayPushTo(endpoint: string, hosts: readonly string[]): boolean {
	if (!URL.canParse(endpoint)) return false;
	const { protocol, host, username, password } = new URL(endpoint);
	if (protocol !== 'https:' || username !== '' || password !== '') return false;
	return hosts.some((one) => (one.startsWith('*.') ? host.endsWith(one.slice(1)) : host === one));
}

/** @param contact whom a push service may turn to: `https:` or `mailto:` (RFC 8292 §2.1) */
export function pushSender({ publicKey, privateKey }: PushKeys, contact: string): SendPush {
	return async (endpoint) => {
		const { origin } = new URL(endpoint);
		let response: Response;
		try {
			response = await fetch(endpoint, {
				method: 'POST',
				redirect: 'error',
				signal: AbortSignal.timeout(patience),
				headers: {
					authorization: webPush.getVapidHeaders(origin, contact, publicKey, privateKey, 'aes128gcm').Authorization,
					ttl: String(keptFor),
					// One that waits there is replaced (RFC 8030 §5.4): they all say the same.
					topic: 'arrived',
					urgency: 'normal'
				}
			});
			await response.body?.cancel();
		} catch {
			return { outcome: 'later', after: soonest };
		}
		if (response.ok) return { outcome: 'sent' };
		// RFC 8030 §7.3, and 404 as services answer once a subscription has expired.
		if (response.status === 404 || response.status === 410) return { outcome: 'gone' };
		const after = Number(response.headers.get('retry-after')) * 1000;
		return { outcome: 'later', after: Math.min(latest, Math.max(soonest, Number.isFinite(after) ? after : 0)) };
	};
}
