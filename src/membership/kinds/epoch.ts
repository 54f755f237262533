/** `epoch`: the next key of a ring. */
import { hex } from '#crypto/bytes.ts';
import { reaches, rings, type Ring } from '#domain/ring.ts';
import { entitled, isDue } from '../entitled.ts';
import { refuse } from '../refused.ts';
import { currentEpoch, type CircleState } from '../state.ts';
import { giveBox, writerOf, type Of } from './kind.ts';

export function beginEpoch(state: CircleState, entry: Of<'epoch'>): void {
	const [number, epoch, commitment, prevEdge, boxes] = entry.body;
	const ring = rings[number] as Ring;
	const current = currentEpoch(state, ring);
	if (epoch !== (current === undefined ? 0 : current.epoch + 1)) refuse('wrong-epoch', 'Epochs count up by one');
	if ((prevEdge === null) !== (epoch === 0)) refuse('wrong-epoch', 'Every epoch but the first carries the key before it');
	const author = state.members.get(writerOf(entry.author));
	if (author === undefined || !reaches(author.ring, ring)) return refuse('no-authority', 'A ring’s key is renewed by someone who reaches that ring');
	if (!author.parent && !isDue(state, ring)) refuse('no-authority', 'A key that is not due is renewed by parents only');
	const allowed = entitled(state, ring);
	if (boxes.length !== allowed.size) refuse('wrong-boxes', 'A box for each who is entitled, and for nobody else');
	let before = '';
	for (const [id] of boxes) {
		const recipient = hex(id);
		if (!allowed.has(recipient) || recipient <= before) refuse('wrong-boxes', 'A box for each who is entitled, in order, and for nobody else');
		before = recipient;
	}
	state.rings[ring].epochs.push({ epoch, n: entry.n, commitment, prevEdge, dueFrom: null, by: writerOf(entry.author) });
	state.rings[ring].openers = new Set();
	for (const [id, sealed] of boxes) giveBox(state, hex(id), ring, epoch, sealed, entry.author);
}
