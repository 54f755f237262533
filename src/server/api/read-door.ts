import { writeMessage } from '#wire/api.ts';
import { readDoor as read } from '../services/keep-doors.ts';
import type { Guessing } from '../services/slow-guessing.ts';
import type { Reader } from '../store/reader.ts';
import { cbor, doorOf, type Route } from './route.ts';

export const readDoor = (reader: Reader, guessing: Guessing): Route => ({
	method: 'GET',
	path: '/api/doors/:door',
	handle: async (call) => cbor(writeMessage([await read(reader, guessing, doorOf(call), call.address)]))
});
