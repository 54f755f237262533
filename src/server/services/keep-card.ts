/** An invitation's card: sealed bytes that its holder alone can open. Put there by a parent, read with the invitation's own session. */
import { hex } from '#crypto/bytes.ts';
import { Problem } from '../problem.ts';
import { isRefused } from '../store/command.ts';
import type { Reader } from '../store/reader.ts';
import type { Writer } from '../store/writer.ts';
import type { Visit } from './admit-visit.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** @throws Problem not-yours: not a parent · not-found: no such invitation */
export async function putCard(writer: Writer, quota: number, { circle, access }: Visit, invite: Bytes, card: Bytes): Promise<void> {
	if (access.member?.parent !== true) throw new Problem('not-yours');
	if (!circle.state.invitations.has(hex(invite))) throw new Problem('not-found');
	const outcome = await writer.write({ kind: 'card', circle: circle.key, invite, card, quota });
	if (isRefused(outcome)) throw new Problem(outcome.refused === 'stale' ? 'storage' : outcome.refused);
}

/** @throws Problem not-yours: not this invitation's session · not-found: no card was put */
export function readCard(reader: Reader, { circle, session }: Visit, invite: Bytes): Bytes {
	if (session.by !== 'invitation' || session.id !== hex(invite)) throw new Problem('not-yours');
	const card = reader.card(circle.key, invite);
	if (card === null) throw new Problem('not-found');
	return card;
}
