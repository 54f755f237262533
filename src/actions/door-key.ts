/** WHAT SOMEBODY HAS to come by a door with, as it is typed, read or given. */
import type { Bytes } from '#crypto/bytes.ts';
import type { DoorKind } from '#domain/door.ts';
import { readDoorLink, readDoorWords } from '#identity/door-secret.ts';
import { ActionRefused } from './home.ts';

export type Key = { kind: 'words'; typed: string } | { kind: 'link'; fragment: string } | { kind: 'passkey'; secret: Bytes };

/** @throws ActionRefused door-words: a word is on no card; door-none: it is no such link */
export function readKey(key: Key): { kind: DoorKind; secret: Bytes } {
	if (key.kind === 'passkey') return { kind: 'passkey', secret: key.secret };
	if (key.kind === 'words') {
		const secret = readDoorWords(key.typed);
		if (secret === null) throw new ActionRefused('door-words');
		return { kind: 'card', secret };
	}
	const link = readDoorLink(key.fragment);
	if (link === null) throw new ActionRefused('door-none');
	return link;
}
