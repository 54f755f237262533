import type { Person } from './person.ts';

/** The root that this person's browser keeps, as a door will wrap it: opened in the page itself, whose key for it cannot leave. */
export async function rootOf({ page }: Person): Promise<Uint8Array<ArrayBuffer>> {
	const bytes = await page.evaluate(async () => {
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
		const key = await read<CryptoKey>('keys', 'rest');
		const sealed = await read<Uint8Array<ArrayBuffer>>('sealed', 'identity');
		db.close();
		// CBOR ["kvar/1", "rest", "identity"]: what the record is bound to.
		const text = (words: string) => [0x60 + words.length, ...new TextEncoder().encode(words)];
		const additionalData = new Uint8Array([0x83, ...text('kvar/1'), ...text('rest'), ...text('identity')]);
		const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: sealed.slice(0, 12), additionalData }, key, sealed.slice(12));
		const { root } = JSON.parse(new TextDecoder().decode(plain)) as { root: { $b: string } };
		return [...atob(root.$b.replaceAll('-', '+').replaceAll('_', '/'))].map((one) => one.charCodeAt(0));
	});
	return new Uint8Array(bytes);
}
