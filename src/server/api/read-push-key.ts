import { writeMessage } from '#wire/api.ts';
import type { PushKeys } from '../store/command.ts';
import { cbor, type Route } from './route.ts';

/** @param keys null: this host sends no notices */
export const readPushKey = (keys: () => Promise<PushKeys> | null): Route => ({
	method: 'GET',
	path: '/api/push-key',
	async handle() {
		const known = await keys();
		return cbor(writeMessage([known === null ? null : new Uint8Array(Buffer.from(known.publicKey, 'base64url'))]));
	}
});
