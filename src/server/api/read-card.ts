import { writeMessage } from '#wire/api.ts';
import { readCard as read } from '../services/keep-card.ts';
import type { Reader } from '../store/reader.ts';
import { cbor, inviteOf, type Route } from './route.ts';
import type { Admit } from './visit.ts';

export const readCard = (admit: Admit, reader: Reader): Route => ({
	method: 'GET',
	path: '/api/circles/:circle/cards/:invite',
	handle: async (call) => cbor(writeMessage([read(reader, await admit(call), inviteOf(call))]))
});
