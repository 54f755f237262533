/** LOOKING: a device that asked for quiet notices says whether somebody looks at it, so that it is told nothing while they do. Others say nothing of it. */
import type { Line } from './pull.ts';

/** What does not come there is no harm: a notice too many. */
export async function sayLooking({ api, session, circle, isLookedAt }: Line): Promise<void> {
	if (circle.record.notices === undefined) return;
	await api.putLooking(session, isLookedAt()).catch(() => undefined);
}
