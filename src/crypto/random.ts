import type { Bytes } from './bytes.ts';

/** `length` bytes from the platform's generator (W3C WebCrypto, getRandomValues). */
export const randomBytes = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length));
