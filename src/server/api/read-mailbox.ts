import { writeMessage } from '#wire/api.ts';
import type { Mailboxes } from '../services/keep-mailboxes.ts';
import { boxOf, cbor, type Route } from './route.ts';

export const readMailbox = (mailboxes: Mailboxes): Route => ({
	method: 'GET',
	path: '/api/mailboxes/:box',
	handle: (call) => cbor(writeMessage([mailboxes.look(boxOf(call))]))
});
