import type { Person } from './person.ts';

/** The root that this person's browser keeps, as a door leads to it: opened in the page itself, by both halves of what opens its store. */
export async function rootOf({ page }: Person): Promise<Uint8Array<ArrayBuffer>> {
	const bytes = await page.evaluate(async () => {
		type Bytes = Uint8Array<ArrayBuffer>;
		const db = await new Promise<IDBDatabase>((resolve, reject) => {
			const opening = indexedDB.open('kvar');
			opening.onsuccess = () => resolve(opening.result);
			opening.onerror = () => reject(opening.error as DOMException);
		});
		const read = <T>(table: string, key: string) =>
			new Promise<T>((resolve) => {
				const asking = db.transaction(table).objectStore(table).get(key);
				asking.onsuccess = () => resolve(asking.result as T);
			});
		const half = await read<{ key: CryptoKey; share: string; sealed: Bytes }>('keys', 'rest');
		const identity = await read<Bytes>('sealed', 'identity');
		db.close();
		const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('shares');
		const share = new Uint8Array(await (await (await folder.getFileHandle(half.share)).getFile()).arrayBuffer());
		// CBOR ["kvar/1", "rest", name]: what a record is bound to.
		const text = (words: string) => [0x60 + words.length, ...new TextEncoder().encode(words)];
		const open = async (key: CryptoKey, name: string, sealed: Bytes): Promise<Bytes> => {
			const additionalData = new Uint8Array([0x83, ...text('kvar/1'), ...text('rest'), ...text(name)]);
			return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: sealed.slice(0, 12), additionalData }, key, sealed.slice(12)));
		};
		const keyOf = (raw: Bytes) => crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['decrypt']);
		const rest = await open(await keyOf(share), 'rest', await open(half.key, 'rest', half.sealed));
		const plain = await open(await keyOf(rest), 'identity', identity);
		const { root } = JSON.parse(new TextDecoder().decode(plain)) as { root: { $b: string } };
		return [...atob(root.$b.replaceAll('-', '+').replaceAll('_', '/'))].map((one) => one.charCodeAt(0));
	});
	return new Uint8Array(bytes);
}
