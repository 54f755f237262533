// Says exactly how the JSON files beside this one were made from the originals: nothing is computed, only picked and
// laid one test a line. Run it again with: node convert-boringssl.mjs UNPACKED_SOURCE_PACKAGE
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = process.argv[2];
if (root === undefined) throw new Error('usage: node convert-boringssl.mjs UNPACKED_SOURCE_PACKAGE');
const PACKAGE = 'Debian source package android-platform-external-boringssl 13.0.0+r24-2';
const WYCHEPROOF = 'src/third_party/wycheproof_testvectors';
const APACHE = 'Apache-2.0';

function original(file, sha256) {
	const bytes = readFileSync(path.join(root, file));
	const seen = createHash('sha256').update(bytes).digest('hex');
	if (seen !== sha256) throw new Error(`${file} is another file: ${seen}`);
	return { json: JSON.parse(bytes.toString('utf8')), source: { package: PACKAGE, path: file, sha256 } };
}

function write(name, head, tests) {
	const lines = tests.map((test) => JSON.stringify(test)).join(',\n');
	const opening = JSON.stringify(head, null, '\t').slice(0, -2);
	writeFileSync(path.join(import.meta.dirname, name), `${opening},\n\t"tests": [\n${lines}\n\t]\n}\n`);
}

function wycheproof(name, file, sha256, algorithm, ofGroup) {
	const { json, source } = original(`${WYCHEPROOF}/${file}`, sha256);
	const tests = json.testGroups.flatMap((group) => group.tests.map((test) => ({ ...ofGroup(group), ...test })));
	if (tests.length !== json.numberOfTests) throw new Error(`${file} says that it holds ${json.numberOfTests} tests`);
	const { generatorVersion, notes } = json;
	write(name, { source: { ...source, licence: APACHE, generatorVersion }, algorithm, notes }, tests);
}

wycheproof('wycheproof-ed25519.json', 'eddsa_test.json', 'a77b00e6399d13da54d28f4b4f26995977bf8a9780e5756a1c0fce85d260e041', 'Ed25519', (group) => ({ sk: group.key.sk, pk: group.key.pk }));
wycheproof('wycheproof-x25519.json', 'x25519_test.json', '92fc40a51c412187f19270568dacbe55e1741b0ffe3158b69cffaacb0043e419', 'X25519', () => ({}));
wycheproof('wycheproof-aes-gcm.json', 'aes_gcm_test.json', 'c63f7a34d5f49be52f8f2f5a5c47750b418af304265869f77cd4bacb8e1d2f51', 'AES-GCM', ({ keySize, ivSize, tagSize }) => ({ keySize, ivSize, tagSize }));
wycheproof('wycheproof-hkdf-sha256.json', 'hkdf_sha256_test.json', '8b41311d8d185d482d43a4c7f6cbd1de535ecd0d191d4fe6854fe1a63d267fb4', 'HKDF-SHA-256', () => ({}));

const BASE = 0;
const PSK = 1;
const X25519 = 0x0020;
const HKDF_SHA256 = 0x0001;
const AES_128_GCM = 0x0001;
const AES_256_GCM = 0x0002;
const hpke = original('src/crypto/hpke/test-vectors.json', '61fc662f01996cd06d713dacf5e133167bd309a1f329442d53f1e21a47b3ede6');
write(
	'rfc9180.json',
	{
		source: { ...hpke.source, licence: 'Revised BSD (code component of an IETF document)' },
		algorithm: 'HPKE, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-128-GCM and AES-256-GCM, modes base and psk'
	},
	hpke.json.filter(
		(test) => [BASE, PSK].includes(test.mode) && test.kem_id === X25519 && test.kdf_id === HKDF_SHA256 && [AES_128_GCM, AES_256_GCM].includes(test.aead_id)
	)
);
