/** Project Wycheproof's vectors against our own modules. Where they come from: theirs/README.md. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openAtRest, openOnce, sealAtRest, sealOnce } from '#crypto/aead.ts';
import { concat, hex, type Bytes } from '#crypto/bytes.ts';
import { kemKeyFromSeed, sealTo } from '#crypto/hpke.ts';
import { deriveBytes, kdfKey } from '#crypto/kdf.ts';
import { sign, signingKeyFromSeed } from '#crypto/sign.ts';
import { verifySignature } from '#crypto/verify.ts';
import { decoded, readTests } from './read.ts';

interface Vector {
	tcId: number;
	comment: string;
	result: 'valid' | 'invalid' | 'acceptable';
	flags: string[];
}

/** How many vectors ask for what: a file that lost some must not pass. */
function tally(tests: Vector[]): Record<string, number> {
	const count: Record<string, number> = {};
	for (const { result } of tests) count[result] = (count[result] ?? 0) + 1;
	return count;
}

const none = new Uint8Array(0);

afterEach(() => {
	vi.restoreAllMocks();
});

describe('Wycheproof Ed25519', () => {
	const tests = decoded(readTests<Vector & Record<'sk' | 'pk' | 'msg' | 'sig', string>>('wycheproof-ed25519.json'), 'sk', 'pk', 'msg', 'sig');
	const valid = tests.filter(({ result }) => result === 'valid');

	it('has all its vectors', () => {
		expect(tally(tests)).toEqual({ valid: 84, invalid: 61 });
	});

	it.each(tests)('verify $tcId $comment: $result', async ({ pk, sig, msg, result }) => {
		expect(await verifySignature(pk, sig, msg)).toBe(result === 'valid');
	});

	// Ed25519 signs deterministically (RFC 8032 §5.1.6), so the valid signatures say what ours must be.
	it.each(valid)('sign $tcId $comment', async ({ sk, pk, sig, msg }) => {
		const key = await signingKeyFromSeed(sk);
		expect(hex(key.publicKey)).toBe(hex(pk));
		expect(hex(await sign(key.privateKey, msg))).toBe(hex(sig));
	});
});

describe('Wycheproof X25519', () => {
	const tests = decoded(readTests<Vector & Record<'public' | 'private' | 'shared', string>>('wycheproof-x25519.json'), 'public', 'private', 'shared');
	// 'acceptable', read strictly:
	//  - an all-zero shared secret is refused (RFC 7748 §6.1 lets one, RFC 9180 §7.1.4 makes us);
	//  - keys on the twist and keys in non-canonical form are taken and must give the right secret (RFC 7748 §5).
	const toRefuse = tests.filter(({ flags }) => flags.includes('ZeroSharedSecret'));
	const toTake = tests.filter(({ flags }) => !flags.includes('ZeroSharedSecret'));

	async function shared(secret: Bytes, publicKey: Bytes): Promise<string> {
		const { privateKey } = await kemKeyFromSeed(secret);
		const theirs = await crypto.subtle.importKey('raw', publicKey, 'X25519', true, []);
		return hex(new Uint8Array(await crypto.subtle.deriveBits({ name: 'X25519', public: theirs }, privateKey, 256)));
	}

	it('has all its vectors', () => {
		expect(tally(tests)).toEqual({ valid: 265, acceptable: 253 });
		expect(tally(toRefuse)).toEqual({ acceptable: 31 });
	});

	it.each(toTake)('$tcId $comment: $result', async (test) => {
		expect(await shared(test.private, test.public)).toBe(hex(test.shared));
	});

	it.each(toRefuse)('$tcId $comment: refused, the secret would be zero', async (test) => {
		expect(hex(test.shared)).toBe('00'.repeat(32));
		await expect(shared(test.private, test.public)).rejects.toThrow();
		await expect(sealTo(test.public, none, none)).rejects.toThrow();
	});
});

