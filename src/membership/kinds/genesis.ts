import type { Bytes } from '#crypto/bytes.ts';
import { canBeSealedTo } from '../kem-key.ts';
import { refuse } from '../refused.ts';
import type { CircleState, Member } from '../state.ts';
import type { Of } from './kind.ts';

/** The founder is in, in `us`, a parent. */
export function begin(entry: Of<'genesis'>, circleId: Bytes, head: Bytes, memberId: string): CircleState {
	const [, root, kem] = entry.body;
	if (!canBeSealedTo(kem)) refuse('wrong-state', 'Nothing can be sealed to the founder’s key');
	const founder: Member = {
		id: memberId,
		root,
		kem,
		ring: 'us',
		parent: true,
		standing: 'in',
		invitation: null,
		letInBy: null,
		since: entry.at,
		sealedName: null,
		reach: [{ n: 0, ring: 'us' }],
		parentFrom: 0,
		grants: [],
		granted: [],
		out: null,
		insteadOf: null
	};
	const empty = () => ({ epochs: [], openers: new Set<string>() });
	return {
		circleId,
		n: 0,
		head,
		heads: [head],
		members: new Map([[memberId, founder]]),
		devices: new Map(),
		invitations: new Map(),
		rings: { us: empty(), close: empty(), all: empty() },
		rolled: new Set(),
		erasing: new Set(),
		erased: null,
		boxes: new Map()
	};
}
