/**
 * SEALED FOR OTHER PROGRAMS: age v1 (https://age-encryption.org/v1), which opens without Kvar. To words: scrypt (RFC 7914) and ChaCha20-Poly1305 (RFC 8439);
 * to a key of theirs (`age1…`): X25519 (RFC 7748). Sole importer of age-encryption, which a device loads when the first archive is made.
 */
export type AgeLock = { words: string } | { recipient: string };

/** It is no key that age knows. */
export class NotARecipient extends Error {
	override name = 'NotARecipient';
}

/** scrypt takes 2^17 · 1 KiB = 128 MiB for a moment: a phone has them. age's own default is twice that; its words are chosen by people, ours are drawn. */
const workFactor = 17;

/** Sealed as it comes, 64 KiB at a time. @throws NotARecipient */
export async function sealAge(plain: ReadableStream<Uint8Array>, lock: AgeLock): Promise<ReadableStream<Uint8Array>> {
	const { Encrypter } = await import('age-encryption');
	const age = new Encrypter();
	if ('words' in lock) {
		age.setScryptWorkFactor(workFactor);
		age.setPassphrase(lock.words);
	} else {
		try {
			age.addRecipient(lock.recipient);
		} catch (cause) {
			throw new NotARecipient('This is no key that age knows', { cause });
		}
	}
	return age.encrypt(plain);
}
