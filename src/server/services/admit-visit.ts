/** A visit: a session, its circle, and what it may do there now. */
import { Problem } from '../problem.ts';
import type { Circle, HeldCircles } from './hold-circles.ts';
import { judgeAccess, type Access } from './judge-access.ts';
import type { Session, Sessions } from './keep-sessions.ts';

export interface Visit {
	session: Session;
	/** The session's key in Sessions: to end it by, or count by. */
	key: string;
	circle: Circle;
	access: Access;
}

export function visitAdmitter(sessions: Sessions, circles: HeldCircles) {
	/**
	 * At once where the circle is held in memory.
	 * @param authorization the header; @param name the circle in the path.
	 * @throws Problem no-session: none, or ended, or its access has ended · not-found: a circle that is not the session's,
	 *   which looks the same whether it exists or not
	 */
	return function admitVisit(authorization: string | undefined, name: string): Visit | Promise<Visit> {
		const found = sessions.find(authorization);
		if (found === null) throw new Problem('no-session');
		const { key, session } = found;
		if (session.circle !== name) throw new Problem('not-found');
		const held = circles.get(name);
		return held instanceof Promise ? held.then((circle) => visitOf(key, session, circle)) : visitOf(key, session, held);
	};

	function visitOf(key: string, session: Session, circle: Circle | null): Visit {
		const access = circle === null ? null : judgeAccess(circle.state, session);
		if (circle === null || access === null) {
			sessions.end(key);
			throw new Problem('no-session', { title: 'This session has ended' });
		}
		return { session, key, circle, access };
	}
}
