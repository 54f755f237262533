/**
 * SEALING AND OPENING an entry, verified, by the client's own code (src/log), beside the bare WebCrypto calls that it must make:
 *
 *   seal   random salt, deriveKey, encrypt, digest of the body, sign, digest of the envelope
 *   open   digest of the envelope, verify, digest of the body, deriveKey, decrypt
 *
 * on bytes of the same sizes, under Node. What the client does besides (CBOR, contexts, padding, judging who may write) is what is measured.
 */
import { randomBytes } from '#crypto/random.ts';
import { emptyStretch, firstHead } from '#log/chain.ts';
import { open } from '#log/open.ts';
import { encodeBody } from '#log/body.ts';
import { pad } from '#log/padding.ts';
import { readPage } from '#log/read-page.ts';
import { entryKeyContext, type Sealed } from '#log/seal.ts';
import { toBeAuthenticated, toBeSigned } from '#wire/cose.ts';
import { decodeEnvelope, envelopeContext } from '#wire/envelope.ts';
import type { Bytes } from '#crypto/bytes.ts';
import { newPerson } from '../test/support/circle.ts';
import { begin, sealEntries } from './support/circles.ts';
import { openRingKeys } from '#log/ring-key.ts';
import { inTurn, ratioOf, spread } from './support/measure.ts';
import { progress, quick, Report } from './support/report.ts';

const report = await Report.begin('seal');
/** Many short runs in turn, rather than a few long ones: what else the machine does then falls on both sides alike. */
const count = 400;
const runs = quick ? 3 : 25;
const { subtle } = crypto;

const person = await newPerson();
const circle = await begin(person, ['us']);
const ringKeys = await openRingKeys(circle.state, 'us', { id: person.keys.id, kem: person.keys.kem });
const ringKey = ringKeys.get(0) as CryptoKey;
const place = { circle, ring: 'us' as const, ringKeys };
const writer = { person };
const entries = await sealEntries(place, writer, count);

/** What the bare calls are made on: the very bytes of each entry. */
const bare = await Promise.all(entries.map(bareInputs));
const verifyKey = await subtle.importKey('raw', person.device.publicKey, 'Ed25519', false, ['verify']);

async function bareInputs({ envelope, body }: Sealed) {
	const { header, headerBytes, payload, signature } = decodeEnvelope(envelope);
	const info = entryKeyContext(header);
	const plain = pad(encodeBody({ time: 1, body: { type: 'announcement', text: 'x'.repeat(200), asking: null } }));
	return {
		envelope,
		body,
		info,
		salt: header.salt,
		aad: toBeAuthenticated(headerBytes),
		signed: toBeSigned(envelopeContext(header), payload),
		signature,
		plain
	};
}
type Bare = Awaited<ReturnType<typeof bareInputs>>;

const hkdf = (info: Bytes, salt: Bytes) => ({ name: 'HKDF', hash: 'SHA-256', salt, info });
const gcm = (additionalData: Bytes) => ({ name: 'AES-GCM', iv: new Uint8Array(12), additionalData });
const aes = { name: 'AES-GCM', length: 256 };

async function bareSeal({ envelope, body, info, aad, signed, plain }: Bare): Promise<void> {
	const key = await subtle.deriveKey(hkdf(info, randomBytes(16)), ringKey, aes, false, ['encrypt']);
	await subtle.encrypt(gcm(aad), key, plain);
	await subtle.digest('SHA-256', body);
	await subtle.sign('Ed25519', person.device.privateKey, signed);
	await subtle.digest('SHA-256', envelope);
}

async function bareOpen({ envelope, body, info, salt, aad, signed, signature }: Bare): Promise<void> {
	await subtle.digest('SHA-256', envelope);
	if (!(await subtle.verify('Ed25519', verifyKey, signature, signed))) throw new Error('A signature is wrong');
	await subtle.digest('SHA-256', body);
	const key = await subtle.deriveKey(hkdf(info, salt), ringKey, aes, false, ['decrypt']);
	await subtle.decrypt(gcm(aad), key, body);
}

async function openOne({ envelope, body }: Sealed): Promise<void> {
	const opening = await open(circle.state, 'us', envelope, body, ringKeys);
	if (!opening.ok) throw new Error(`An entry does not open: ${opening.code}`);
}

const perSecond = async (work: () => Promise<unknown>): Promise<number> => {
	const began = performance.now();
	await work();
	return (count / (performance.now() - began)) * 1000;
};
const oneByOne = async <T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> => {
	for (const item of items) await work(item);
};
/** As a page is opened: all of its entries at once. */
const pageSize = 200;
const byPages = async <T>(items: readonly T[], work: (page: T[]) => Promise<unknown>): Promise<void> => {
	for (let at = 0; at < items.length; at += pageSize) await work(items.slice(at, at + pageSize));
};

async function readPages(): Promise<void> {
	const stretch = emptyStretch(1, await firstHead(circle.state.circleId, 'us'));
	await byPages(entries, async (page) => {
		const { refused } = await readPage(
			stretch,
			circle.state,
			'us',
			page.map(({ envelope, body }) => [envelope, body] as const),
			ringKeys
		);
		if (refused.length > 0) throw new Error(`An entry is refused: ${refused[0]?.code}`);
	});
}

const measures = {
	seal: () => perSecond(() => sealEntries(place, writer, count)),
	bareSeal: () => perSecond(() => oneByOne(bare, bareSeal)),
	open: () => perSecond(() => oneByOne(entries, openOne)),
	bareOpen: () => perSecond(() => oneByOne(bare, bareOpen)),
	openPage: () => perSecond(() => byPages(entries, (page) => Promise.all(page.map(openOne)))),
	bareOpenPage: () => perSecond(() => byPages(bare, (page) => Promise.all(page.map(bareOpen)))),
	readPage: () => perSecond(readPages)
};
await inTurn(1, measures);
const rates = await inTurn(runs, measures);

const names = { seal: 'sealed a second, one by one', open: 'opened a second, one by one', openPage: `opened a second, ${pageSize} at once` };
for (const [ours, theirs] of [
	['seal', 'bareSeal'],
	['open', 'bareOpen'],
	['openPage', 'bareOpenPage']
] as const) {
	const name = names[ours];
	report.figures[name] = spread(rates[ours]);
	report.reference[name] = spread(rates[theirs]);
	const ratio = (report.ratios[name] = ratioOf(rates[ours], rates[theirs]));
	progress(`${name}: ${ratio.median} of the bare calls`);
	report.ratio(`share of the bare calls: ${name}`, '≥', 0.7, ratio.median);
}
report.figures[`read into a log a second, ${pageSize} at once, chains included`] = spread(rates.readPage);
report.ratios[`read into a log a second, ${pageSize} at once, chains included`] = ratioOf(rates.readPage, rates.bareOpenPage);
await report.print();
