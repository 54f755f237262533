/** Speaks to a server by the bytes of src/wire, and nothing more clever. */
import { randomBytes } from '#crypto/random.ts';
import { sign } from '#crypto/sign.ts';
import type { Bytes } from '#crypto/bytes.ts';
import type { Ring } from '#domain/ring.ts';
import { appended, challenge, controlAppended, controlPage, entryPage, loginStatement, opened, readMessage, writeMessage, type EntryPage } from '#wire/api.ts';
import type { Cbor } from '#wire/cbor.ts';
import type { ProblemDocument } from '#wire/problem.ts';
import type { Link, Person, RawCircle } from './raw-circle.ts';

export class ProblemAnswer extends Error {
	readonly problem: ProblemDocument;
	readonly headers: Headers;
	constructor(problem: ProblemDocument, headers: Headers) {
		super(`${problem.code}${problem.refusal === undefined ? '' : ` (${problem.refusal})`}: ${problem.title}`);
		this.problem = problem;
		this.headers = headers;
	}
}

export interface Site {
	url: string;
	origin: string;
}

/** The answer's bytes. @throws ProblemAnswer */
export async function call(site: Site, method: string, path: string, body?: Cbor, token?: string, headers: Record<string, string> = {}): Promise<Uint8Array> {
	const response = await fetch(site.url + path, {
		method,
		headers: {
			...(body === undefined ? {} : { 'content-type': 'application/cbor' }),
			...(token === undefined ? {} : { authorization: `Kvar ${token}` }),
			...headers
		},
		...(body === undefined ? {} : { body: writeMessage(body) })
	});
	if (!response.ok) throw new ProblemAnswer((await response.json()) as ProblemDocument, response.headers);
	return new Uint8Array(await response.arrayBuffer());
}

/** 'ok', or the code of the problem. */
export const codeOf = (attempt: Promise<unknown>): Promise<string> =>
	attempt.then(
		() => 'ok',
		(error: unknown) => {
			if (error instanceof ProblemAnswer) return error.problem.refusal ?? error.problem.code;
			throw error;
		}
	);

export async function begin(site: Site, circle: RawCircle): Promise<number> {
	return readMessage(controlAppended, await call(site, 'POST', '/api/circles', [circle.log]))[0];
}

/** Logs in as a person's device, as their root, or as an invitation. */
export async function login(site: Site, circleId: Bytes | null, who: Person | Link, as: 'device' | 'root' = 'device'): Promise<RawSession> {
	const [by, id, key] =
		'deviceId' in who
			? as === 'root'
				? (['root', who.memberId, who.root] as const)
				: (['device', who.deviceId, who.device] as const)
			: (['invitation', who.id, who.key] as const);
	const [nonce] = readMessage(challenge, await call(site, 'POST', '/api/challenges', []));
	const mine = randomBytes(32);
	const signature = await sign(key.privateKey, loginStatement(site.origin, circleId, id, nonce, mine));
	const [token, circle] = readMessage(opened, await call(site, 'POST', '/api/sessions', [circleId, [by, id], nonce, mine, signature]));
	return new RawSession(site, Buffer.from(circle).toString('base64url'), Buffer.from(token).toString('base64url'));
}

export class RawSession {
	readonly site: Site;
	readonly circle: string;
	readonly token: string;
	constructor(site: Site, circle: string, token: string) {
		this.site = site;
		this.circle = circle;
		this.token = token;
	}
	call(method: string, path: string, body?: Cbor, headers?: Record<string, string>): Promise<Uint8Array> {
		return call(this.site, method, `/api/circles/${this.circle}${path}`, body, this.token, headers);
	}
	async append(ring: Ring, ...entries: [Bytes, Bytes][]): Promise<number[]> {
		return readMessage(appended, await this.call('POST', `/rings/${ring}/entries`, [entries]))[0];
	}
	async control(...entries: Bytes[]): Promise<number> {
		return readMessage(controlAppended, await this.call('POST', '/control', [entries]))[0];
	}
	async readControl(after = -1): Promise<{ entries: Bytes[]; newest: number }> {
		const [entries, newest] = readMessage(controlPage, await this.call('GET', `/control?after=${after}`));
		return { entries, newest };
	}
	async page(ring: Ring, query = ''): Promise<EntryPage> {
		return readMessage(entryPage, await this.call('GET', `/rings/${ring}/entries${query}`));
	}
}
