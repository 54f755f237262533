/**
 * The published vectors of RFC 9180 against our module for HPKE. Where they come from: theirs/README.md.
 *
 * Our module knows one suite, two modes and no `aad`, and takes a fresh ephemeral key each time. What the vectors ask
 * beyond that (AES-128-GCM, mode psk, `aad`, later sequence numbers, exports, a fixed ephemeral key) is asked of
 * @hpke/core itself, which our module rests on: here, and nowhere in src/, it is imported beside hpke.ts.
 */
import { Aes128Gcm, Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { concat, fromHex, hex, type Bytes } from '#crypto/bytes.ts';
import { kemKeyFromSeed, openFrom, openFromKnown, sealTo, sealToKnown } from '#crypto/hpke.ts';
import { decoded, readTests } from './read.ts';

interface Vector {
	mode: 0 | 1;
	kem_id: number;
	kdf_id: number;
	aead_id: 1 | 2;
	info: string;
	ikmR: string;
	ikmE: string;
	skRm: string;
	skEm: string;
	pkRm: string;
	pkEm: string;
	enc: string;
	key: string;
	base_nonce: string;
	/** Both in mode psk only. */
	psk?: string;
	psk_id?: string;
	encryptions: Record<'aad' | 'ct' | 'nonce' | 'pt', string>[];
	exports: { exporter_context: string; L: number; exported_value: string }[];
}

const published = readTests<Vector>('rfc9180.json');
const tests = decoded(published, 'info', 'ikmR', 'ikmE', 'skRm', 'skEm', 'pkRm', 'pkEm', 'enc', 'key', 'base_nonce');
/** What our module speaks: mode base with AES-256-GCM. */
const ours = tests.filter(({ mode, aead_id }) => mode === 0 && aead_id === 2);

const base = 0;
const aeads = { 1: new Aes128Gcm(), 2: new Aes256Gcm() };
const kem = new DhkemX25519HkdfSha256();
const bytes = (buffer: ArrayBuffer): string => hex(new Uint8Array(buffer));

afterEach(() => {
	vi.restoreAllMocks();
});

it('has all its vectors', () => {
	expect(tests.map(({ mode, kem_id, kdf_id, aead_id }) => [mode, kem_id, kdf_id, aead_id])).toEqual([
		[0, 0x20, 1, 1],
		[1, 0x20, 1, 1],
		[0, 0x20, 1, 2],
		[1, 0x20, 1, 2]
	]);
	for (const { mode, encryptions, exports, psk, psk_id } of tests) {
		expect(encryptions).toHaveLength(257);
		expect(exports).toHaveLength(3);
		expect(psk !== undefined && psk_id !== undefined).toBe(mode !== base);
	}
	expect(ours).toHaveLength(1);
});

describe.each(tests)('RFC 9180, mode $mode, AEAD $aead_id', (test) => {
	const suite = new CipherSuite({ kem, kdf: new HkdfSha256(), aead: aeads[test.aead_id] });
	const common = {
		info: test.info.buffer,
		...(test.psk !== undefined && test.psk_id !== undefined && { psk: { key: fromHex(test.psk).buffer, id: fromHex(test.psk_id).buffer } })
	};
	/** Our own key with @hpke/core's form of its public half. */
	async function recipientKey(): Promise<CryptoKeyPair> {
		const { privateKey, publicKey } = await kemKeyFromSeed(test.skRm);
		return { privateKey, publicKey: await kem.deserializePublicKey(publicKey.buffer) };
	}
	const sender = async () => suite.createSenderContext({ ...common, recipientPublicKey: (await recipientKey()).publicKey, ekm: test.ikmE.buffer });
	const recipient = async () => suite.createRecipientContext({ ...common, recipientKey: await recipientKey(), enc: test.enc.buffer });

	it('our keys have the published public halves', async () => {
		expect(hex((await kemKeyFromSeed(test.skRm)).publicKey)).toBe(hex(test.pkRm));
		expect(hex((await kemKeyFromSeed(test.skEm)).publicKey)).toBe(hex(test.pkEm));
	});

	// Our module has no DeriveKeyPair: its keys come from 32 bytes as they are.
	it('DeriveKeyPair of @hpke/core gives the published keys', async () => {
		for (const [ikm, secret, publicKey] of [
			[test.ikmR, test.skRm, test.pkRm],
			[test.ikmE, test.skEm, test.pkEm]
		] as const) {
			const pair = await kem.deriveKeyPair(ikm.buffer);
			expect(bytes(await kem.serializePrivateKey(pair.privateKey))).toBe(hex(secret));
			expect(bytes(await kem.serializePublicKey(pair.publicKey))).toBe(hex(publicKey));
		}
	});

	it('seals every message as published', async () => {
		const context = await sender();
		expect(bytes(context.enc)).toBe(hex(test.enc));
		for (const { aad, ct, pt } of test.encryptions) expect(bytes(await context.seal(fromHex(pt).buffer, fromHex(aad).buffer))).toBe(ct);
	});

	it('opens every message as published', async () => {
		const context = await recipient();
		for (const { aad, ct, pt } of test.encryptions) expect(bytes(await context.open(fromHex(ct).buffer, fromHex(aad).buffer))).toBe(pt);
	});

	it('exports every secret as published, on both sides', async () => {
		for (const context of [await sender(), await recipient()]) {
			for (const { exporter_context, L, exported_value } of test.exports) {
				expect(bytes(await context.export(fromHex(exporter_context).buffer, L))).toBe(exported_value);
			}
		}
	});
});

describe.each(ours)('hpke.ts, mode base, AES-256-GCM', (test) => {
	const plain = fromHex(test.encryptions[0]?.pt ?? '');

	/**
	 * The published vectors all have an `aad` and our module has none. So the first message is sealed here once more with
	 * none, by WebCrypto's AES-GCM alone (which wycheproof.test.ts tests) under the published `key` and `base_nonce`.
	 */
	async function sealedWithoutAad(): Promise<Bytes> {
		const key = await crypto.subtle.importKey('raw', test.key, 'AES-GCM', false, ['encrypt']);
		return concat(test.enc, new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: test.base_nonce }, key, plain)));
	}

	it('the published key and nonce make the first published message', async () => {
		const first = test.encryptions[0];
		const key = await crypto.subtle.importKey('raw', test.key, 'AES-GCM', false, ['encrypt']);
		const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: test.base_nonce, additionalData: fromHex(first?.aad ?? '') }, key, plain);
		expect(bytes(sealed)).toBe(first?.ct);
	});

	it('openFrom opens what was sealed under the published key and nonce', async () => {
		expect(hex(await openFrom(await kemKeyFromSeed(test.skRm), test.info, await sealedWithoutAad()))).toBe(hex(plain));
	});

	it('openFrom opens it for no other key, no other info and with a bit of no byte changed', async () => {
		const sealed = await sealedWithoutAad();
		const recipient = await kemKeyFromSeed(test.skRm);
		await expect(openFrom(await kemKeyFromSeed(test.skEm), test.info, sealed)).rejects.toThrow();
		await expect(openFrom(recipient, test.info.slice(1), sealed)).rejects.toThrow();
		for (let at = 0; at < sealed.length; at++) {
			const altered = sealed.slice();
			altered[at] = (altered[at] as number) ^ 1;
			await expect(openFrom(recipient, test.info, altered)).rejects.toThrow();
		}
	});

	// The ephemeral key is the platform's to make. So that it is the published one, the platform hands out that one.
	it('sealTo with the published ephemeral key seals as the published key and nonce do', async () => {
		const pair = await kem.deriveKeyPair(test.ikmE.buffer);
		const generateKey = vi.spyOn(crypto.subtle, 'generateKey').mockResolvedValue(pair);
		expect(hex(await sealTo(test.pkRm, test.info, plain))).toBe(hex(await sealedWithoutAad()));
		expect(generateKey).toHaveBeenCalledOnce();
	});
});

