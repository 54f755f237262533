/**
 * A push service as browsers have one (RFC 8030), over real HTTPS at a free port of this machine. It takes what is signed as RFC 8292 says,
 * by Node's own WebCrypto, and nothing else. Its certificate is good for nothing but this.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import tls from 'node:tls';

const folder = join(import.meta.dirname, 'push-service');
export const certificateFile = join(folder, 'cert.pem');
const certificate = readFileSync(certificateFile, 'utf8');

export interface Pushed {
	/** Path that was asked for. */
	path: string;
	headers: IncomingMessage['headers'];
	/** Bytes that came with it. */
	size: number;
	/** Who says to have sent it (`sub`), and the key it is signed with, in base64url. */
	contact: string;
	key: string;
}
export interface PushService extends AsyncDisposable {
	/** localhost:port, as KVAR_PUSH_HOSTS names it. */
	host: string;
	endpoint(name: string): string;
	pushed: Pushed[];
	/** What it answers from here on. */
	answer: { status: number; headers?: Record<string, string> };
	/** Resolves once so many have come. */
	until(count: number): Promise<void>;
}

/** This process trusts it from here on; another does by NODE_EXTRA_CA_CERTS. */
export async function openPushService(): Promise<PushService> {
	const trusted = tls.getCACertificates('default');
	if (!trusted.includes(certificate)) tls.setDefaultCACertificates([...trusted, certificate]);
	const pushed: Pushed[] = [];
	let heard: (() => void)[] = [];
	const service: Pick<PushService, 'answer'> = { answer: { status: 201 } };
	const server = createServer({ key: readFileSync(join(folder, 'key.pem')), cert: certificate }, (req, res) => {
		void (async () => {
			let size = 0;
			for await (const chunk of req) size += (chunk as Buffer).length;
			const signed = await vapid(req.headers.authorization ?? '', `https://${req.headers.host ?? ''}`);
			if (req.method !== 'POST' || req.headers.ttl === undefined || signed === null) return res.writeHead(403).end();
			pushed.push({ path: req.url ?? '', headers: req.headers, size, ...signed });
			const waiting = heard;
			heard = [];
			for (const one of waiting) one();
			res.writeHead(service.answer.status, service.answer.headers).end();
		})();
	});
	await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
	const host = `localhost:${(server.address() as AddressInfo).port}`;
	return Object.assign(service, {
		host,
		endpoint: (name: string) => `https://${host}/push/${name}`,
		pushed,
		async until(count: number) {
			while (pushed.length < count) await new Promise<void>((resolve) => heard.push(resolve));
		},
		async [Symbol.asyncDispose]() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		}
	});
}

/** Null where it is not signed for this service, now, by the key it names (RFC 8292 §2, §3; RFC 7515). */
async function vapid(authorization: string, audience: string): Promise<{ contact: string; key: string } | null> {
	const found = /^vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), ?k=([\w-]+)$/.exec(authorization);
	if (found === null) return null;
	const [, header = '', claims = '', signature = '', key = ''] = found;
	const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'));
	const said = (text: string) => JSON.parse(Buffer.from(text, 'base64url').toString()) as Record<string, unknown>;
	const { aud, exp, sub } = said(claims);
	const seconds = Date.now() / 1000;
	if (said(header).alg !== 'ES256' || aud !== audience || typeof sub !== 'string') return null;
	if (typeof exp !== 'number' || exp <= seconds || exp > seconds + 24 * 60 * 60) return null;
	const ecdsa = { name: 'ECDSA', namedCurve: 'P-256' };
	const publicKey = await crypto.subtle.importKey('raw', bytes(key), ecdsa, false, ['verify']);
	const right = await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, publicKey, bytes(signature), Buffer.from(`${header}.${claims}`));
	return right ? { contact: sub, key } : null;
}
