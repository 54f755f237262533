/**
 * DOUBT. Somebody's device has signed that it was shown another past than this one. One of the two has been lied to, or that device lies; which of
 * them no program can know. Nothing more is written here until people have talked, and one of them has said to go on.
 */
import type { Ring } from '#domain/ring.ts';
import { keyOf, type CircleReplica, type RingReplica } from './circle.ts';
import type { SealedStore } from './sealed-store.ts';
import { keepRecord } from './keep-record.ts';
import { recordOf } from './ring-replica.ts';

/** What a device signs by citing it: the log's past, or that of who is in. */
const citesAnother: ReadonlySet<string> = new Set(['fork', 'control-fork']);

type Refused = RingReplica['refused'][number];

const saysAnother = ({ code, signed, memberId }: Refused): boolean => citesAnother.has(code) && signed && memberId !== null;

/** Whether `refused` is such a thing, and nobody here has said to go on in spite of it. Whoever only reads has nothing to stop. */
export function isDoubt({ record, keys, state }: Pick<CircleReplica, 'record' | 'keys' | 'state'>, refused: Refused): boolean {
	if (!saysAnother(refused) || record.settled?.includes(refused.memberId ?? '') === true) return false;
	return state.members.get(keys?.member.id ?? '')?.standing === 'in';
}

/** How much is kept, to be told of, of what was refused; what raises a doubt apart. */
const mostKept = 100;

/** What is kept of what was refused in a ring, oldest first. A doubt, one of each member's, is never crowded out by other lies. */
export function someOf(refused: readonly Refused[]): Refused[] {
	const others = new Set(refused.filter((one) => !saysAnother(one)).slice(-mostKept));
	const doubting = new Set<string | null>();
	return refused.filter((one) => {
		if (!saysAnother(one)) return others.has(one);
		const first = !doubting.has(one.memberId);
		doubting.add(one.memberId);
		return first;
	});
}

/** What a beacon or people have said stands in no log: it would not be met again where the log is read anew. */
export const saidElsewhere = ({ hash }: Refused): boolean => hash === '';

export const inDoubt = (circle: CircleReplica): boolean => [...circle.rings.values()].some(({ refused }) => refused.some((one) => isDoubt(circle, one)));

/** Keeps that `member` was shown another past, as a beacon or words compared aloud have said. */
export async function addDoubt(store: SealedStore, circle: CircleReplica, ring: Ring, member: string, n: number): Promise<void> {
	const replica = circle.rings.get(ring);
	if (replica === undefined || replica.refused.some((one) => one.memberId === member && isDoubt(circle, one))) return;
	const refused = [...replica.refused, { n, code: 'fork' as const, memberId: member, entryId: null, hash: '', signed: true, at: Date.now() }];
	await store.write([store.change(keyOf.ring(circle.id, ring), recordOf({ ...replica, refused }))]);
	replica.refused = refused;
}

/** A person has decided to go on although that member's device was shown something else. */
export async function settleDoubt(store: SealedStore, circle: CircleReplica, member: string): Promise<void> {
	const settled = [...new Set([...(circle.record.settled ?? []), member])];
	await keepRecord(store, circle, { settled });
}
