/**
 * MADE WITH A NEWER VERSION. What is signed begins with a version and a suite. Whatever comes, these stay where they are: a signed message is
 * an array of four whose third part is its payload, and the first two fields in that are these. So that a client that does not know the rest
 * can say what it is, and not that somebody has altered it. Nothing but these two is ever read of it.
 */
import { decodeCbor, MalformedCbor, type Cbor } from './cbor.ts';

/** The one version there is. */
export const version = 1;
/** The one suite there is. A client accepts no other, whatever the server says. */
export const suite = 1;

const isNumber = (field: Cbor | undefined): field is number => typeof field === 'number' && field >= 1;

/** Whether these are the first two fields of something that this version does not know yet. Version 0 never was, and is nothing. */
export const isNewer = (itsVersion: Cbor | undefined, itsSuite: Cbor | undefined): boolean =>
	isNumber(itsVersion) && isNumber(itsSuite) && (itsVersion > version || itsSuite > suite);

/** The payload of a signed message, whatever it is signed with; undefined where that cannot be told. For a message that was refused. */
export function payloadOf(message: Uint8Array): Cbor | undefined {
	try {
		const parts = decodeCbor(message, { views: true });
		const payload = Array.isArray(parts) && parts.length === 4 ? (parts as readonly Cbor[])[2] : undefined;
		return payload instanceof Uint8Array ? decodeCbor(payload, { views: true }) : undefined;
	} catch (error) {
		if (error instanceof MalformedCbor) return undefined;
		throw error;
	}
}
