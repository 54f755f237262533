/** SHARES: small secrets that must be gone once they are said to be (rest-key.ts, NOTE why two). A port: opfs-shares.ts in a browser, memory in tests. */
import type { Bytes } from '#crypto/bytes.ts';

export interface Shares {
	/** Resolves once it is kept. @throws DOMException where this browser has no place for it */
	keep(name: string, bytes: Bytes): Promise<void>;
	read(name: string): Promise<Bytes | null>;
	/** Writes over all but that one, and removes them. */
	wipe(except: string | null): Promise<void>;
}
