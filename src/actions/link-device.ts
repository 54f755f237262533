/** ONE MORE DEVICE of this person's: one of the two shows a picture, the other reads it, both show the same two words, and whoever is in hands over who they are. */
import { equal, type Bytes } from '#crypto/bytes.ts';
import type { KemKey } from '#crypto/hpke.ts';
import {
	linkKeys,
	newLinkKey,
	newLinkSecret,
	openAsk,
	openHand,
	readTicket,
	sealAsk,
	sealHand,
	wordsOfHand,
	wordsOfLink,
	writeTicket,
	type Linking,
	type Side
} from '#identity/link-device.ts';
import { wordsOf, type WordLanguage } from '#identity/word-list.ts';
import { Problem } from '#sync/api.ts';
import { comeBackAs } from './come-back.ts';
import { behindOf } from './fill-doors.ts';
import { ActionRefused, ownCircle, type Home } from './home.ts';

/** The two words both devices show, in each language. */
export type LinkWords = Record<WordLanguage, string[]>;

/** Shows a picture, as a new device or as one that is in. Gives what stands after `#`. @throws ActionRefused somebody-here, not-a-member */
export async function showLink(home: Home, { side }: { side: Side }): Promise<string> {
	mayBe(home, side);
	const [secret, mine] = [newLinkSecret(), await newLinkKey()];
	home.linking = { side, secret, keys: await linkKeys(secret), shows: true, mine, newKey: side === 'new' ? mine.publicKey : null, sent: null, handed: null };
	return writeTicket({ side, secret, key: mine.publicKey });
}

/** Reads the picture that another device shows. Gives which side this one is. @throws ActionRefused link-none, somebody-here, not-a-member; link-taken: another device was first */
export async function readLink(home: Home, { fragment }: { fragment: string }): Promise<Side> {
	const ticket = readTicket(fragment);
	if (ticket === null) throw new ActionRefused('link-none');
	const { secret, key } = ticket;
	const side = ticket.side === 'new' ? 'in' : 'new';
	mayBe(home, side);
	const keys = await linkKeys(secret);
	if (side === 'in') {
		home.linking = { side, secret, keys, shows: false, mine: null, newKey: key, sent: null, handed: null };
		return side;
	}
	const again = home.linking?.side === 'new' && equal(home.linking.secret, secret) ? home.linking : null;
	const mine = again?.mine ?? (await newLinkKey());
	const sent = again?.sent ?? (await sealAsk(keys, key, mine.publicKey));
	// Kept before it is sent: where the answer is lost, the very same is sent again.
	home.linking = { side, secret, keys, shows: false, mine, newKey: mine.publicKey, sent, handed: null };
	await leaveFor(home, keys.ask, sent);
	return side;
}

/** The words, once it is known which device is the new one; null until then. @throws ActionRefused link-none, link-wrong */
export async function linkWords(home: Home, _: Record<string, never>): Promise<LinkWords | null> {
	const linking = underWay(home);
	if (linking.newKey === null) {
		const asked = await home.api.mailbox(linking.keys.ask);
		if (asked === null) return null;
		linking.newKey = await openAsk(linking.keys, linking.mine as KemKey, asked).catch(() => {
			throw new ActionRefused('link-wrong');
		});
	}
	return inBoth(await wordsOfLink(linking.secret, linking.newKey));
}

const inBoth = (bytes: Bytes): LinkWords => ({ sv: wordsOf(bytes, 'sv'), en: wordsOf(bytes, 'en') });

/**
 * On the device that is in, once a person has seen the same words on both: hands over who they are. Gives two more words where the new device shows the
 * picture: it asks whether they are the same. @throws ActionRefused link-none, not-a-member; Unreachable
 */
export async function handOver(home: Home, _: Record<string, never>): Promise<LinkWords | null> {
	const linking = underWay(home);
	const { keys, newKey, side, shows, secret } = linking;
	const own = ownCircle(home);
	if (side !== 'in' || newKey === null) throw new ActionRefused('link-none');
	if (own === undefined) throw new ActionRefused('not-a-member');
	linking.sent ??= await sealHand(keys, newKey, await behindOf(home, own));
	await leaveFor(home, keys.hand, linking.sent);
	home.linking = null;
	return shows ? null : inBoth(await wordsOfHand(secret, newKey, own.circle.state.circleId));
}

/**
 * On the new device: false until it has been handed over; then this device is this person's. Where it shows the picture it gives two words instead, which have
 * to stand on the other device: then `acceptPerson`. @throws ActionRefused link-none, link-wrong; as comeBack
 */
export async function takeOver(home: Home, _: Record<string, never>): Promise<boolean | LinkWords> {
	const linking = underWay(home);
	const { keys, mine, side, shows, secret } = linking;
	if (side !== 'new' || mine === null) throw new ActionRefused('link-none');
	const handed = await home.api.mailbox(keys.hand);
	if (handed === null) return false;
	const behind = await openHand(keys, mine, handed).catch(() => {
		throw new ActionRefused('link-wrong');
	});
	if (shows) {
		linking.handed = behind;
		return inBoth(await wordsOfHand(secret, mine.publicKey, behind.own));
	}
	await comeBackAs(home, behind);
	home.linking = null;
	return true;
}

/** Somebody has seen the same words on both: this device is theirs. @throws ActionRefused link-none; as comeBack: asked again it goes on */
export async function acceptPerson(home: Home, _: Record<string, never>): Promise<void> {
	const { handed } = underWay(home);
	if (handed === null) throw new ActionRefused('link-none');
	await comeBackAs(home, handed);
	home.linking = null;
}

/** Nobody else has left something there before. @throws ActionRefused link-taken */
async function leaveFor(home: Home, box: Bytes, sealed: Bytes): Promise<void> {
	await home.api.putMailbox(box, sealed).catch((error: unknown) => {
		if (!(error instanceof Problem) || error.code !== 'id-taken') throw error;
		home.linking = null;
		throw new ActionRefused('link-taken');
	});
}

function mayBe(home: Home, side: Side): void {
	if (side === 'in' && ownCircle(home) === undefined) throw new ActionRefused('not-a-member');
	if (side === 'new' && ownCircle(home) !== undefined) throw new ActionRefused('somebody-here');
}

function underWay({ linking }: Home): Linking {
	if (linking === null) throw new ActionRefused('link-none');
	return linking;
}
