import { mailbox, writeMessage } from '#wire/api.ts';
import type { Mailboxes } from '../services/keep-mailboxes.ts';
import { readBody } from './read-body.ts';
import { boxOf, cbor, type Route } from './route.ts';

export const putMailbox = (mailboxes: Mailboxes): Route => ({
	method: 'PUT',
	path: '/api/mailboxes/:box',
	async handle(call) {
		const box = boxOf(call);
		const [sealed] = await readBody(call.req, mailbox, { most: 2048 });
		mailboxes.put(box, sealed);
		return cbor(writeMessage([]));
	}
});
