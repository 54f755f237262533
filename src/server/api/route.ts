/** What an endpoint is made of: a method, a pattern, and what it does with a call. One endpoint per file beside this one. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import { boxId, doorId, hash, inviteId } from '#wire/shapes.ts';
import { Problem } from '../problem.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export interface Call {
	req: IncomingMessage;
	res: ServerResponse;
	params: Record<string, string | undefined>;
	query: URLSearchParams;
	/** A hash of the caller's address (services/hide-address.ts). */
	address: string;
}

/** A message to answer with, or `streamed` when the endpoint has taken the response over. */
export type Answer = { type: string; body: Uint8Array | string } | 'streamed';

export interface Route {
	method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	path: string;
	handle(call: Call): Promise<Answer> | Answer;
}

export const cbor = (body: Uint8Array): Answer => ({ type: 'application/cbor', body });

/** An invitation's id from the path. @throws Problem malformed */
export function inviteOf({ params }: Call): Bytes {
	const id = new Uint8Array(Buffer.from(params.invite ?? '', 'base64url'));
	if (!v.is(inviteId, id)) throw new Problem('malformed', { title: 'An id in the path is not of the form agreed on' });
	return id;
}

/** A door's id from the path. @throws Problem malformed */
export function doorOf({ params }: Call): Bytes {
	const id = new Uint8Array(Buffer.from(params.door ?? '', 'base64url'));
	if (!v.is(doorId, id)) throw new Problem('malformed', { title: 'An id in the path is not of the form agreed on' });
	return id;
}

/** Where a message lies, from the path. @throws Problem malformed */
export function boxOf({ params }: Call): Bytes {
	const id = new Uint8Array(Buffer.from(params.box ?? '', 'base64url'));
	if (!v.is(boxId, id)) throw new Problem('malformed', { title: 'An id in the path is not of the form agreed on' });
	return id;
}

/** A file's id from the path. @throws Problem malformed */
export function fileOf({ params }: Call): Bytes {
	const id = new Uint8Array(Buffer.from(params.file ?? '', 'base64url'));
	if (!v.is(hash, id)) throw new Problem('malformed', { title: 'An id in the path is not of the form agreed on' });
	return id;
}

/** A whole number from the query; `otherwise` when it is not there. @throws Problem malformed */
export function numberOf({ query }: Call, name: string, otherwise: number, least = 0): number {
	const text = query.get(name);
	if (text === null) return otherwise;
	const number = Number(text);
	if (!/^-?\d{1,16}$/.test(text) || !Number.isSafeInteger(number) || number < least)
		throw new Problem('malformed', { title: `\`${name}\` is not a number that can be asked for` });
	return number;
}
