/** What a test looks at: a device's place, and what a view shows. */
import type { CircleView } from '#domain/view.ts';
import type { CircleReplica } from '#replica/circle.ts';
import type { Line } from '#sync/pull.ts';
import type { TestDevice } from './home.ts';

export const lineOf = ({ home }: TestDevice): Line => home.circles.get(home.current ?? '')?.line as Line;
/** What the device knows of the place on its screen. */
export const circleOf = (device: TestDevice): CircleReplica => lineOf(device).circle;
export const memberOf = (device: TestDevice): string => circleOf(device).keys?.member.id ?? '';

/** Every word that was told or answered and can be read. */
export const textsOf = ({ told }: CircleView): string[] =>
	told.flatMap((one) => [one.text, ...one.answers.map(({ text }) => text)]).filter((text) => text !== '');
/** Nothing waits on this device to be sent. */
export const settled = ({ unsent }: CircleView): boolean => unsent === 0;
/** What is wrong with the place itself: many a lie is shown to a person's own log as well, and is named there too. */
export const wrongHere = ({ wrong }: CircleView): CircleView['wrong'] => wrong.filter(({ ring }) => ring !== 'own');
