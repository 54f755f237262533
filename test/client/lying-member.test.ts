/** A member who lies about their own past: whoever reads from the end and whoever reads from the beginning see the same in the end. */
import { expect, test } from 'vitest';
import type { Bytes } from '#crypto/bytes.ts';
import { randomBytes } from '#crypto/random.ts';
import { sha256 } from '#crypto/verify.ts';
import type { RingReplica } from '#replica/circle.ts';
import { newestShown } from '#replica/load-circle.ts';
import type { EnvelopeHeader } from '#wire/envelope.ts';
import { takeImage } from '../support/disk-image.ts';
import { openDevice, type TestDevice } from '../support/home.ts';
import { flip } from '../support/property.ts';
import { startServer } from '../support/start-server.ts';
import { circleOf, lineOf } from '../support/seen.ts';

const allOf = (device: TestDevice): RingReplica => circleOf(device).rings.get('all') as RingReplica;

/** Writes answers with a member's true keys, and headers that say what one likes. */
async function liar(device: TestDevice, to: string) {
	const sign = await takeImage(device, 'all');
	let past: Partial<EnvelopeHeader> = {};
	return async function write(text: string, lie: Partial<EnvelopeHeader> = {}, change: (envelope: Bytes) => Bytes = (envelope) => envelope) {
		const sealed = await sign({ type: 'answer', to, kind: 'words', text, motif: null }, { ...past, ...lie });
		const envelope = change(sealed.envelope);
		past = { devicePrev: await sha256(envelope) };
		const { api, session } = lineOf(device);
		await api.append(session, 'all', [[envelope, sealed.body]], false);
	};
}

async function family(origin: string) {
	const noor = await openDevice(origin);
	await noor.does('start', { name: 'Noor', title: 'Noor', childName: null });
	await noor.does('invite', { ring: 'all', label: 'alla', many: true, form: 'link', parent: false, greeting: '' });
	await noor.does('tellNews', { ring: 'all', text: 'nyheten', asking: null });
	const { invitations, told } = await noor.sees((view) => view.unsent === 0);
	const share = invitations[0]?.share ?? '';
	const malik = await openDevice(origin);
	await malik.does('openInvitation', { text: share });
	await malik.does('comeIn', { name: 'Malik' });
	await malik.sees((view) => view.unsent === 0 && view.told.length === 1);
	await malik.home.circles.get(malik.home.current ?? '')?.following?.stop();
	return { noor, malik, share, lie: await liar(malik, told[0]?.id ?? '') };
}

/** More than a fresh device reads at first. */
async function muchMore(noor: TestDevice): Promise<void> {
	for (let i = 0; i < newestShown + 20; i++) await noor.does('tellNews', { ring: 'all', text: `rad ${i}`, asking: null });
	await noor.sees((view) => view.unsent === 0, 30_000);
}

const toldOf = (device: TestDevice) => [...circleOf(device).fold.told.values()].map(({ body }) => body.text).sort();

async function readsTheSame(origin: string, share: string, noor: TestDevice): Promise<TestDevice> {
	const fresh = await openDevice(origin);
	await fresh.does('openInvitation', { text: share });
	const isWhole = ({ stretch, known }: RingReplica) => stretch.first === 1 && known === null && stretch.last === allOf(noor).stretch.last;
	await fresh.sees(() => circleOf(fresh).record.trouble !== null || (circleOf(fresh).rings.has('all') && isWhole(allOf(fresh))), 20_000);
	expect(circleOf(fresh).record.trouble).toBeNull();
	expect(toldOf(fresh)).toEqual(toldOf(noor));
	return fresh;
}

test('an entry signed wrongly, long ago, silences its writer for everybody alike, and nobody else', async () => {
	await using server = await startServer();
	const { noor, malik, share, lie } = await family(server.origin);
	await using _ = noor;
	await using __ = malik;
	await lie('före');
	await lie('falskt skrivet under', {}, (envelope) => flip(envelope, envelope.length * 8 - 1));
	await muchMore(noor);
	await lie('efter');
	await noor.sees(() => allOf(noor).refused.length === 2);
	await using fresh = await readsTheSame(server.origin, share, noor);
	expect(toldOf(fresh)).toContain('före');
	expect(toldOf(fresh)).not.toContain('efter');
	// What was read anew is kept as it is: the next start has the same.
	await using again = await fresh.restart();
	expect(circleOf(again).record.trouble).toBeNull();
	await again.sees((view) => view.told.length > 0);
	await noor.does('tellNews', { ring: 'all', text: 'och sedan', asking: null });
	await again.sees((view) => view.told.some(({ text }) => text === 'och sedan'));
}, 60_000);

test('one who cites another past than there was, from before what is read first, is refused once it is read', async () => {
	await using server = await startServer();
	const { noor, malik, share, lie } = await family(server.origin);
	await using _ = noor;
	await using __ = malik;
	await muchMore(noor);
	await lie('ett annat förflutet', { seenSeq: 2, seenHead: randomBytes(32) });
	await noor.sees(() => allOf(noor).refused.length === 1);
	await using fresh = await readsTheSame(server.origin, share, noor);
	expect(allOf(fresh).refused.map(({ code }) => code)).toEqual(['fork']);
	expect(toldOf(fresh)).not.toContain('ett annat förflutet');
}, 60_000);
