import { writeMessage } from '#wire/api.ts';
import { readControl as readPage } from '../services/read-log.ts';
import type { Reader } from '../store/reader.ts';
import { cbor, numberOf, type Route } from './route.ts';
import type { Admit } from './visit.ts';

export const readControl = (admit: Admit, reader: Reader): Route => ({
	method: 'GET',
	path: '/api/circles/:circle/control',
	async handle(call) {
		const { entries, newest } = readPage(reader, await admit(call), numberOf(call, 'after', -1, -1));
		return cbor(writeMessage([entries, newest]));
	}
});