describe.each(tests.filter(({ mode, aead_id }) => mode === 1 && aead_id === 2))('hpke.ts, mode psk, AES-256-GCM', (test) => {
	const plain = fromHex(test.encryptions[0]?.pt ?? '');
	const known = { id: fromHex(test.psk_id ?? ''), key: fromHex(test.psk ?? '') };

	/** As above: the first message with no `aad`, under the published `key` and `base_nonce`. */
	async function sealedWithoutAad(): Promise<Bytes> {
		const key = await crypto.subtle.importKey('raw', test.key, 'AES-GCM', false, ['encrypt']);
		return concat(test.enc, new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: test.base_nonce }, key, plain)));
	}

	it('openFromKnown opens what was sealed under the published key and nonce, by whoever knew what is known, and by nobody else', async () => {
		const [recipient, sealed] = [await kemKeyFromSeed(test.skRm), await sealedWithoutAad()];
		expect(hex(await openFromKnown(recipient, known, test.info, sealed))).toBe(hex(plain));
		await expect(openFrom(recipient, test.info, sealed)).rejects.toThrow();
		for (const other of [
			{ ...known, key: known.key.with(0, (known.key[0] as number) ^ 1) },
			{ ...known, id: known.id.with(0, (known.id[0] as number) ^ 1) }
		])
			await expect(openFromKnown(recipient, other, test.info, sealed)).rejects.toThrow();
		await expect(openFromKnown(await kemKeyFromSeed(test.skEm), known, test.info, sealed)).rejects.toThrow();
	});

	it('sealToKnown with the published ephemeral key seals as the published key and nonce do', async () => {
		const pair = await kem.deriveKeyPair(test.ikmE.buffer);
		vi.spyOn(crypto.subtle, 'generateKey').mockResolvedValue(pair);
		expect(hex(await sealToKnown(test.pkRm, known, test.info, plain))).toBe(hex(await sealedWithoutAad()));
	});
});
