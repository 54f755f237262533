/** Lets a call in: its session, judged now, and how much of it there may be. */
import { Problem } from '../problem.ts';
import type { Visit, visitAdmitter } from '../services/admit-visit.ts';
import type { RateLimit } from '../services/limit-rate.ts';
import type { Call } from './route.ts';

export type Admit = (call: Call) => Promise<Visit>;

/** @throws Problem no-session, not-found, too-many */
export const admitter =
	(admitVisit: ReturnType<typeof visitAdmitter>, perSession: RateLimit): Admit =>
	async ({ req, params }) => {
		if (params.circle === undefined) throw new Problem('not-found');
		const admitted = admitVisit(req.headers.authorization, params.circle);
		const visit = admitted instanceof Promise ? await admitted : admitted;
		perSession.take(visit.key);
		return visit;
	};
