import { writeMessage } from '#wire/api.ts';
import { dropDoor as drop } from '../services/keep-doors.ts';
import type { Writer } from '../store/writer.ts';
import { cbor, doorOf, type Route } from './route.ts';
import type { Admit } from './visit.ts';

export const dropDoor = (admit: Admit, writer: Writer): Route => ({
	method: 'DELETE',
	path: '/api/circles/:circle/doors/:door',
	async handle(call) {
		await drop(writer, await admit(call), doorOf(call));
		return cbor(writeMessage([]));
	}
});