describe('Wycheproof AES-GCM', () => {
	const tests = decoded(
		readTests<Vector & Record<'key' | 'iv' | 'aad' | 'msg' | 'ct' | 'tag', string> & Record<'keySize' | 'ivSize' | 'tagSize', number>>(
			'wycheproof-aes-gcm.json'
		),
		'key',
		'iv',
		'aad',
		'msg',
		'ct',
		'tag'
	);
	const ours = tests.filter(({ ivSize }) => ivSize === 96);
	const other = tests.filter(({ ivSize }) => ivSize !== 96);
	const valid = ours.filter(({ result }) => result === 'valid');
	const zeroNonce = valid.filter(({ iv }) => iv.every((byte) => byte === 0));

	const aeadKey = (key: Bytes): Promise<CryptoKey> => crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt', 'decrypt']);

	it('has all its vectors', () => {
		expect(tally(tests)).toEqual({ valid: 139, invalid: 87, acceptable: 30 });
		expect(tally(ours)).toEqual({ valid: 62, invalid: 81 });
		expect(tests.every(({ tagSize }) => tagSize === 128)).toBe(true);
		expect(zeroNonce.map(({ tcId }) => tcId)).toEqual([21, 92, 140]);
	});

	it.each(ours)('open $tcId ($keySize) $comment: $result', async ({ key, iv, aad, msg, ct, tag, result }) => {
		const opened = openAtRest(await aeadKey(key), aad, concat(iv, ct, tag));
		if (result === 'valid') expect(hex(await opened)).toBe(hex(msg));
		else await expect(opened).rejects.toThrow();
	});

	// Our module picks its nonces itself. So that it seals with the vector's, the platform's generator hands it that one.
	it.each(valid)('seal $tcId ($keySize) $comment', async ({ key, iv, aad, msg, ct, tag }) => {
		vi.spyOn(crypto, 'getRandomValues').mockImplementation((array) => {
			(array as unknown as Uint8Array).set(iv);
			return array;
		});
		expect(hex(await sealAtRest(await aeadKey(key), aad, msg))).toBe(hex(concat(iv, ct, tag)));
	});

	it.each(zeroNonce)('seal and open once $tcId ($keySize) $comment', async ({ key, aad, msg, ct, tag }) => {
		expect(hex(await sealOnce(await aeadKey(key), aad, msg))).toBe(hex(concat(ct, tag)));
		expect(hex(await openOnce(await aeadKey(key), aad, concat(ct, tag)))).toBe(hex(msg));
	});

	// RFC 5116 §5.2, read strictly: a nonce has 12 bytes. Wycheproof's 'valid' and 'acceptable' vectors with nonces of
	// other lengths follow SP 800-38D, which allows them; for us nothing with one may open.
	it.each(other)('refuse $tcId ($keySize), a nonce of $ivSize bits: $comment', async ({ key, iv, aad, ct, tag }) => {
		await expect(openAtRest(await aeadKey(key), aad, concat(iv, ct, tag))).rejects.toThrow();
	});
});

describe('Wycheproof HKDF-SHA256', () => {
	const tests = decoded(
		readTests<Vector & Record<'ikm' | 'salt' | 'info' | 'okm', string> & { size: number }>('wycheproof-hkdf-sha256.json'),
		'ikm',
		'salt',
		'info',
		'okm'
	);

	it('has all its vectors', () => {
		expect(tally(tests)).toEqual({ valid: 102, invalid: 3 });
		expect(tests.filter(({ salt }) => salt.length === 0)).toHaveLength(22);
	});

	it.each(tests)('$tcId $comment: $result', async ({ ikm, salt, info, size, okm, result }) => {
		const key = await kdfKey(ikm);
		if (result !== 'valid') {
			await expect(deriveBytes(key, info, size, salt)).rejects.toThrow();
			return;
		}
		expect(hex(await deriveBytes(key, info, size, salt))).toBe(hex(okm));
		if (salt.length === 0) expect(hex(await deriveBytes(key, info, size))).toBe(hex(okm));
	});
});
