/** Where people sit in the drawing of the rings: along their own ring, below its name, each with an initial while there is room. */
import type { Ring } from '#domain/ring.ts';

export interface Seated {
	name: string;
	ring: Ring;
	parent: boolean;
}
export interface Seat {
	/** In the drawing's own units, 300 by 300. */
	x: number;
	y: number;
	/** Empty where there are too many for initials: then it is a dot. */
	initial: string;
	parent: boolean;
}

/** From the middle, and from straight down to either side (radians): the top of each ring is where its name stands. */
const bands = {
	us: { radius: 29, spread: 0.9, initials: 2, dots: 5 },
	close: { radius: 74, spread: 2.3, initials: 9, dots: 24 },
	all: { radius: 120, spread: 2.5, initials: 16, dots: 60 }
} as const satisfies Record<Ring, { radius: number; spread: number; initials: number; dots: number }>;

/** Those there is no room for are not drawn. They stand in the list, and nobody is counted. */
export function seats(people: readonly Seated[]): Seat[] {
	return (['all', 'close', 'us'] as const).flatMap((ring) => {
		const { radius, spread, initials, dots } = bands[ring];
		const here = people.filter((person) => person.ring === ring).slice(0, dots);
		const apart = Math.min((2 * spread) / Math.max(here.length - 1, 1), here.length > initials ? 0.3 : ring === 'us' ? 1.15 : 34 / radius);
		return here.map(({ name, parent }, i) => {
			const angle = Math.PI / 2 + (here.length - 1) * (apart / 2) - i * apart;
			return {
				x: Math.round(150 + radius * Math.cos(angle)),
				y: Math.round(150 + radius * Math.sin(angle)),
				initial: here.length > initials ? '' : initialOf(name),
				parent
			};
		});
	});
}

const initialOf = (name: string): string => {
	const first = [...new Intl.Segmenter().segment(name.trim())][0]?.segment;
	return first === undefined ? '·' : first.toLocaleUpperCase();
};
