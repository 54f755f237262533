/** Where what was found stands: the page, and the place on it. */
import type { Stands } from '#domain/found.ts';

const pages: Record<Stands['on'], (id: string) => string> = {
	today: (id) => `/today#m-${id}`,
	child: (id) => `/keep/child?child=${id}`,
	dedication: (id) => `/keep/dedication?what=${id}`,
	moment: (id) => `/keep/highs-and-lows?what=${id}`,
	promise: (id) => `/keep/promise?what=${id}`,
	support: () => '/support'
};
export const hrefOf = ({ stands }: { stands: Stands }): string => pages[stands.on](stands.id);
