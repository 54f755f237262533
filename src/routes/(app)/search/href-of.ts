/** Where what was found stands: the page, and the place on it. */
import type { Hit, Stands } from '#domain/found.ts';

const pages: Record<Stands['on'], (id: string, of: string) => string> = {
	today: (id) => `/today#m-${id}`,
	// What is said of the child itself stands at the top of its page.
	child: (id, of) => (of.startsWith(id) ? `/keep/child?child=${id}` : `/keep/child?child=${id}&what=${of}`),
	dedication: (id) => `/keep/dedication?what=${id}`,
	moment: (id) => `/keep/highs-and-lows?what=${id}`,
	promise: (id) => `/keep/promise?what=${id}`,
	support: (id) => `/support?what=${id}`
};
export const hrefOf = ({ id, stands }: Pick<Hit, 'id' | 'stands'>): string => pages[stands.on](stands.id, id);
