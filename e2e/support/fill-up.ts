/** In the page: something else takes all the room there is, down to the last hundred bytes. */
export async function fillUp(): Promise<void> {
	const db = await new Promise<IDBDatabase>((resolve, reject) => {
		const opening = indexedDB.open('something-else', 1);
		opening.onupgradeneeded = () => opening.result.createObjectStore('all', { autoIncrement: true });
		opening.onsuccess = () => resolve(opening.result);
		opening.onerror = () => reject(opening.error as DOMException);
	});
	for (let size = 2 ** 20; size >= 64;) {
		const took = await new Promise<boolean>((resolve) => {
			const writing = db.transaction('all', 'readwrite');
			writing.objectStore('all').add(crypto.getRandomValues(new Uint8Array(Math.min(size, 65_536))));
			writing.oncomplete = () => resolve(true);
			writing.onabort = () => resolve(false);
		});
		if (!took) size /= 2;
	}
	db.close();
}
