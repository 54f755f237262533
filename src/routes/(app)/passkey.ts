/**
 * PASSKEYS. A phone or browser keeps a key that it uses only when somebody shows that it is them, and gives with it 32 bytes that are the same each time
 * and nowhere else (WebAuthn Level 3, §10.1.4, prf). Those bytes open a door; no server has a part in it, and none learns that there is a passkey.
 */

/** What the bytes are for: a constant of this program, whatever server it came from. */
const input = new TextEncoder().encode('kvar/1 door');

/** `none`: this device or browser cannot; `stopped`: a person let it be, or took too long. */
export class NoPasskey extends Error {
	override name = 'NoPasskey';
	readonly code: 'passkey-none' | 'passkey-stopped';
	constructor(code: NoPasskey['code'], cause?: unknown) {
		super(code, { cause });
		this.code = code;
	}
}

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
const evaluate = { prf: { eval: { first: input } } };

/** Makes one in the phone or browser. Gives its 32 bytes. What is shown in the list of passkeys says nothing of what this is. @throws NoPasskey */
export async function newPasskey(): Promise<Uint8Array<ArrayBuffer>> {
	const made = await asked(() =>
		navigator.credentials.create({
			publicKey: {
				rp: { id: location.hostname, name: 'Kvar' },
				// No name of a person and no word of a family: others see the list of passkeys too.
				user: { id: random(16), name: 'Kvar', displayName: 'Kvar' },
				// Checked by nobody: there is no server to show it to.
				challenge: random(32),
				pubKeyCredParams: [
					{ type: 'public-key', alg: -8 },
					{ type: 'public-key', alg: -7 },
					{ type: 'public-key', alg: -257 }
				],
				authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
				extensions: evaluate
			}
		})
	);
	const { prf } = made.getClientExtensionResults();
	if (prf?.enabled !== true && prf?.results === undefined) throw new NoPasskey('passkey-none');
	// Many give the bytes only once the passkey is used.
	return bytesOf(made) ?? usePasskey(made.rawId);
}

/** Asks for one that was made here or elsewhere. @param id only this one. @throws NoPasskey */
export async function usePasskey(id?: BufferSource): Promise<Uint8Array<ArrayBuffer>> {
	const used = await asked(() =>
		navigator.credentials.get({
			publicKey: {
				rpId: location.hostname,
				challenge: random(32),
				userVerification: 'required',
				...(id === undefined ? {} : { allowCredentials: [{ type: 'public-key', id }] }),
				extensions: evaluate
			}
		})
	);
	const bytes = bytesOf(used);
	if (bytes === null) throw new NoPasskey('passkey-none');
	return bytes;
}

async function asked(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
	if (typeof PublicKeyCredential === 'undefined') throw new NoPasskey('passkey-none');
	try {
		const given = await ask();
		if (given instanceof PublicKeyCredential) return given;
	} catch (error) {
		const name = error instanceof DOMException ? error.name : '';
		throw new NoPasskey(name === 'NotAllowedError' || name === 'AbortError' ? 'passkey-stopped' : 'passkey-none', error);
	}
	throw new NoPasskey('passkey-stopped');
}

function bytesOf(credential: PublicKeyCredential): Uint8Array<ArrayBuffer> | null {
	const first = credential.getClientExtensionResults().prf?.results?.first;
	if (first === undefined) return null;
	const bytes = ArrayBuffer.isView(first) ? new Uint8Array(first.buffer as ArrayBuffer, first.byteOffset, first.byteLength).slice() : new Uint8Array(first);
	return bytes.length === 32 ? bytes : null;
}
