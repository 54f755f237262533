/** Four people in one place, with devices of their own, for attacks from within; and what each can sign with their true keys. */
import { hex } from '#crypto/bytes.ts';
import { controlBatch, type ControlBatch } from '#log/control-batch.ts';
import { deviceAuthor } from '#replica/circle.ts';
import type { DeviceKeys } from '#replica/device-keys.ts';
import { append, readMessage } from '#wire/api.ts';
import { decodeEnvelope, type EnvelopeHeader } from '#wire/envelope.ts';
import type { Call } from './dishonest-server.ts';
import { openDevice, type TestDevice } from './home.ts';
import { letIn } from './let-in.ts';
import { circleOf, settled, textsOf } from './seen.ts';

export interface Household extends AsyncDisposable {
	/** Both are parents. */
	noor: TestDevice;
	elias: TestDevice;
	/** Both are in `close`. */
	ingrid: TestDevice;
	malik: TestDevice;
	/** The news in `close`, which everyone has read. */
	to: string;
	answer(text: string): { to: string; kind: 'words'; text: string; motif: null };
}

/** `who`: those who are let in beside Noor; the others are Noor again. */
export async function beginHousehold(origin: string, who: readonly ('elias' | 'ingrid' | 'malik')[] = ['elias', 'ingrid', 'malik']): Promise<Household> {
	const noor = await openDevice(origin);
	await noor.does('start', { name: 'Noor', title: 'Noors plats', childName: null });
	const to = await noor.does('tellNews', { ring: 'close', text: 'nyheten', asking: null });
	await noor.sees(settled);
	const elias = who.includes('elias') ? await letIn(origin, noor, 'Elias', 'us', { parent: true }) : noor;
	const ingrid = who.includes('ingrid') ? await letIn(origin, noor, 'Ingrid', 'close') : noor;
	const malik = who.includes('malik') ? await letIn(origin, noor, 'Malik', 'close') : noor;
	const all = [...new Set([noor, elias, ingrid, malik])];
	for (const one of all) {
		await one.sees((view) => settled(view) && textsOf(view).includes('nyheten') && view.members.filter(({ name }) => name !== '').length === all.length);
	}
	return {
		noor,
		elias,
		ingrid,
		malik,
		to,
		answer: (text) => ({ to, kind: 'words', text, motif: null }),
		[Symbol.asyncDispose]: async () => void (await Promise.all(all.map((one) => one[Symbol.asyncDispose]())))
	};
}

export const keysOf = (device: TestDevice): DeviceKeys => circleOf(device).keys as DeviceKeys;
export const deviceOf = (device: TestDevice): string => hex(keysOf(device).deviceId);

/** Control entries that follow what `device` knows, signed with its true keys, whatever they say. */
export const signs = (device: TestDevice): ControlBatch => controlBatch(circleOf(device).state, deviceAuthor(keysOf(device)), circleOf(device).holder);

/** Headers of everything that left `device` for a ring's log, in order, tries counted. */
export function headersSent(calls: readonly Call[], device: string): EnvelopeHeader[] {
	return calls
		.filter(({ method, path }) => method === 'POST' && /\/rings\/(us|close|all)\/entries$/.test(path))
		.flatMap(({ body }) => readMessage(append, body)[0].map(([envelope]) => decodeEnvelope(envelope).header))
		.filter(({ deviceId }) => hex(deviceId) === device);
}
