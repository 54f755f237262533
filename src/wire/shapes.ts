/** Small shapes that the codecs of this folder are made of (valibot). */
import * as v from 'valibot';

export const bytes = (length: number) =>
	v.custom<Uint8Array<ArrayBuffer>>((input) => input instanceof Uint8Array && input.length === length, `${length} bytes`);
export const bytesUpTo = (most: number, least = 0) =>
	v.custom<Uint8Array<ArrayBuffer>>((input) => input instanceof Uint8Array && input.length <= most && input.length >= least, `${least} to ${most} bytes`);
/** A whole number from 0, at most 2^53-1. */
export const count = v.custom<number>((input) => Number.isSafeInteger(input) && (input as number) >= 0, 'a whole number from 0');
/** A number of an entry in a ring's log, which begin at 1. */
export const entryNumber = v.custom<number>((input) => Number.isSafeInteger(input) && (input as number) >= 1, 'a whole number from 1');
export const textUpTo = (most: number) => v.pipe(v.string(), v.maxLength(most));

export const circleId = bytes(32);
export const memberId = bytes(16);
export const deviceId = bytes(16);
export const inviteId = bytes(16);
export const entryId = bytes(16);
export const doorId = bytes(16);
export const boxId = bytes(16);
export const hash = bytes(32);
/** 0 `us`, 1 `close`, 2 `all`. */
export const ring = v.picklist([0, 1, 2]);
