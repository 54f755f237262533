/** Opens a session for who can sign as a device, as an open invitation, or as a member's root, of a circle. */
import { hex } from '#crypto/bytes.ts';
import { verifySignature } from '#crypto/verify.ts';
import { loginStatement, type Login } from '#wire/api.ts';
import type { CircleState } from '#membership/state.ts';
import { Problem } from '../problem.ts';
import type { Reader } from '../store/reader.ts';
import { nameOf, type Circle, type HeldCircles } from './hold-circles.ts';
import { judgeAccess } from './judge-access.ts';
import type { Challenges } from './keep-challenges.ts';
import type { Session, Sessions } from './keep-sessions.ts';
import type { Guessing } from './slow-guessing.ts';

type Bytes = Uint8Array<ArrayBuffer>;
export interface Needs {
	reader: Reader;
	circles: HeldCircles;
	sessions: Sessions;
	challenges: Challenges;
	guessing: Guessing;
	origin: () => string;
}

/** A key nobody has: an unknown id costs the same signature check as a known one. */
const nobody = new Uint8Array(32).fill(1);

export function sessionOpener({ reader, circles, sessions, challenges, guessing, origin }: Needs) {
	/** @throws Problem no-session for any wrong attempt; not-yours for a right one that is let in no longer; too-many */
	return async function openSession(login: Login, address: string): Promise<{ token: Bytes; circleId: Bytes }> {
		const [circleId, [by, signerId], serverNonce, clientNonce, signature] = login;
		guessing.check(address);
		const fresh = challenges.use(serverNonce);
		const statement = loginStatement(origin(), circleId, signerId, serverNonce, clientNonce);
		const id = hex(signerId);
		for (const circle of await candidates(circleId, by, signerId)) {
			const key = circle === null ? nobody : (keyOf(circle.state, by, id) ?? nobody);
			const right = await verifySignature(key, signature, statement);
			if (!right || !fresh || circle === null || key === nobody) continue;
			if (judgeAccess(circle.state, { by, id }) === null) {
				throw new Problem('not-yours', by === 'invitation' ? { title: 'This invitation is closed', remedy: 'Ask who invited you for another' } : {});
			}
			return { token: sessions.open(circle.name, by, id), circleId: circle.id };
		}
		await guessing.punish(address);
		throw new Problem('no-session', { title: 'Nobody here signs like that', remedy: 'Ask for a new challenge and sign it' });
	};

	/** At least one, so that each attempt costs a check. */
	async function candidates(circleId: Bytes | null, by: Session['by'], id: Bytes): Promise<(Circle | null)[]> {
		if (circleId !== null) return [await circles.get(nameOf(circleId))];
		const ids = by === 'invitation' ? reader.circlesOfInvitation(id) : [];
		return ids.length === 0 ? [null] : await Promise.all(ids.map((known) => circles.get(nameOf(known))));
	}
}

function keyOf(state: CircleState, by: Session['by'], id: string): Bytes | undefined {
	if (by === 'root') return state.members.get(id)?.root;
	return by === 'device' ? state.devices.get(id)?.key : state.invitations.get(id)?.key;
}
