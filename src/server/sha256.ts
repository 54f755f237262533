/** SHA-256 (FIPS 180-4) as the server uses it: at once, not by a promise. */
import { hash } from 'node:crypto';

export const sha256Hex = (bytes: Uint8Array): string => hash('sha256', bytes, 'hex');

/** By way of text: the library would give the bytes in memory of their own outside the heap, which costs as much as the hash. */
export const sha256 = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(sha256Hex(bytes), 'hex'));
