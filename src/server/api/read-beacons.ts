import { writeMessage } from '#wire/api.ts';
import { readBeacons as read } from '../services/keep-beacons.ts';
import type { Reader } from '../store/reader.ts';
import { ringOf } from './ring-of.ts';
import { cbor, type Route } from './route.ts';
import type { Admit } from './visit.ts';

export const readBeacons = (admit: Admit, reader: Reader): Route => ({
	method: 'GET',
	path: '/api/circles/:circle/rings/:ring/beacons',
	handle: async (call) => cbor(writeMessage([read(reader, await admit(call), ringOf(call))]))
});
