/** Ids that follow from keys, so that nobody can claim another's: the first 16 bytes of SHA-256 over the public key. */
import type { Bytes } from '#crypto/bytes.ts';
import { sha256 } from '#crypto/verify.ts';

export const memberIdOf = async (root: Bytes): Promise<Bytes> => (await sha256(root)).slice(0, 16);
export const deviceIdOf = async (key: Bytes): Promise<Bytes> => (await sha256(key)).slice(0, 16);
