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

const idIn =
	(name: string, shape: typeof hash) =>
	({ params }: Call): Bytes => {
		const id = new Uint8Array(Buffer.from(params[name] ?? '', 'base64url'));
		if (!v.is(shape, id)) throw new Problem('malformed', { title: 'An id in the path is not of the form agreed on' });
		return id;
	};
/** Ids from the path: of an invitation, a door, a mailbox, a file. @throws Problem malformed */
export const inviteOf = idIn('invite', inviteId);
export const doorOf = idIn('door', doorId);
export const boxOf = idIn('box', boxId);
export const fileOf = idIn('file', hash);

/** A whole number from the query; `otherwise` when it is not there. @throws Problem malformed */
export function numberOf({ query }: Call, name: string, otherwise: number, least = 0): number {
	const text = query.get(name);
	if (text === null) return otherwise;
	const number = Number(text);
	if (!/^-?\d{1,16}$/.test(text) || !Number.isSafeInteger(number) || number < least)
		throw new Problem('malformed', { title: `\`${name}\` is not a number that can be asked for` });
	return number;
}
