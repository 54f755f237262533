import { maxPage, writeMessage } from '#wire/api.ts';
import { readEntries as readPage } from '../services/read-log.ts';
import type { Reader } from '../store/reader.ts';
import { ringOf } from './ring-of.ts';
import { cbor, numberOf, type Route } from './route.ts';
import type { Admit } from './visit.ts';

export const readEntries = (admit: Admit, reader: Reader): Route => ({
	method: 'GET',
	path: '/api/circles/:circle/rings/:ring/entries',
	async handle(call) {
		const visit = await admit(call);
		const from = call.query.has('before') ? { before: numberOf(call, 'before', 1) } : { after: numberOf(call, 'after', 0) };
		const limit = Math.min(numberOf(call, 'limit', maxPage, 1), maxPage);
		const { first, headBefore, entries, newest, newestHead } = readPage(reader, visit, ringOf(call), from, limit);
		return cbor(writeMessage([first, headBefore, entries, newest, newestHead]));
	}
});
