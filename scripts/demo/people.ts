/** WHO IS IN THE STORY. All of them are made up. `comes`: on which day after the birth they come in. */
import type { Ring } from '../../src/domain/ring.ts';

export const people = {
	Noor: { ring: 'us', comes: 2 },
	Elias: { ring: 'us', comes: 2 },
	Ingrid: { ring: 'close', comes: 2.2 },
	Sara: { ring: 'close', comes: 2.3 },
	Hanna: { ring: 'close', comes: 2.5 },
	Jonas: { ring: 'close', comes: 2.7 },
	Birgit: { ring: 'close', comes: 3.1 },
	Malik: { ring: 'all', comes: 3.6 },
	Lotta: { ring: 'all', comes: 3.7 },
	Gustav: { ring: 'all', comes: 3.8 },
	Maj: { ring: 'all', comes: 3.81 },
	Leila: { ring: 'all', comes: 4.1 },
	Tomas: { ring: 'all', comes: 4.3 },
	Sofia: { ring: 'all', comes: 4.5 },
	Viktor: { ring: 'all', comes: 5.2 },
	Kerstin: { ring: 'all', comes: 6.1 },
	'Dr Berg': { ring: 'all', comes: 8.4 }
} as const satisfies Record<string, { ring: Ring; comes: number }>;

export type Name = keyof typeof people;
