import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { admit, beginCircle, invite, join, memberIdBytes, newPerson, type MadeInvitation, type Person, type TestCircle } from '../../test/support/circle.ts';
import { bytesOf, flip, runs, textOf } from '../../test/support/property.ts';
import type { Bytes } from '#crypto/bytes.ts';
import { invitationKeys } from '#identity/invitation-keys.ts';
import { copyState } from '#membership/state.ts';
import { checkCard, openCard, openName, sealCard, sealName, WrongCard, type Card } from './card.ts';

let circle: TestCircle;
let other: TestCircle;
let noor: Person;
let ingrid: Person;
let link: MadeInvitation;
beforeAll(async () => {
	noor = await newPerson();
	circle = await beginCircle(noor);
	other = await beginCircle(await newPerson());
	ingrid = await newPerson();
	await join(circle, ingrid, await invite(circle, noor, 'close'));
	await admit(circle, noor, ingrid);
	link = await invite(circle, noor, 'all');
});

const cardOf = (by: Person, words: Partial<Card> = {}): Card => ({
	memberId: memberIdBytes(by),
	deviceId: by.deviceId,
	controlN: circle.state.n,
	controlHead: circle.state.head,
	title: 'Ture, Noor & Elias',
	inviter: 'Noor',
	greeting: 'Läs när ni orkar.',
	...words
});
const sealed = (by: Person, card: Card, inviteId: Bytes = link.keys.id) =>
	sealCard(card, circle.state.circleId, inviteId, link.keys.card, by.device.privateKey);
const opened = (bytes: Bytes, inviteId: Bytes = link.keys.id) => openCard(bytes, circle.state.circleId, inviteId, link.keys.card);

test('a card comes back as it was written, and a parent’s is believed', async () => {
	await fc.assert(
		fc.asyncProperty(textOf(60), textOf(60), textOf(200), async (title, inviter, greeting) => {
			const card = cardOf(noor, { title, inviter, greeting });
			const read = await opened(await sealed(noor, card));
			expect(read.card).toEqual(card);
			await checkCard(circle.state, read, link.keys.id);
		}),
		runs(40)
	);
});

test('a card with a bit turned over, cut, for another invitation, of another circle or under another secret does not open', async () => {
	const bytes = await sealed(noor, cardOf(noor));
	const elsewhere = await invitationKeys(new Uint8Array(16));
	await fc.assert(
		fc.asyncProperty(fc.nat(), fc.nat(), bytesOf(16), async (bit, cut, id) => {
			await expect(opened(flip(bytes, bit))).rejects.toThrow();
			await expect(opened(bytes.slice(0, cut % bytes.length))).rejects.toThrow();
			await expect(opened(bytes, id)).rejects.toThrow();
		}),
		runs(60)
	);
	await expect(openCard(bytes, other.state.circleId, link.keys.id, link.keys.card)).rejects.toThrow();
	await expect(openCard(bytes, circle.state.circleId, link.keys.id, elsewhere.card)).rejects.toThrow();
});

test('a card by who is no parent, signed by another, for another invitation or naming a log that is not this one is not believed', async () => {
	const believed = async (by: Person, card: Card, inviteId: Bytes = link.keys.id) =>
		checkCard(circle.state, await opened(await sealed(by, card, inviteId), inviteId), link.keys.id);
	await expect(believed(ingrid, cardOf(ingrid))).rejects.toThrow(WrongCard);
	await expect(believed(ingrid, cardOf(noor))).rejects.toThrow(WrongCard);
	await expect(believed(noor, { ...cardOf(noor), deviceId: ingrid.deviceId })).rejects.toThrow(WrongCard);
	await expect(believed(noor, { ...cardOf(noor), memberId: memberIdBytes(ingrid) })).rejects.toThrow(WrongCard);
	await expect(believed(noor, cardOf(noor), new Uint8Array(16))).rejects.toThrow(WrongCard);
	await expect(believed(noor, cardOf(noor, { controlHead: new Uint8Array(32) }))).rejects.toThrow(WrongCard);
	// The server shows the circle as it was before the card was made.
	const read = await opened(await sealed(noor, cardOf(noor)));
	const before = copyState(circle.state);
	before.heads.pop();
	before.n -= 1;
	await expect(checkCard(before, read, link.keys.id)).rejects.toThrow(WrongCard);
	// What comes after does not matter.
	await invite(circle, noor, 'close');
	await checkCard(circle.state, read, link.keys.id);
});

test('words too long for a card are refused while they are written, not when somebody opens the link', async () => {
	await expect(sealed(noor, cardOf(noor, { greeting: 'x'.repeat(1001) }))).rejects.toThrow();
	await expect(sealed(noor, cardOf(noor, { title: 'x'.repeat(201) }))).rejects.toThrow();
	const cut = cardOf(noor, { inviter: 'Noor 👣'.slice(0, 6) });
	expect((await opened(await sealed(noor, cut))).card.inviter).toBe('Noor \u{fffd}');
});

test('a name comes back to who holds the invitation, for that member only; its length says little', async () => {
	await fc.assert(
		fc.asyncProperty(textOf(200), bytesOf(16), bytesOf(16), fc.nat(), async (name, member, another, bit) => {
			const { circleId } = circle.state;
			const { id, card } = link.keys;
			const bytes = await sealName(name, circleId, id, member, card);
			expect(bytes.length).toBeLessThanOrEqual(1024);
			expect(await openName(bytes, circleId, id, member, card)).toBe(name);
			await expect(openName(flip(bytes, bit), circleId, id, member, card)).rejects.toThrow();
			if (Buffer.compare(member, another) !== 0) await expect(openName(bytes, circleId, id, another, card)).rejects.toThrow();
			await expect(openName(bytes, other.state.circleId, id, member, card)).rejects.toThrow();
			// A name is no card, though both are sealed under one key.
			await expect(opened(bytes)).rejects.toThrow();
		}),
		runs(30)
	);
});
