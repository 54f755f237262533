import { rings, type Ring } from '#domain/ring.ts';
import { Problem } from '../problem.ts';
import type { Call } from './route.ts';

/** The ring in the path. @throws Problem not-found */
export function ringOf({ params }: Call): Ring {
	const ring = rings.find((name) => name === params.ring);
	if (ring === undefined) throw new Problem('not-found');
	return ring;
}
