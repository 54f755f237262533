/**
 * WHERE SEALED FILES LIE ON THIS DEVICE. A port: opfs.ts in a browser, memory in tests of the client. Nothing plain is ever put here.
 * Each has a name that says nothing; which file of a circle it is stands, sealed, in the store (files.ts).
 */
import type { Bytes } from '#crypto/bytes.ts';

export interface FileStore {
	/** A new, empty one, open for writing until it is closed. */
	create(name: string): Promise<OpenFile>;
	/** Bytes from `from` up to `to`. Null where there is no such file, or it ends before: browsers may take away what they keep. */
	read(name: string, from: number, to: number): Promise<Bytes | null>;
	/** The same, unread: to be sent from where it lies. */
	slice(name: string, from: number, to: number): Promise<Blob | null>;
	/** Does nothing where there is none. */
	remove(name: string): Promise<void>;
	list(): Promise<string[]>;
}

export interface OpenFile {
	write(bytes: Uint8Array, at: number): Promise<void>;
	read(from: number, to: number): Promise<Bytes>;
	/** Resolves once all of it is kept. */
	close(): Promise<void>;
}
