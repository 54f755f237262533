/** True where this browser has what sealing needs (Ed25519 and X25519 in WebCrypto) and what the tabs share their work by. */
export async function canSeal(): Promise<boolean> {
	if (!('locks' in navigator) || !('BroadcastChannel' in window) || !('indexedDB' in window)) return false;
	try {
		await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
		await crypto.subtle.generateKey('X25519', false, ['deriveBits']);
		return true;
	} catch {
		return false;
	}
}
