/** Asks the browser not to clear what this device has (Storage Standard, persist()): where a person has just put something here that they want kept. It may say no; then nothing is different but what the doors say. */
export async function askToStay(): Promise<boolean> {
	const storage = (navigator as { storage?: StorageManager }).storage;
	return (await storage?.persist?.().catch(() => false)) === true;
}

export async function mayStay(): Promise<boolean> {
	const storage = (navigator as { storage?: StorageManager }).storage;
	return (await storage?.persisted?.().catch(() => false)) === true;
}
